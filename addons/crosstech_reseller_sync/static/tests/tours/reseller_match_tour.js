import { registry } from "@web/core/registry";

/** The queue of one reseller: a candidate is taken, then one is said to be not ours. */
registry.category("web_tour.tours").add("crosstech_reseller_match", {
    steps: () => [
        {
            content: "two products wait",
            trigger: ".o_list_view .o_data_row:contains('zyxelon 990pro') td[name='their_name']",
            run: "click",
        },
        {
            content: "theirs stands left, candidates right",
            trigger:
                ".o_form_view [name='candidate_ids'] .o_data_row:contains('2TB') button[name='action_choose']",
            run: "click",
        },
        {
            content: "the next one comes by itself",
            trigger: ".o_form_view [name='their_name']:contains('Zyxelon 990 PRO SSD')",
        },
        { trigger: ".o_form_view button[name='action_refuse']", run: "click" },
        { trigger: ".o_form_view, .o_list_view", run() {} },
    ],
});
