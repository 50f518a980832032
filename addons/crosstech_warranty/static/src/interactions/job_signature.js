import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/** A field to sign in with a finger. Without a script it stays hidden, and the job is solved without a signature. */
export class JobSignature extends Interaction {
    static selector = ".o_job_signature";
    dynamicContent = {
        ".o_job_signature_pad": {
            "t-on-pointerdown.prevent": this.onDown,
            "t-on-pointermove": this.onMove,
            "t-on-pointerup": this.onUp,
            "t-on-pointercancel": this.onUp,
        },
        ".o_job_signature_clear": { "t-on-click": this.clear },
    };

    setup() {
        this.pad = this.el.querySelector(".o_job_signature_pad");
        this.pen = this.pad.getContext("2d");
        this.pen.lineWidth = 3;
        this.pen.lineCap = "round";
        this.isDown = false;
    }

    start() {
        this.el.classList.remove("d-none");
        this.clear();
        this.registerCleanup(() => this.el.classList.add("d-none"));
    }

    place(ev) {
        const frame = this.pad.getBoundingClientRect();
        return [
            ((ev.clientX - frame.left) * this.pad.width) / frame.width,
            ((ev.clientY - frame.top) * this.pad.height) / frame.height,
        ];
    }

    onDown(ev) {
        this.isDown = true;
        this.pen.beginPath();
        this.pen.moveTo(...this.place(ev));
    }

    onMove(ev) {
        if (this.isDown) {
            this.pen.lineTo(...this.place(ev));
            this.pen.stroke();
            this.pad.dataset.isSigned = "1";
        }
    }

    onUp() {
        this.isDown = false;
    }

    clear() {
        this.pen.fillStyle = "#fff";
        this.pen.fillRect(0, 0, this.pad.width, this.pad.height);
        delete this.pad.dataset.isSigned;
    }
}

registry.category("public.interactions").add("crosstech_warranty.job_signature", JobSignature);
