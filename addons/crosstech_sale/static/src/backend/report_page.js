import { Component, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const MODEL = "crosstech.weekly.report.section";

/** A page made by the server; its numbers (links like `#open-12-f0`) open the lists they were counted from. */
export class ReportPage extends Component {
    static template = xml`<div class="w-100" t-on-click="onClick"><t t-out="html"/></div>`;
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get html() {
        return this.props.record.data[this.props.name] || "";
    }

    async onClick(event) {
        const link = event.target.closest("a[href^='#open-']");
        if (!link) {
            return;
        }
        event.preventDefault();
        const [, section, figure] = link.getAttribute("href").split("-");
        const action = await this.orm.call(MODEL, "action_open_figure", [
            [Number(section)],
            figure,
        ]);
        this.action.doAction(action);
    }
}

registry.category("fields").add("crosstech_report_page", {
    component: ReportPage,
    supportedTypes: ["html"],
});
