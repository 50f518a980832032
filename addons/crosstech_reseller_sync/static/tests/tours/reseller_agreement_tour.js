import { registry } from "@web/core/registry";

function checkWidth() {
    if (document.documentElement.scrollWidth > window.innerWidth + 1) {
        throw new Error(`${location.pathname} is wider than the screen`);
    }
}

const tours = registry.category("web_tour.tours");

/** A reseller permits looking from his dashboard. */
tours.add("crosstech_reseller_permit", {
    steps: () => [
        { trigger: "a[data-card='data']", run: "click", expectUnloadPage: true },
        {
            trigger: ".list-group-item:contains('kasir')",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "#look", run: checkWidth },
        { trigger: "#look button[value='permit_look']", run: "click", expectUnloadPage: true },
        { trigger: ".alert-success[role='status']", run: checkWidth },
    ],
});

/** He reads the agreement, signs it, pauses, resumes and revokes it. */
tours.add("crosstech_reseller_sign_pause_revoke", {
    steps: () => [
        { trigger: "#offer code:contains('harga')", run: checkWidth },
        { trigger: "#signed_name", run: "edit Budi Data" },
        { trigger: "#offer input[name='agrees']", run: "check" },
        { trigger: "#offer button[value='sign']", run: "click", expectUnloadPage: true },
        { trigger: "#readings .list-group-item", run: checkWidth },
        { trigger: "button[value='pause']", run: "click", expectUnloadPage: true },
        { trigger: "button[value='resume']", run: "click", expectUnloadPage: true },
        { trigger: "button[value='pause']" },
        { trigger: "#revoke summary", run: "click" },
        { trigger: "#revoke input[name='agrees']", run: "check" },
        { trigger: "#revoke button[value='revoke']", run: "click", expectUnloadPage: true },
        { trigger: "form[action$='/again'] button", run: checkWidth },
    ],
});
