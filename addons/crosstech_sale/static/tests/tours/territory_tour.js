import { registry } from "@web/core/registry";

function checkWidth() {
    if (document.documentElement.scrollWidth > window.innerWidth + 1) {
        throw new Error(`${location.pathname} is wider than the screen`);
    }
}

/** A reseller finds the order that is offered to him and takes it. */
registry.category("web_tour.tours").add("crosstech_territory_accept", {
    steps: () => [
        {
            content: "the offer stands first among the orders",
            trigger: "a[href^='/my/territory/handover/']:contains('Offered')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "what he gets is on the page",
            trigger: ".o_crosstech_handover[data-state='offered']",
            run: checkWidth,
        },
        {
            content: "accept",
            trigger: "form[action$='/accept'] button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "it is his; he waits for the payment",
            trigger: ".o_crosstech_handover[data-state='accepted'] .alert-info",
            run: checkWidth,
        },
    ],
});

/** Paid: he sends the goods and enters the number. */
registry.category("web_tour.tours").add("crosstech_territory_send", {
    steps: () => [
        {
            content: "the order is paid",
            trigger: ".o_crosstech_handover .alert-success",
            run: checkWidth,
        },
        { content: "enter the number", trigger: "#handover_awb", run: "edit jkt 0012345" },
        {
            content: "sent",
            trigger: "form[action$='/shipped']:has(#handover_awb) button",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "done", trigger: ".o_crosstech_handover[data-state='done']", run: checkWidth },
    ],
});
