/**
 * What a technician did while the network was away: kept in the browser, in order, and sent until the server has it.
 * Each entry has a key of its own; the server does an action with a known key only once.
 */

const DATABASE = "crosstech_jobs";
const STORE = "queue";
const TIMEOUT = 45000;

/** What became of an entry: sent, refused by the server (never sent again), or still waiting. */
export const SENT = "sent";
export const REFUSED = "refused";
export const WAITING = "waiting";
export const LOGIN = "login";

function promised(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

async function store(mode) {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () =>
        opening.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
    const database = await promised(opening);
    return database.transaction(STORE, mode).objectStore(STORE);
}

/** Keep an entry: {user, url, fields: [[name, text or Blob], …]}. */
export async function keep(entry) {
    return promised((await store("readwrite")).add(entry));
}

/** Entries of a user, oldest first; those of another login in this browser are left alone. */
export async function entries(user) {
    const all = await promised((await store("readonly")).getAll());
    return all.filter((entry) => entry.user === user);
}

export async function forget(id) {
    return promised((await store("readwrite")).delete(id));
}

/** Send one entry and say what became of it. */
export async function send(entry) {
    const body = new FormData();
    for (const [name, value] of entry.fields) {
        if (value instanceof Blob) {
            body.append(name, value, `${name}.${value.type.split("/")[1] || "bin"}`);
        } else {
            body.append(name, value);
        }
    }
    body.set("csrf_token", odoo.csrf_token);
    let answer;
    try {
        answer = await fetch(entry.url, {
            method: "POST",
            body,
            headers: { "X-Crosstech-Job": "1" },
            signal: AbortSignal.timeout(TIMEOUT),
        });
    } catch {
        return { result: WAITING };
    }
    if (answer.redirected && answer.url.includes("/web/login")) {
        return { result: LOGIN };
    }
    if (answer.ok) {
        return { result: SENT };
    }
    if (answer.status === 422 || answer.status === 404 || answer.status === 413) {
        const told = await answer.json().catch(() => ({}));
        return { result: REFUSED, error: told.error };
    }
    return { result: answer.status === 400 ? LOGIN : WAITING };
}
