import { CustomerAddress } from "@portal/interactions/address";
import { patch } from "@web/core/utils/patch";
import { patchDynamicContent } from "@web/public/utils";

const SHORTEST_SEARCH = 3;
const SEARCH_DELAY = 250;

export async function fetchRegions(parameters) {
    const response = await fetch(`/crosstech/regions?${new URLSearchParams(parameters)}`);
    return response.ok ? (await response.json()).regions : [];
}

/**
 * Province, city and district of an address form: each select is filled by the one before it, and a few typed
 * letters fill all three. The page works without this file; then a button asks the server for the lists.
 */
patch(CustomerAddress.prototype, {
    setup() {
        super.setup();
        this.regencySelect = this.addressForm.regency_code;
        this.districtSelect = this.addressForm.region_id;
        if (!this.regencySelect) {
            return;
        }
        this.districtCountries = this._getInputDiv("regency_code").dataset.countries.split(",");
        this.foundRegions = [];
        patchDynamicContent(this.dynamicContent, {
            'select[name="regency_code"]': { "t-on-change": this.onChangeRegency.bind(this) },
            "#o_region_search": { "t-on-input": this.debounced(this.onSearchRegion, SEARCH_DELAY) },
            "#o_region_found": { "t-on-click": this.onChooseRegion.bind(this) },
        });
    },

    async onChangeState() {
        await this.waitFor(super.onChangeState());
        if (this.regencySelect) {
            const state = this.addressForm.state_id.value;
            this._offer(
                this.regencySelect,
                state ? await this.waitFor(fetchRegions({ state })) : [],
            );
            this._offer(this.districtSelect, []);
        }
    },

    async onChangeRegency() {
        const parent = this.regencySelect.value;
        this._offer(
            this.districtSelect,
            parent ? await this.waitFor(fetchRegions({ parent })) : [],
        );
    },

    async onSearchRegion() {
        const q = this.el.querySelector("#o_region_search").value.trim();
        this.foundRegions =
            q.length < SHORTEST_SEARCH ? [] : await this.waitFor(fetchRegions({ q }));
        const buttons = this.foundRegions.map((region, index) => {
            const button = document.createElement("button");
            button.type = "button";
            button.className = "list-group-item list-group-item-action";
            button.dataset.index = index;
            button.textContent = region.name;
            return button;
        });
        this.el.querySelector("#o_region_found").replaceChildren(...buttons);
    },

    async onChooseRegion(ev) {
        const region = this.foundRegions[ev.target.closest("button")?.dataset.index];
        if (!region) {
            return;
        }
        this.addressForm.state_id.value = region.state;
        await this.waitFor(this.onChangeState());
        this.regencySelect.value = region.regency;
        await this.waitFor(this.onChangeRegency());
        this.districtSelect.value = region.code;
        this.el.querySelector("#o_region_found").replaceChildren();
        this.el.querySelector("#o_region_search").value = "";
        this.districtSelect.focus();
    },

    async _onChangeCountry(init = false) {
        await this.waitFor(super._onChangeCountry(...arguments));
        if (!this.regencySelect) {
            return;
        }
        const hasDistricts = this.districtCountries.includes(this.addressForm.country_id.value);
        this.el.querySelector("#div_region_search").classList.toggle("d-none", !hasDistricts);
        this.el.querySelector("#div_no_districts").style.display = hasDistricts ? "none" : "";
        this._markRequired("regency_code", hasDistricts);
        if (hasDistricts) {
            this._hideInput("city");
            this._showInput("regency_code");
            this._showInput("region_id");
            if (!init) {
                await this.waitFor(this.onChangeState());
            }
        } else {
            this._showInput("city");
            this._hideInput("regency_code");
            this._hideInput("region_id");
            this._offer(this.regencySelect, []);
            this._offer(this.districtSelect, []);
        }
    },

    /** Replace the choices of a select, keeping its first, empty one. */
    _offer(select, regions) {
        select.replaceChildren(
            select.options[0],
            ...regions.map((region) => new Option(region.name, region.code)),
        );
        select.value = "";
    },
});
