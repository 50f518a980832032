import { Component, onWillStart } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { graphView } from "@web/views/graph/graph_view";
import { listView } from "@web/views/list/list_view";
import { pivotView } from "@web/views/pivot/pivot_view";

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
            const sources = await this.orm.searchRead("crosstech.reseller.source", domain, ["partner_id"]);
            const names = [...new Set(sources.map((source) => source.partner_id[1]))];
            this.names = names.slice(0, SHOWN).join(", ") + (names.length > SHOWN ? " …" : "");
        });
    }

    openSources() {
        return this.action.doAction("crosstech_reseller_sync.reseller_source_action");
    }
}

for (const [name, view] of Object.entries({ graph: graphView, list: listView, pivot: pivotView })) {
    class Controller extends view.Controller {
        static template = `crosstech_reseller_sync.${name}_view`;
        static components = { ...view.Controller.components, FreshnessBanner };
    }
    registry.category("views").add(`crosstech_reseller_${name}`, { ...view, Controller });
}
