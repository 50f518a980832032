import { registry } from "@web/core/registry";

function checkWidth() {
    if (document.documentElement.scrollWidth > window.innerWidth + 1) {
        throw new Error(`${location.pathname} is wider than the screen`);
    }
}

function sign() {
    const pad = [...document.querySelectorAll(".o_job_signature_pad")].find(
        (one) => one.offsetParent,
    );
    const frame = pad.getBoundingClientRect();
    const at = (type, x) =>
        pad.dispatchEvent(
            new PointerEvent(type, {
                bubbles: true,
                clientX: frame.left + x,
                clientY: frame.top + 50,
            }),
        );
    at("pointerdown", 20);
    at("pointermove", 120);
    at("pointerup", 120);
}

async function addPhoto() {
    const canvas = document.createElement("canvas");
    canvas.width = 3000;
    canvas.height = 2000;
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    const files = new DataTransfer();
    files.items.add(new File([blob], "damage.png", { type: "image/png" }));
    const input = document.querySelector("#job_photo");
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

const tours = registry.category("web_tour.tours");

/** A technician takes a job and works it off. */
tours.add("crosstech_job", {
    steps: () => [
        {
            content: "the offer stands first, with the time left",
            trigger: ".list-group-item-warning .o_job_countdown:contains('min')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the page fits",
            trigger: ".o_job_form button:contains('Accept')",
            run: checkWidth,
        },
        {
            content: "accept",
            trigger: ".o_job_form button:contains('Accept')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "customer and telephone are there now",
            trigger: ".o_crosstech_job[data-state='assigned'] a[href^='tel:']",
            run: checkWidth,
        },
        {
            content: "a photo",
            trigger: "#job_photo:not(:visible), #job_photo",
            run: addPhoto,
            expectUnloadPage: true,
        },
        { content: "it is kept", trigger: ".o_job_photos img" },
        {
            content: "start",
            trigger: ".o_job_form:has(input[value='start']) button",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "what was done", trigger: "#job_resolution:visible", run: "selectByIndex 1" },
        { content: "in words", trigger: "#job_work_done", run: "edit Cleaned the contacts" },
        { content: "a part", trigger: "#job_parts", run: "edit 2 x fan" },
        { content: "the customer signs", trigger: ".o_job_signature_pad:visible", run: sign },
        { content: "it fits", trigger: ".o_job_solve button:contains('Solved')", run: checkWidth },
        {
            content: "solved",
            trigger: ".o_job_solve button:contains('Solved')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "he finishes it",
            trigger: ".o_job_form:has(input[value='close']) button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "nothing is left to do",
            trigger: ".o_job_next:contains('Nothing is to be done')",
            run: checkWidth,
        },
    ],
});

let realFetch = null;

/** No network for actions and photos, until it comes back. */
function cutNetwork() {
    realFetch = window.fetch;
    window.fetch = (url, ...rest) =>
        String(url).startsWith("/my/jobs/")
            ? Promise.reject(new TypeError("no network"))
            : realFetch(url, ...rest);
}

function bringNetworkBack() {
    window.fetch = realFetch;
    window.dispatchEvent(new Event("online"));
}

/** The network is away while he works: everything waits in order, is sent later, and is done once. */
tours.add("crosstech_job_offline", {
    steps: () => [
        {
            content: "no network",
            trigger: ".o_crosstech_job[data-state='assigned']",
            run: cutNetwork,
        },
        {
            content: "on the way",
            trigger: ".o_job_form:has(input[value='on_way']) button",
            run: "click",
        },
        { content: "it waits", trigger: ".o_job_queue_one:visible", run: checkWidth },
        { content: "start", trigger: ".o_job_form:has(input[value='start']) button", run: "click" },
        {
            content: "the next step can be taken at once",
            trigger: "#job_resolution:visible",
            run: addPhoto,
        },
        {
            content: "three wait",
            trigger: ".o_job_queue_count:visible:contains('3')",
            run: checkWidth,
        },
        {
            content: "the network is back",
            trigger: ".o_job_queue",
            run: bringNetworkBack,
            expectUnloadPage: true,
        },
        {
            content: "the server has it all",
            trigger:
                ".o_crosstech_job[data-state='visiting']:has(.o_job_photos img):has(.o_job_queue.d-none)",
        },
    ],
});
