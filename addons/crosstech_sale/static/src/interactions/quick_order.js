import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const SHORTEST_SEARCH = 2;
const SEARCH_DELAY = 250;

/** Suggests goods while a SKU or name is typed, and writes the line into the list. The page works without it too. */
export class QuickOrder extends Interaction {
    static selector = ".o_crosstech_quick_order";
    dynamicContent = {
        "#quick_term": {
            "t-on-input": this.debounced(this.suggest, SEARCH_DELAY),
            "t-on-keydown": this.onKey,
        },
        "#quick_quantity": { "t-on-keydown": this.onKey },
        "[data-quick-line]": { "t-on-click": this.addLine },
    };

    setup() {
        this.term = this.el.querySelector("#quick_term");
        this.quantity = this.el.querySelector("#quick_quantity");
        this.list = this.el.querySelector("#quick_text");
        this.found = this.el.querySelector("#quick_found");
    }

    async suggest() {
        const term = this.term.value.trim();
        if (term.length < SHORTEST_SEARCH) {
            return;
        }
        const answer = await this.waitFor(
            fetch(`/my/quick-order/suggest?${new URLSearchParams({ term })}`),
        );
        const products = answer.ok ? await this.waitFor(answer.json()) : [];
        this.found.replaceChildren(
            ...products.map(({ key, name }) => {
                const option = document.createElement("option");
                option.value = key;
                option.label = `${key} ${name}`;
                return option;
            }),
        );
    }

    onKey(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.addLine();
        }
    }

    addLine() {
        const key = this.term.value.trim();
        if (!key) {
            this.term.focus();
            return;
        }
        const before = this.list.value.trimEnd();
        this.list.value = `${before ? `${before}\n` : ""}${key}\t${this.quantity.value || 1}\n`;
        this.term.value = "";
        this.quantity.value = 1;
        this.term.focus();
    }
}

registry.category("public.interactions").add("crosstech_sale.quick_order", QuickOrder);
