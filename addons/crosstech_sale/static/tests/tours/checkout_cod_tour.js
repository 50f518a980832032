import { registry } from "@web/core/registry";

function checkWidth() {
    if (document.documentElement.scrollWidth > window.innerWidth + 1) {
        throw new Error(`${location.pathname} is wider than the screen`);
    }
}

registry.category("web_tour.tours").add("crosstech_checkout_cod", {
    steps: () => [
        {
            content: "choose to meet in person",
            trigger: "[name='o_delivery_method']:contains('COD') input[name='o_delivery_radio']",
            run: "click",
        },
        {
            content: "nothing is charged for it",
            trigger:
                "[name='o_delivery_method']:contains('COD'):has(input:checked) .o_wsale_delivery_price_badge:contains('Free')",
        },
        {
            content: "go to the payment",
            trigger: "a[name='website_sale_main_button']:not(.disabled):visible",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "confirm the order",
            trigger: "button[name='o_payment_submit_button']:not([disabled]):visible",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the confirmation asks where",
            trigger: "#cod_place",
            timeout: 30000,
            run: "edit Stasiun Gambir, pintu utara",
        },
        {
            content: "and when",
            trigger: "#cod_wished",
            run() {
                checkWidth();
                this.anchor.value = this.anchor.max;
                this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "propose",
            trigger: "form[action$='/meeting/propose'] button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the proposal stands there",
            trigger: ".o_crosstech_meeting[data-state='proposed']:contains('Stasiun Gambir')",
            run: checkWidth,
        },
        {
            content: "to the order",
            trigger: "h1 a[href^='/my/orders/']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the timeline says where it is",
            trigger: ".o_crosstech_timeline[data-stage='ordered'] li[data-key='ordered']",
            run: checkWidth,
        },
    ],
});

registry.category("web_tour.tours").add("crosstech_order_arrival", {
    steps: () => [
        {
            content: "the shipped order is in the list",
            trigger: "tr:contains('Shipped') a[href^='/my/orders/']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "its consignment number can be followed",
            trigger: ".o_crosstech_timeline:contains('JKT0012345') a[href*='resi=JKT0012345']",
            run: checkWidth,
        },
        {
            content: "the goods are here",
            trigger: "form[action$='/arrived'] button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "received",
            trigger: ".o_crosstech_timeline[data-stage='received'] .alert-success",
            run: checkWidth,
        },
    ],
});
