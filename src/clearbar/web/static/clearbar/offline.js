/* Offline: what a page keeps on this device, so that it can be used without a network, and what was done there until
   the server has it. Nothing here knows what is kept or done; pages do. Where a browser cannot do this (an old one, or
   an address without https), `able` is false, and a page goes on as if there were no scripts.

   clearbarOffline.able                      whether this browser can
   await clearbarOffline.user()              the id of who is logged in; on a page of the shell who last was; "" for nobody
   await clearbarOffline.keep(page, shell, files)
                                             from now on the address `page` shows `shell` without a network. Both, and
                                             `files` (styles and scripts), must hold nothing about anybody.
   await clearbarOffline.remember(name, data), .recall(name)
                                             plain data of this user
   await clearbarOffline.put(kind, body, {name, data})
                                             something was done: kept until it was sent, in one step with what is to be
                                             remembered after it. `kind` is known to the server (ledger/sync.py). Its id.
   await clearbarOffline.waiting()           how many of this user's are not sent yet
   await clearbarOffline.send()              sends them; also by itself, when the network is back
   addEventListener("clearbar:outbox", …)    after each change; detail: {waiting, state, refused: [{id, why}]}; state is
                                             "idle", "sending", "no network" or "logged out"

   What belongs to a user is never shown to another, nor sent in their name: before anything is sent the server is asked
   who is logged in, and it asks the same of what it is sent. When somebody else logs in, what the one before could read
   here is deleted; what they did and the server does not have yet stays closed until they come back, for 30 days, and
   never on a shared tablet. Whoever logs out while something is unsent is told first; then all is deleted. */
"use strict";

