import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import * as queue from "./job_queue";

const RETRY_SECONDS = [3, 10, 30, 60];
const LONGEST_SIDE = 1600;
const JPEG_QUALITY = 0.8;

/** Make a photo small enough for a weak line; what the browser cannot read is sent as it is. */
async function shrink(file) {
    try {
        const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
        const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(bitmap.width * scale);
        canvas.height = Math.round(bitmap.height * scale);
        canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
        return await new Promise((resolve) =>
            canvas.toBlob((blob) => resolve(blob || file), "image/jpeg", JPEG_QUALITY),
        );
    } catch {
        return file;
    }
}

/** A technician's jobs: actions are kept and sent when the network allows. The page works without it too. */
export class Jobs extends Interaction {
    static selector = ".o_crosstech_jobs";
    dynamicContent = {
        ".o_job_form": { "t-on-submit.prevent": this.onSubmit },
        "#job_photo": { "t-on-change": this.onPhotos },
        ".o_job_queue_send": { "t-on-click": this.sendAll },
        _window: { "t-on-online": this.sendAll },
        _document: { "t-on-visibilitychange": this.sendAll },
    };

    setup() {
        this.user = this.el.dataset.user;
        this.failures = 0;
        this.isSending = false;
    }

    async start() {
        this.countDown();
        await this.showQueue();
        this.sendAll();
    }

    // === What waits === //

    async showQueue(isLoggedOut = false) {
        const waiting = (await queue.entries(this.user)).length;
        const show = (selector, isShown) =>
            this.el.querySelector(selector).classList.toggle("d-none", !isShown);
        show(".o_job_queue", waiting > 0);
        show(".o_job_queue_login", isLoggedOut);
        show(".o_job_queue_one", waiting === 1 && !isLoggedOut);
        show(".o_job_queue_many", waiting > 1 && !isLoggedOut);
        this.el.querySelector(".o_job_queue_count").textContent = waiting;
        return waiting;
    }

    /** Say why the server refused, and give back what was typed. */
    showRefusal({ entry, error }) {
        const place = this.el.querySelector(".o_job_refused");
        place.textContent = error || _t("This could not be done. Please load the page again.");
        place.classList.remove("d-none");
        place.scrollIntoView({ block: "center" });
        const typed = Object.fromEntries(entry.fields);
        const form = [...this.el.querySelectorAll(".o_job_form")].find(
            (one) =>
                one.getAttribute("action") === entry.url &&
                one.elements.action.value === typed.action,
        );
        for (const [name, value] of Object.entries(typed)) {
            if (
                typeof value === "string" &&
                !["key", "action"].includes(name) &&
                form?.elements[name]
            ) {
                form.elements[name].value = value;
            }
        }
    }

    /** Send what waits, oldest first; stop at the first that does not get through, and try again later. */
    async sendAll() {
        if (this.isSending) {
            return;
        }
        this.isSending = true;
        try {
            await this.waitFor(this.sendEach());
        } finally {
            this.isSending = false;
        }
    }

    async sendEach() {
        let isChanged = false;
        let refused = null;
        for (const entry of await queue.entries(this.user)) {
            const { result, error } = await queue.send(entry);
            if (result === queue.WAITING || result === queue.LOGIN) {
                await this.showQueue(result === queue.LOGIN);
                this.tryLater();
                return;
            }
            await queue.forget(entry.id);
            this.failures = 0;
            isChanged ||= result === queue.SENT;
            if (result === queue.REFUSED) {
                refused = { entry, error };
            }
        }
        await this.showQueue();
        if (refused) {
            this.showState(this.el.dataset.state);
            this.showRefusal(refused);
        } else if (isChanged && !this.isTyping()) {
            window.location.reload();
        }
    }

    tryLater() {
        const seconds = RETRY_SECONDS[Math.min(this.failures, RETRY_SECONDS.length - 1)];
        this.failures++;
        this.waitForTimeout(() => this.sendAll(), seconds * 1000);
    }

    /** Whether a form holds words that loading the page again would lose. */
    isTyping() {
        return [...this.el.querySelectorAll("textarea, input[name=awb], input[name=note]")].some(
            (field) => field.value && field.offsetParent,
        );
    }

    // === What he does === //

    async onSubmit(ev) {
        const form = ev.currentTarget;
        const fields = [...new FormData(form)].filter(([name]) => name !== "csrf_token");
        const signature = await this.waitFor(this.signatureOf(form));
        if (signature) {
            fields.push(["signature", signature]);
        }
        await this.waitFor(
            queue.keep({ user: this.user, url: form.getAttribute("action"), fields }),
        );
        form.reset();
        this.renewKey(form);
        this.el.querySelector(".o_job_refused").classList.add("d-none");
        this.showState(form.dataset.leads);
        await this.showQueue();
        this.sendAll();
    }

    /** Show what can be done next, also before the server has heard of it. */
    showState(state) {
        for (const part of this.el.querySelectorAll("[data-for]")) {
            part.classList.toggle("d-none", !part.dataset.for.split(" ").includes(state));
        }
    }

    renewKey(form) {
        form.elements.key.value = [...crypto.getRandomValues(new Uint8Array(16))]
            .map((byte) => byte.toString(16).padStart(2, "0"))
            .join("");
    }

    async onPhotos(ev) {
        const input = ev.currentTarget;
        const form = input.form;
        for (const file of input.files) {
            const photo = await this.waitFor(shrink(file));
            const fields = [
                ["key", form.elements.key.value],
                ["photo", photo],
            ];
            await this.waitFor(
                queue.keep({ user: this.user, url: form.getAttribute("action"), fields }),
            );
            this.renewKey(form);
        }
        input.value = "";
        await this.showQueue();
        this.sendAll();
    }

    async signatureOf(form) {
        const pad = form.querySelector(".o_job_signature_pad");
        return pad?.dataset.isSigned
            ? new Promise((resolve) => pad.toBlob(resolve, "image/png"))
            : null;
    }

    // === Time to answer === //

    countDown() {
        for (const place of this.el.querySelectorAll(".o_job_countdown")) {
            const minutes = Math.floor((new Date(place.dataset.until) - Date.now()) / 60000);
            const text =
                minutes >= 60
                    ? `${Math.floor(minutes / 60)} h ${minutes % 60} min`
                    : `${minutes} min`;
            place.textContent = minutes >= 0 ? `(${text})` : "";
        }
        this.waitForTimeout(() => this.countDown(), 30000);
    }
}

registry.category("public.interactions").add("crosstech_warranty.jobs", Jobs);
