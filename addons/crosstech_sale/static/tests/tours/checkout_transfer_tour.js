import { registry } from "@web/core/registry";

const PIXEL =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

function checkWidth() {
    if (document.documentElement.scrollWidth > window.innerWidth + 1) {
        throw new Error(`${location.pathname} is wider than the screen`);
    }
}

registry.category("web_tour.tours").add("crosstech_checkout_transfer", {
    steps: () => [
        {
            content: "a way of delivery is chosen",
            trigger: "input[name='o_delivery_radio']:checked",
        },
        {
            content: "go to the payment",
            trigger: "a[name='website_sale_main_button']:not(.disabled):visible",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "pay by transfer",
            trigger: "button[name='o_payment_submit_button']:not([disabled]):visible",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the confirmation shows how much and where",
            trigger: ".o_crosstech_transfer [name='amount_to_pay'] mark",
            timeout: 30000,
            run: checkWidth,
        },
        {
            content: "to the payment page",
            trigger: ".o_crosstech_transfer a.btn-primary",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the deadline has a time zone",
            trigger: ".o_crosstech_payment_page [name='deadline']:contains(WIB)",
            run: checkWidth,
        },
        { content: "who paid", trigger: "#proof_sender", run: "edit Pembeli Uji" },
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
        { content: "and is listed", trigger: "[name='proofs'] .badge" },
    ],
});
