import { FreshnessBanner } from "@crosstech_reseller_sync/backend/freshness_banner";

import { registry } from "@web/core/registry";
import { graphView } from "@web/views/graph/graph_view";
import { pivotView } from "@web/views/pivot/pivot_view";

class FreshGraphController extends graphView.Controller {
    static template = "crosstech_reseller_sync.graph_view";
    static components = { ...graphView.Controller.components, FreshnessBanner };
}

class FreshPivotController extends pivotView.Controller {
    static template = "crosstech_reseller_sync.pivot_view";
    static components = { ...pivotView.Controller.components, FreshnessBanner };
}

registry
    .category("views")
    .add("crosstech_reseller_graph", { ...graphView, Controller: FreshGraphController });
registry
    .category("views")
    .add("crosstech_reseller_pivot", { ...pivotView, Controller: FreshPivotController });
