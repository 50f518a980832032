import { Component, onWillStart } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { listView } from "@web/views/list/list_view";

const SHOWN = 5;

/** Says above a view which resellers' values are older than agreed; nothing while all are fresh. */
export class FreshnessBanner extends Component {
    static template = "crosstech_reseller_sync.FreshnessBanner";
    static props = {};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        onWillStart(async () => {
            const domain = [
                ["agreement_state", "=", "active"],
                ["freshness", "in", ["late", "never"]],
            ];
            const sources = await this.orm.searchRead("crosstech.reseller.source", domain, [
                "partner_id",
            ]);
            const names = [...new Set(sources.map((source) => source.partner_id[1]))];
            this.names = names.slice(0, SHOWN).join(", ") + (names.length > SHOWN ? " …" : "");
        });
    }

    openSources() {
        return this.action.doAction("crosstech_reseller_sync.reseller_source_action");
    }
}

class FreshListController extends listView.Controller {
    static template = "crosstech_reseller_sync.list_view";
    static components = { ...listView.Controller.components, FreshnessBanner };
}

registry
    .category("views")
    .add("crosstech_reseller_list", { ...listView, Controller: FreshListController });
