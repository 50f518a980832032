import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crosstech_service_report", {
    url: "/service",
    steps: () => [
        {
            content: "Report a failure",
            trigger: "#wrap a[href='/service/report']:contains(Report)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Pick the unit",
            trigger: ".o_crosstech_report_form label:contains(PF3X9K0L)",
            run: "click",
        },
        {
            content: "Say what is wrong",
            trigger: "#symptom",
            run: "selectByLabel Does not switch on",
        },
        {
            content: "Say what happened",
            trigger: "#description",
            run: "edit It died on Sunday night",
        },
        {
            content: "The district is known; send",
            trigger:
                ".o_crosstech_report_form:has(#o_region_id option:checked:contains(Pontianak Selatan)) button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The verdict is there at once",
            trigger: "[name=verdict]:contains(Our warranty covers it):contains(2090)",
        },
        {
            content: "Follow the case",
            trigger: ".o_crosstech_report_taken a:contains(Follow my request)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The page of the case",
            trigger: "#wrap:contains(Notebook Uji)",
        },
    ],
});
