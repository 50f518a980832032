import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/** Lets the customer list courier services by price or by days under way. */
export class CourierSort extends Interaction {
    static selector = ".o_courier_sort";
    dynamicContent = {
        _root: { "t-att-class": () => ({ "d-none": false }) },
        "[data-courier-sort]": {
            "t-on-click.withTarget": this.sort,
            "t-att-class": (el) => ({ active: el.dataset.courierSort === this.key }),
            "t-att-aria-pressed": (el) => String(el.dataset.courierSort === this.key),
        },
    };

    setup() {
        this.key = "price";
    }

    /** Other ways of delivery stay below the courier services, in their own order. */
    sort(ev, target) {
        this.key = target.dataset.courierSort;
        const field = this.key === "price" ? "courierPrice" : "courierDays";
        const other = this.key === "price" ? "courierDays" : "courierPrice";
        const list = this.el.parentElement.querySelector("#o_delivery_methods");
        const number = (item, name) => Number(item.dataset[name] ?? Infinity);
        const compare = (a, b) => (a === b ? 0 : a - b);
        [...list.children]
            .sort(
                (a, b) =>
                    compare(number(a, field), number(b, field)) ||
                    compare(number(a, other), number(b, other)),
            )
            .forEach((item) => list.append(item));
    }
}

registry.category("public.interactions").add("crosstech_sale.courier_sort", CourierSort);
