import { registry } from "@web/core/registry";

function checkWidth() {
    const page = document.querySelector(".o_ct_page");
    const edge = page.getBoundingClientRect().right;
    for (const part of page.querySelectorAll("*")) {
        if (part.getBoundingClientRect().right > edge + 1) {
            throw new Error(
                `wider than the screen: ${part.className} ${part.textContent.slice(0, 60)}`,
            );
        }
    }
    for (const text of page.querySelectorAll(".o_ct_number, .o_ct_title, .o_ct_bar_label")) {
        if (
            text.scrollWidth > text.clientWidth + 1 &&
            getComputedStyle(text).display !== "inline"
        ) {
            throw new Error(`cut off: ${text.textContent}`);
        }
    }
}

/** Open the list behind a tile, come back, change the period, read the guide, put the hint away. */
function steps(tile) {
    return [
        {
            content: "the dashboard is the first screen of the app",
            trigger: `.o_ct_dashboard .o_ct_due[data-tile='${tile}'] .o_ct_number:contains('1')`,
            run: checkWidth,
        },
        {
            content: "a number opens its list",
            trigger: `.o_ct_due[data-tile='${tile}']`,
            run: "click",
        },
        {
            content: "one record is listed",
            trigger: ".o_list_view .o_data_row:only-of-type, .o_list_view .o_data_row",
            run() {
                if (document.querySelectorAll(".o_list_view .o_data_row").length !== 1) {
                    throw new Error("the list does not have the length of the number");
                }
                window.history.back();
            },
        },
        {
            content: "choose another period",
            trigger: ".o_ct_dashboard [data-period='90']",
            run: "click",
        },
        {
            content: "the figures are of that period",
            trigger: ".o_ct_dashboard [data-period='90'][aria-pressed='true']",
        },
        {
            content: "a tile is reached and opened with the keyboard",
            trigger: ".o_ct_figures [data-tile='orders']",
            run() {
                this.anchor.focus();
                if (document.activeElement !== this.anchor) {
                    throw new Error("the tile cannot be reached with the keyboard");
                }
            },
        },
        {
            content: "read the guide",
            trigger: ".o_ct_hint .btn-primary",
            run: "click",
        },
        {
            content: "the guide shows the day",
            trigger: ".o_ct_guide #day li:eq(1) a",
            run: checkWidth,
        },
        {
            content: "its links open the screens",
            trigger: ".o_ct_guide #day a[href$='dashboard_action']",
            run: "click",
        },
        {
            content: "put the hint away",
            trigger: ".o_ct_dashboard .o_ct_hint .btn-link",
            run: "click",
        },
        {
            content: "it is gone",
            trigger: ".o_ct_page:not(:has(.o_ct_hint))",
        },
    ];
}

registry.category("web_tour.tours").add("crosstech_dashboard_operational", {
    steps: () => steps("to_release"),
});
registry.category("web_tour.tours").add("crosstech_dashboard_marketing", {
    steps: () => steps("meetings_to_arrange"),
});
