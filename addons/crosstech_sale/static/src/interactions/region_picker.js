import { fetchRegions } from "@crosstech_sale/interactions/region_address";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

const SHORTEST_SEARCH = 3;
const SEARCH_DELAY = 250;

/**
 * Province, city and district outside an address form: each select is filled by the one before it, and a few typed
 * letters fill all three. Without this file a button asks the server for the lists.
 */
export class RegionPicker extends Interaction {
    static selector = ".o_crosstech_region_picker";
    dynamicContent = {
        'select[name="state_id"]': { "t-on-change": this.onChangeState },
        'select[name="regency_code"]': { "t-on-change": this.onChangeRegency },
        "#o_region_search": { "t-on-input": this.debounced(this.onSearch, SEARCH_DELAY) },
        "#o_region_found": { "t-on-click": this.onChoose },
        ".o_crosstech_region_search": { "t-att-class": () => ({ "d-none": false }) },
    };

    setup() {
        [this.state, this.regency, this.district] = this.el.querySelectorAll("select");
        this.search = this.el.querySelector("#o_region_search");
        this.found = [];
    }

    async onChangeState() {
        const state = this.state.value;
        this.offer(this.regency, state ? await this.waitFor(fetchRegions({ state })) : []);
        this.offer(this.district, []);
    }

    async onChangeRegency() {
        const parent = this.regency.value;
        this.offer(this.district, parent ? await this.waitFor(fetchRegions({ parent })) : []);
    }

    async onSearch() {
        const q = this.search.value.trim();
        this.found = q.length < SHORTEST_SEARCH ? [] : await this.waitFor(fetchRegions({ q }));
        const buttons = this.found.map((region, index) => {
            const button = document.createElement("button");
            button.type = "button";
            button.className = "list-group-item list-group-item-action";
            button.dataset.index = index;
            button.textContent = region.name;
            return button;
        });
        this.el.querySelector("#o_region_found").replaceChildren(...buttons);
    }

    async onChoose(ev) {
        const region = this.found[ev.target.closest("button")?.dataset.index];
        if (!region) {
            return;
        }
        this.state.value = region.state;
        await this.waitFor(this.onChangeState());
        this.regency.value = region.regency;
        await this.waitFor(this.onChangeRegency());
        this.district.value = region.code;
        this.el.querySelector("#o_region_found").replaceChildren();
        this.search.value = "";
        this.district.focus();
    }

    /** Replace the choices of a select, keeping its first, empty one. */
    offer(select, regions) {
        select.replaceChildren(
            select.options[0],
            ...regions.map((region) => new Option(region.name, region.code)),
        );
        select.value = "";
    }
}

registry.category("public.interactions").add("crosstech_sale.region_picker", RegionPicker);
