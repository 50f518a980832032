import { registry } from "@web/core/registry";

function checkWidth() {
    if (document.documentElement.scrollWidth > window.innerWidth + 1) {
        throw new Error(`${location.pathname} is wider than the screen`);
    }
}

const tours = registry.category("web_tour.tours");

/** From the dashboard to the offer, its quantity changed, ordered with one click. */
tours.add("crosstech_reseller_offer", {
    steps: () => [
        {
            trigger: "#wrap a[data-card='offers'].border-warning",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "it says why",
            trigger: "form[name='accept']:contains('Tetikus Zyx 1')",
            run: checkWidth,
        },
        { trigger: "form[name='accept'] input[type='number']", run: "edit 24" },
        {
            trigger: "form[name='accept'] button[name='order']",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "it waits for the payment", trigger: "#wrap", run: checkWidth },
    ],
});

/** What runs out and what stands still, and from there to our offer. */
tours.add("crosstech_reseller_outlook", {
    steps: () => [
        { trigger: "#wrap a[data-card='outlook']", run: "click", expectUnloadPage: true },
        { trigger: "section[name='benchmark']", run: checkWidth },
        {
            trigger: "#wrap a.btn-primary[href*='/my/reseller/offers/']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "form[name='accept']", run: checkWidth },
    ],
});