window.clearbarOffline = (() => {
  const told = document.currentScript.dataset;
  const able = "indexedDB" in window && "serviceWorker" in navigator && "caches" in window && window.isSecureContext && "randomUUID" in crypto;
  const AT_ONCE = 50, PATIENCE = 15_000, AGAIN = 30_000, CLOSED_FOR = 30 * 24 * 3600_000;
  const isShell = "shell" in told, isShared = "shared" in told;

  // ── what is kept ──
  let opening = null;
  const database = () => {
    opening ??= new Promise((done, fail) => {
      const asked = indexedDB.open("clearbar", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("device", { keyPath: "name" });
        asked.result.createObjectStore("kept", { keyPath: ["user", "name"] });
        asked.result.createObjectStore("outbox", { keyPath: "id" });
      };
      asked.onsuccess = () => {
        asked.result.onversionchange = () => { asked.result.close(); opening = null; };
        asked.result.onclose = () => { opening = null; };
        done(asked.result);
      };
      asked.onerror = () => { opening = null; fail(asked.error); };
    });
    return opening;
  };
  // All of `work` is done, and on the disk, or nothing is.
  const within = async (mode, work) => {
    const held = (await database()).transaction(["device", "kept", "outbox"], mode, { durability: "strict" });
    return new Promise((done, fail) => {
      const store = (name) => held.objectStore(name);
      const asked = work(store);
      held.oncomplete = () => done(asked?.result);
      held.onabort = held.onerror = () => fail(held.error);
    });
  };
  const own = (rows, user) => rows.filter((row) => row.user === user).sort((one, other) => one.number - other.number);

  // ── whose it is ──
  const clear = async () => {
    if (!able) return;
    await within("readwrite", (store) => { ["device", "kept", "outbox"].forEach((name) => store(name).clear()); });
    for (const name of await caches.keys()) await caches.delete(name);
  };
  const arrive = async (user) => {
    const before = (await within("readonly", (store) => store("device").get("user")))?.value;
    if (before === user) return;
    if (isShared) await clear();
    const rows = (await within("readonly", (store) => store("outbox").getAll())) || [];
    await within("readwrite", (store) => {
      store("kept").clear();
      rows.filter((row) => Date.now() - row.number > CLOSED_FOR).forEach((row) => store("outbox").delete(row.id));
      store("device").put({ name: "user", value: user });
    });
    if (before) for (const name of await caches.keys()) await caches.delete(name);
  };
  const begun = (async () => {
    if (!able) return "";
    if (told.user) { await arrive(told.user); return told.user; }
    if (isShell) return (await within("readonly", (store) => store("device").get("user")))?.value || "";
    if (isShared) await clear();  // where the next person logs in
    return "";
  })().catch(() => "");
  const user = () => begun;

  // ── what was done, until the server has it ──
  const queue = async () => { const me = await user(); return me ? own(await within("readonly", (store) => store("outbox").getAll()), me) : []; };
  const waiting = async () => (able ? (await queue()).length : 0);
  let state = "idle";
  const tell = async (refused = []) => {
    const detail = { waiting: await waiting(), state, refused };
    window.dispatchEvent(new CustomEvent("clearbar:outbox", { detail }));
  };
  const put = async (kind, body, after) => {
    const me = await user();
    if (!me) throw new Error("nobody is logged in");
    const id = crypto.randomUUID(), at = new Date();
    await within("readwrite", (store) => {
      store("outbox").add({ id, user: me, kind, body, at: at.toISOString(), number: at.getTime() });
      if (after) store("kept").put({ user: me, name: after.name, data: after.data, at: at.getTime() });
    });
    await tell();
    send();
    return id;
  };
  const ask = (options) => fetch(told.sync, {
    credentials: "same-origin", cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE), ...options,
    headers: { Accept: "application/json", ...options?.headers },
  });
  const batch = async (me) => {
    const items = (await queue()).slice(0, AT_ONCE);
    if (!items.length) return "done";
    const who = await ask();
    if (!who.ok) return who.type === "opaqueredirect" || who.status === 403 ? "logged out" : "no network";
    const { user: there, token } = await who.json();
    if (there !== me) { if (!isShell) location.reload(); return "logged out"; }
    const sent = items.map(({ id, kind, at, body }) => ({ id, kind, at, body }));
    const answer = await ask({
      method: "POST", body: JSON.stringify({ user: me, items: sent }),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    });
    if (!answer.ok) return answer.status === 403 || answer.status === 409 || answer.type === "opaqueredirect" ? "logged out" : "no network";
    const { results } = await answer.json();
    const over = results.filter((one) => one.state === "kept" || one.state === "refused");
    await within("readwrite", (store) => { over.forEach((one) => store("outbox").delete(one.id)); });
    await tell(over.filter((one) => one.state === "refused"));
    return over.length ? "more" : "later";
  };
  let going = null;
  const sending = async () => {
    const me = await user();
    if (!able || !me || !(await waiting())) return;
    state = "sending";
    await tell();
    let step = "more";
    try { while (step === "more") step = await batch(me); } catch { step = "no network"; }
    state = step === "done" ? "idle" : step === "later" ? "no network" : step;
    await tell();
  };
  // One window at a time; the server bears it all the same where browsers know no locks.
  const locked = () => (navigator.locks ? navigator.locks.request("clearbar-outbox", sending) : sending());
  const send = () => {
    going ??= locked().catch(() => {}).finally(async () => {
      going = null;
      if (state === "idle" && await waiting().catch(() => 0)) send();  // something came in meanwhile
    });
    return going;
  };
  if (able) {
    window.addEventListener("online", () => send());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
    setInterval(() => { if (state === "no network") send(); }, AGAIN);
    user().then(() => send());
  }

  // ── pages without a network ──
  const keep = async (page, shell, files) => {
    if (!able) return;
    await navigator.serviceWorker.register(told.worker, { scope: "/", updateViaCache: "none" });
    const kept = await caches.open("clearbar-shells");
    const found = await fetch(shell, { credentials: "omit", cache: "no-cache" });
    if (!found.ok || found.redirected) return;
    await kept.addAll(files);
    await kept.put(page, found);
  };
  const remember = async (name, data) => {
    const me = await user();
    if (able && me) await within("readwrite", (store) => store("kept").put({ user: me, name, data, at: Date.now() }));
  };
  const recall = async (name) => {
    const me = await user();
    return able && me ? (await within("readonly", (store) => store("kept").get([me, name])))?.data : undefined;
  };

  // ── leaving ──
  const soon = (promise, milliseconds) => Promise.race([promise, new Promise((done) => setTimeout(done, milliseconds))]);
  const lock = () => soon((async () => { await soon(send(), 1000); await clear(); })(), 2000).catch(() => {});
  const sure = (count) => new Promise((done) => {
    const box = document.createElement("dialog"), words = document.createElement("p"), row = document.createElement("p");
    const stay = document.createElement("button"), go = document.createElement("button");
    box.setAttribute("aria-labelledby", "unsent-words");
    words.id = "unsent-words";
    words.textContent = `${count === 1 ? "One answer is" : `${count} answers are`} kept on this device only: there was no network to send ${count === 1 ? "it" : "them"}. If you log out now, ${count === 1 ? "it is" : "they are"} lost.`;
    stay.textContent = "Stay, and send first";
    go.textContent = count === 1 ? "Log out without it" : "Log out without them";
    stay.type = go.type = "button";
    go.className = "second";
    row.className = "act";
    row.append(stay, go);
    box.append(words, row);
    box.addEventListener("close", () => { done(box.returnValue === "go"); box.remove(); });
    stay.addEventListener("click", () => box.close(""));
    go.addEventListener("click", () => box.close("go"));
    document.body.append(box);
    box.showModal();
    stay.focus();
  });
  if (able && told.leave) {
    // In the capturing phase, so that nothing else takes the form for sent.
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (new URL(form.action, location.href).pathname !== told.leave || form.method !== "post") return;
      event.preventDefault();
      event.stopPropagation();
      (async () => {
        if (await waiting()) await soon(send(), 4000);
        const count = await waiting();
        if (count && !(await sure(count))) { send(); return; }
        await clear();
        HTMLFormElement.prototype.submit.call(form);
      })().catch(() => HTMLFormElement.prototype.submit.call(form));
    }, true);
  }

  return { able, user, keep, remember, recall, put, waiting, send, clear, lock, get state() { return state; } };
})();
