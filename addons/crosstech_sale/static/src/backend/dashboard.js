import { Component, onMounted, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "crosstech.dashboard";
const PERIOD_KEY = "crosstech_dashboard_period";

export class CrosstechDashboard extends Component {
    static template = "crosstech_sale.Dashboard";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ data: null, isLoading: true, isBroken: false });
        this.period = browser.sessionStorage.getItem(PERIOD_KEY) || "30";
        onMounted(() => this.load());
    }

    async load() {
        this.state.isLoading = true;
        this.state.isBroken = false;
        try {
            this.state.data = await this.orm.call(MODEL, "get_dashboard", [this.period]);
        } catch (error) {
            this.state.isBroken = true;
            throw error;
        } finally {
            this.state.isLoading = false;
        }
    }

    choosePeriod(period) {
        this.period = period;
        browser.sessionStorage.setItem(PERIOD_KEY, period);
        return this.load();
    }

    async open(key, group) {
        const args = group === undefined ? [key, this.period] : [key, this.period, group];
        this.action.doAction(await this.orm.call(MODEL, "open_tile", args));
    }

    async openReport(key) {
        this.action.doAction(await this.orm.call(MODEL, "open_report", [key]));
    }

    openGuide() {
        this.action.doAction("crosstech_sale.guide_action");
    }

    mend(check) {
        this.action.doAction(check.action);
    }

    dismissHint() {
        this.state.data.hint = false;
        return this.orm.call(MODEL, "dismiss_hint", []);
    }

    onTileKey(ev, key, group) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            this.open(key, group);
        }
    }

    get due() {
        return this.state.data.todos.filter((todo) => todo.number);
    }

    get calm() {
        return this.state.data.todos.filter((todo) => !todo.number);
    }

    get hasFigures() {
        const { figures, charts } = this.state.data;
        return figures.some((figure) => figure.number) || charts.some((chart) => !chart.empty);
    }
}

registry.category("actions").add("crosstech_sale.dashboard", CrosstechDashboard);
