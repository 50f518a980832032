import { registry } from "@web/core/registry";

const PIXEL =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

function checkWidth() {
    if (document.documentElement.scrollWidth > window.innerWidth + 1) {
        throw new Error(`${location.pathname} is wider than the screen`);
    }
}

registry.category("web_tour.tours").add("crosstech_service_cost", {
    steps: () => [
        {
            content: "the list says what is to be done",
            trigger: ".list-group-item:contains(answer about the cost)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the timeline shows where the unit is",
            trigger: "#service_timeline li.fw-bold",
            run: checkWidth,
        },
        {
            content: "yes to the cost",
            trigger: "#service_cost [name='offered'] button[value='accept']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "pay by transfer",
            trigger: "#service_cost [name='ways'] button[value='transfer']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "how much and where",
            trigger: ".o_crosstech_payment_page [name='amount_to_pay'] mark",
            run: checkWidth,
        },
        { content: "who paid", trigger: "#proof_sender", run: "edit Pelanggan Uji" },
        {
            content: "the picture",
            trigger: "#proof_file",
            run() {
                const bytes = Uint8Array.from(atob(PIXEL), (char) => char.charCodeAt(0));
                const files = new DataTransfer();
                files.items.add(new File([bytes], "bukti.png", { type: "image/png" }));
                this.anchor.files = files.files;
                this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "send",
            trigger: ".o_crosstech_proof_form button[type='submit']:not([disabled])",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "it was taken", trigger: ".alert-success[name='sent']", run: checkWidth },
        {
            content: "back to the request",
            trigger: "a[href*='/my/service/']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "it waits for the bank",
            trigger: "#service_cost .o_crosstech_transfer",
            run: checkWidth,
        },
    ],
});
