import { registry } from "@web/core/registry";

const CSV = "kode;nama;harga;stok;stok_toko\nB1;Keyboard;350000;12;2\nB2;Mouse;95000;40;5\n";

function checkWidth() {
    if (document.documentElement.scrollWidth > window.innerWidth + 1) {
        throw new Error(`${location.pathname} is wider than the screen`);
    }
}

registry.category("web_tour.tours").add("crosstech_source_new", {
    steps: () => [
        {
            content: "name the reseller",
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Toko Uji Coba",
        },
        {
            content: "pick him",
            trigger: ".o-autocomplete--dropdown-item:contains('Toko Uji Coba')",
            run: "click",
        },
        {
            content: "say what it is",
            trigger: ".o_field_widget[name=name] input",
            run: "edit Kasir depan",
        },
        {
            content: "his data come as a file",
            trigger: ".o_field_widget[name=engine] input, .o_field_widget[name=engine] select",
            run() {
                checkWidth();
                this.anchor.click();
            },
        },
        {
            content: "a backup or file",
            trigger: ".o_select_menu_item:contains('Backup or File')",
            run: "click",
        },
        {
            content: "give the file",
            trigger: ".o_field_widget[name=new_file] input[type=file]:not(:visible)",
            run() {
                const transfer = new DataTransfer();
                transfer.items.add(new File([CSV], "barang.csv", { type: "text/csv" }));
                this.anchor.files = transfer.files;
                this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "the file is there",
            trigger: ".o_field_widget[name=new_file] .o_clear_file_button",
        },
        {
            content: "save",
            trigger: ".o_form_button_save:visible",
            run: "click",
        },
        {
            content: "the file was received, and permission is the next step",
            trigger: "button[name=action_ask_look]:visible",
            run: "click",
        },
        {
            content: "now the reseller is asked",
            trigger: "[name=step_wait_look]:visible",
        },
    ],
});

registry.category("web_tour.tours").add("crosstech_source_map", {
    steps: () => [
        {
            content: "find everything",
            trigger: "button[name=action_propose]:visible",
            run: "click",
        },
        {
            content: "the products are shown with their first rows",
            trigger: ".o_kanban_record:contains('Keyboard')",
            run: checkWidth,
        },
        {
            content: "two columns of stock: correct it",
            trigger: ".o_kanban_record:contains('units in stock') button[name=action_correct]",
            run: "click",
        },
        {
            content: "the first pick gives 52",
            trigger: ".modal .o_field_widget[name=totals_html]:contains('52')",
            run: checkWidth,
        },
        {
            content: "take the other column",
            trigger: ".modal .o_data_row:contains('Quantity') .o_field_widget[name=pick] select",
            run() {
                this.anchor.value = "base.stok_toko";
                this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "its total is seen before anything is saved",
            trigger: ".modal .o_field_widget[name=totals_html]:contains('7')",
        },
        {
            content: "use it",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "a person confirmed it",
            trigger: "body:not(:has(.modal)) .o_kanban_record:contains('You Confirmed It')",
        },
        {
            content: "the products are right",
            trigger: ".o_kanban_record:contains('Products') button[name=action_confirm]",
            run: "click",
        },
        {
            content: "they are confirmed",
            trigger: ".o_kanban_record:contains('Products'):not(:has(button[name=action_confirm]))",
        },
        {
            content: "no sales are in this file, and that is right",
            trigger:
                ".o_kanban_record:contains('No table holds sales') button[name=action_confirm]",
            run: "click",
        },
        {
            content: "use the mapping",
            trigger: "button[name=action_use]:visible",
            run: "click",
        },
        {
            content: "the agreement is the next step",
            trigger: "[name=step_offer]:visible",
        },
    ],
});
