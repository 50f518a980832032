import { patch } from "@web/core/utils/patch";
import { Checkout } from "@website_sale/interactions/checkout";

/** The page comes with the prices of our courier services: no request for each of them, nothing flickers on a slow line. */
patch(Checkout.prototype, {
    async _getDeliveryRate(radio) {
        const item = this._getDeliveryMethodContainer(radio);
        if (item.dataset.courierPrice === undefined) {
            return super._getDeliveryRate(...arguments);
        }
        return {
            success: true,
            is_free_delivery: !Number(item.dataset.courierPrice),
            amount_delivery: item.dataset.courierPriceText,
        };
    },
});
