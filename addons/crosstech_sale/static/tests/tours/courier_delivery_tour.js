import { registry } from "@web/core/registry";

const firstService = "#o_delivery_methods > li:first-child [name='o_delivery_method_name']";

/** The delivery step: compare services, look inside a price, sort, choose; the total follows. */
registry.category("web_tour.tours").add("crosstech_courier_delivery", {
    url: "/shop/checkout",
    steps: () => [
        {
            content: "the cheapest service stands first and is chosen",
            trigger: `#o_delivery_methods > li:first-child:has(input:checked) .badge:contains('Cheapest')`,
        },
        {
            content: "its price is on the page",
            trigger: `li:first-child .o_wsale_delivery_price_badge:contains('75,000')`,
        },
        {
            content: "open how the price is made",
            trigger: "#o_delivery_methods > li:first-child details.o_courier_details > summary",
            run: "click",
        },
        { content: "see the charged weight", trigger: "details[open] td:contains('3 kg')" },
        { content: "sort by speed", trigger: "[data-courier-sort='days']", run: "click" },
        { content: "the fastest stands first", trigger: `${firstService}:contains('YES')` },
        {
            content: "choose it",
            trigger: "#o_delivery_methods > li:first-child input[name='o_delivery_radio']:enabled",
            run: "click",
        },
        {
            content: "its price is taken over",
            trigger:
                "li:first-child:has(input:checked) .o_wsale_delivery_price_badge:contains('180,000')",
        },
        {
            content: "the customer can go on",
            trigger: "[name='website_sale_main_button']:not(.disabled)",
        },
        {
            content: "nothing says that there is no way to deliver",
            trigger: "#o_delivery_form:not(:has(.alert))",
        },
    ],
});
