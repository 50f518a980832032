import { registry } from "@web/core/registry";

const regency = 'select[name="regency_code"]';
const district = 'select[name="region_id"]';

/** A visitor with a cart enters an address: by the three selects, wrongly once, then by typing a few letters. */
registry.category("web_tour.tours").add("region_address_tour", {
    steps: () => [
        { content: "the name", trigger: "input[name='name']", run: "edit Pembeli Tur" },
        { content: "the mail", trigger: "input[name='email']", run: "edit tur@example.com" },
        { content: "the phone", trigger: "input[name='phone']", run: "edit +62812000111" },
        { content: "the street", trigger: "input[name='street']", run: "edit Jalan Tur 1" },
        { content: "the code", trigger: "input[name='zip']", run: "edit 78121" },
        {
            content: "elsewhere the city is text",
            trigger: "select[name='country_id']",
            run: "selectByLabel Singapore",
        },
        { content: "the city can be written", trigger: "input[name='city']:visible" },
        { content: "and a note tells why", trigger: "#div_no_districts:visible" },
        {
            content: "back home",
            trigger: "select[name='country_id']",
            run: "selectByLabel Indonesia",
        },
        { content: "the city is chosen again", trigger: `${regency}:visible` },
        { content: "no written city", trigger: "form:not(:has(input[name='city']:visible))" },
        {
            content: "the province",
            trigger: "select[name='state_id']",
            run: "selectByLabel Sulawesi Selatan",
        },
        {
            content: "its cities came",
            trigger: `${regency} option[value='T3.71']:not(:visible)`,
            run: () => {},
        },
        { content: "the city", trigger: regency, run: "select T3.71" },
        {
            content: "its districts came",
            trigger: `${district} option[value='T3.71.01']:not(:visible)`,
            run: () => {},
        },
        {
            content: "saving without a district",
            trigger: "[name='website_sale_main_button']:visible",
            run: "click",
        },
        {
            content: "what was typed is still there",
            trigger: "input[name='street']:value('Jalan Tur 1')",
        },
        { content: "type-ahead", trigger: "#o_region_search", run: "edit pontianak selatan uji" },
        {
            content: "one is offered",
            trigger: "#o_region_found button:contains('Pontianak Selatan')",
            run: "click",
        },
        {
            content: "all three are chosen",
            trigger: `${district}:value('T2.71.01')`,
        },
        { content: "and the city", trigger: `${regency}:value('T2.71')` },
        {
            content: "save",
            trigger: "[name='website_sale_main_button']:visible",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "checkout goes on with the district in the address",
            trigger: "body:contains('Pontianak Selatan')",
        },
    ],
});
