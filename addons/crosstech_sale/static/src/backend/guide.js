import { Component, markup, onWillStart } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

export class CrosstechGuide extends Component {
    static template = "crosstech_sale.Guide";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        onWillStart(async () => {
            const guide = await this.orm.call("crosstech.guide", "get_guide", []);
            this.title = guide.title;
            this.content = markup(guide.html);
        });
    }

    print() {
        window.print();
    }
}

registry.category("actions").add("crosstech_sale.guide", CrosstechGuide);
