import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Picks a text from what another field of the record lists, as pairs of value and label. */
export class PickField extends Component {
    static template = "crosstech_reseller_sync.PickField";
    static props = {
        ...standardFieldProps,
        choices: String,
        isRadio: { type: Boolean, optional: true },
    };

    get choices() {
        return this.props.record.data[this.props.choices] || [];
    }

    get value() {
        return this.props.record.data[this.props.name] || "";
    }

    get label() {
        const found = this.choices.find(([value]) => value === this.value);
        return found ? found[1] : this.value;
    }

    onPick(event) {
        return this.props.record.update({ [this.props.name]: event.target.value });
    }
}

registry.category("fields").add("crosstech_pick", {
    component: PickField,
    displayName: _t("Pick from a List"),
    supportedTypes: ["char"],
    extractProps: ({ options }) => ({ choices: options.choices, isRadio: Boolean(options.radio) }),
});
