import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/** Copies a number of the payment page, so that nobody mistypes it in his banking app. */
export class CopyText extends Interaction {
    static selector = "[data-copy]";
    dynamicContent = {
        _root: {
            "t-on-click.prevent": this.copy,
            "t-att-class": () => ({ active: this.isCopied }),
        },
    };

    async copy() {
        await this.waitFor(navigator.clipboard.writeText(this.el.dataset.copy));
        this.isCopied = true;
        this.waitForTimeout(() => {
            this.isCopied = false;
        }, 1500);
    }
}

/** Says that a file is too big before it is sent. */
export class ProofForm extends Interaction {
    static selector = ".o_crosstech_proof_form";
    dynamicContent = {
        "input[type=file]": { "t-on-change": this.check },
        "[data-too-big]": { "t-att-class": () => ({ "d-none": !this.isTooBig }) },
        "button[type=submit]": { "t-att-disabled": () => this.isTooBig || undefined },
    };

    setup() {
        this.isTooBig = false;
    }

    check(ev) {
        this.isTooBig = [...ev.target.files].some(
            (file) => file.size > Number(this.el.dataset.maxBytes),
        );
    }
}

registry.category("public.interactions").add("crosstech_sale.copy_text", CopyText);
registry.category("public.interactions").add("crosstech_sale.proof_form", ProofForm);
