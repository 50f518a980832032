import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const DRAFT = "crosstech_report_draft";
const DRAFT_DAYS = 7;
const MAX_SIDE = 1600;
const QUALITY = 0.82;
const MAX_VIDEO_BYTES = 50 * 1024 * 1024;

/** Draw a picture smaller, as JPEG; what the browser cannot draw is sent as it is, and the server judges it. */
async function shrink(file) {
    try {
        const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
        const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
        if (scale === 1 && file.size < 1024 * 1024) {
            return file;
        }
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(bitmap.width * scale);
        canvas.height = Math.round(bitmap.height * scale);
        canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
        const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
        return blob && blob.size < file.size
            ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" })
            : file;
    } catch {
        return file;
    }
}

/**
 * The form of a failure: what is typed is kept on this device until it is sent, and photos are made small before they
 * go over a weak line. Without this file the form works all the same.
 */
export class ReportForm extends Interaction {
    static selector = ".o_crosstech_report_form";
    dynamicContent = {
        _root: { "t-on-input": this.debounced(this.keep, 400), "t-on-submit": this.onSubmit },
        "#media": { "t-on-change": this.onMedia },
        '[name="serial"]': { "t-on-input": this.onSerial },
        '[name="media_note"]': { "t-out": () => this.note },
        '[name="media_too_big"]': { "t-att-class": () => ({ "d-none": !this.isTooBig }) },
    };

    setup() {
        this.note = "";
        this.isTooBig = false;
        this.names = ["serial", "proof_number", "contact", "symptom", "description", "place"];
        this.restore();
    }

    field(name) {
        return this.el.elements.namedItem(name);
    }

    keep() {
        const values = Object.fromEntries(
            this.names.map((name) => [name, this.field(name)?.value || ""]),
        );
        try {
            localStorage.setItem(DRAFT, JSON.stringify({ values, at: Date.now() }));
        } catch {
            return; // a full or forbidden store: the form works without it
        }
    }

    restore() {
        let draft = null;
        try {
            draft = JSON.parse(localStorage.getItem(DRAFT) || "null");
        } catch {
            return;
        }
        if (!draft || Date.now() - draft.at > DRAFT_DAYS * 86400000) {
            return;
        }
        for (const name of this.names) {
            const field = this.field(name);
            if (field && !field.value) {
                field.value = draft.values[name] || "";
            }
        }
    }

    /** A typed serial means another unit than those on the cards. */
    onSerial() {
        for (const card of this.el.querySelectorAll('[name="unit"]')) {
            card.checked = card.checked && !this.field("serial").value;
        }
    }

    async onMedia(ev) {
        const input = ev.target;
        const files = [...input.files];
        this.note = "";
        this.isTooBig = files.some(
            (file) => file.type.startsWith("video/") && file.size > MAX_VIDEO_BYTES,
        );
        if (this.isTooBig) {
            input.value = "";
            return;
        }
        const small = new DataTransfer();
        for (const file of files) {
            small.items.add(
                file.type.startsWith("image/") ? await this.waitFor(shrink(file)) : file,
            );
        }
        input.files = small.files;
        const bytes = [...input.files].reduce((sum, file) => sum + file.size, 0);
        this.note = files.length ? `${files.length} · ${(bytes / 1048576).toFixed(1)} MB` : "";
    }

    onSubmit() {
        this.el.querySelector("button[type=submit]").classList.add("disabled");
    }
}

/** The report is taken: the draft has done its duty. */
export class ReportTaken extends Interaction {
    static selector = ".o_crosstech_report_taken";

    setup() {
        localStorage.removeItem(DRAFT);
    }
}

registry.category("public.interactions").add("crosstech_warranty.report_form", ReportForm);
registry.category("public.interactions").add("crosstech_warranty.report_taken", ReportTaken);
