import { registry } from "@web/core/registry";

const stars = (name, number) => ({
    content: `${number} stars for ${name}`,
    trigger: `.o_stars_field[data-name='${name}'] label:nth-child(${number})`,
    run: "click",
});

/** From the order page: tap stars, correct two of them, write, choose the name, send. */
registry.category("web_tour.tours").add("crosstech_testimonial", {
    steps: () => [
        {
            content: "the order asks how it was; tap the fifth star",
            trigger: ".o_order_testimonial .o_stars_links a:nth-child(5)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "all three are chosen beforehand",
            trigger: ".o_stars_field[data-name='service'] label:has(input[value='5']:checked)",
        },
        stars("service", 3),
        stars("experience", 4),
        {
            content: "write",
            trigger: "#testimonial_text",
            run: "edit Barang bagus, balasan pesan agak lama.",
        },
        {
            content: "under no name",
            trigger: "#testimonial_name",
            run: "select anonymous",
        },
        {
            content: "publishing is allowed",
            trigger: "#testimonial_publish:checked",
        },
        {
            content: "send",
            trigger: ".o_testimonial_form button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "thanked, and told that an answer comes",
            trigger: ".o_testimonial_page .alert-success:contains('Thank you!')",
        },
        {
            content: "what was written stands there",
            trigger: ".o_testimonial_text:contains('balasan pesan agak lama')",
        },
    ],
});
