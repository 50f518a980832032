import { registry } from "@web/core/registry";

// The smallest PNG there is, as somebody would choose it from his photos.
const PICTURE =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

function choosePicture(input) {
    const bytes = Uint8Array.from(atob(PICTURE), (sign) => sign.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], "nib.png", { type: "image/png" }));
    input.files = files.files;
}

registry.category("web_tour.tours").add("crosstech_reseller_apply", {
    steps: () => [
        {
            trigger: ".o_shop_band a[href$='/resellers/apply']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "input[name='company_name']", run: "edit Toko Tur" },
        { trigger: "select[name='legal_form']", run: "select ud" },
        { trigger: "input[name='npwp']", run: "edit 01.609.052.4-017.000" },
        { trigger: "select[name='monthly_volume']", run: "select below_10" },
        { trigger: "input[name='contact_name']", run: "edit Budi Tur" },
        { trigger: "input[name='email']", run: "edit tur@example.com" },
        { trigger: "input[name='phone']", run: "edit 0812 0000 0888" },
        { trigger: "#o_region_search", run: "edit pontianak selatan" },
        { trigger: "#o_region_found button:contains('Pontianak Selatan')", run: "click" },
        { trigger: "select[name='region_id']:has(option[value='T2.71.01']:checked)" },
        { trigger: "input[name='street']", run: "edit Jalan Tur 1" },
        { trigger: "input[name='zip']", run: "edit 78121" },
        { trigger: "input[name='bank_name']", run: "edit Bank Uji" },
        { trigger: "input[name='account_number']", run: "edit 1234567890" },
        { trigger: "input[name='account_holder']", run: "edit Budi Tur" },
        {
            trigger: "input[name='document_nib']",
            run: ({ anchor }) => choosePicture(anchor),
        },
        { trigger: "input[name='agrees']", run: "check" },
        {
            trigger: ".o_crosstech_reseller_form button.btn-primary",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "h1 .fa-check-circle" },
    ],
});
