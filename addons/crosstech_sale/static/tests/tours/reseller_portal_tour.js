import { registry } from "@web/core/registry";

function checkWidth() {
    if (document.documentElement.scrollWidth > window.innerWidth + 1) {
        throw new Error(`${location.pathname} is wider than the screen`);
    }
}

const tours = registry.category("web_tour.tours");

/** From the dashboard over a pasted list with one wrong line to the cart. */
tours.add("crosstech_reseller_quick_order", {
    steps: () => [
        {
            trigger: "#wrap a.btn-primary[href$='/my/quick-order']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "two lines are pasted",
            trigger: "#quick_text",
            run: ({ anchor }) => (anchor.value = "QP-3001 3\nQP-NONE 1"),
        },
        {
            trigger: ".o_crosstech_quick_order button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_quick_line[data-error='unknown']", run: checkWidth },
        {
            content: "the wrong line is mended where it stands",
            trigger: ".o_quick_line[data-error='unknown'] input[name='key']",
            run: "edit QP-3101",
        },
        { trigger: "button[name='check']", run: "click", expectUnloadPage: true },
        {
            trigger: ".o_crosstech_quick_preview:not(:has([data-error])) button[name='add']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "#cart_products .o_cart_product:contains('Tetikus Tur')", run: checkWidth },
    ],
});

/** The team admin invites a colleague with a limit. */
tours.add("crosstech_reseller_invite", {
    steps: () => [
        { trigger: "#invite_name", run: "edit Rekan Tur" },
        { trigger: "#invite_email", run: "edit rekan.tur@example.com" },
        { trigger: "#limit_new", run: "edit 750.000" },
        { trigger: "#invite button[type='submit']", run: "click", expectUnloadPage: true },
        {
            trigger: ".card:contains('rekan.tur@example.com') .badge.text-bg-warning",
            run: checkWidth,
        },
    ],
});

/** A colleague's cart is beyond his limit: he asks. */
tours.add("crosstech_reseller_ask", {
    steps: () => [
        { trigger: "#approval_note", run: "edit Untuk sekolah" },
        {
            trigger: ".o_crosstech_ask_approval button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".alert-success[name='asked']", run: checkWidth },
    ],
});

/** Who may, approves. */
tours.add("crosstech_reseller_approve", {
    steps: () => [
        { trigger: "#wrap :contains('Untuk sekolah')", run: checkWidth },
        { trigger: "button[name='approve']", run: "click", expectUnloadPage: true },
        { trigger: ".alert-success[name='approved']", run: checkWidth },
    ],
});

/** Who asked pays. */
tours.add("crosstech_reseller_pay", {
    steps: () => [
        { trigger: "#payments a.list-group-item", run: "click", expectUnloadPage: true },
        { trigger: "#wrap :contains('1110001111')", run: checkWidth },
    ],
});
