/* Walking a journey as a customer, with one thumb, with or without a network: choose → at each step arrive, be noticed,
   be served, be done, with the clock running → how it felt, and how far each standard went → look it over → send.
   Everything is kept on this phone at each tap. Where this cannot run, the page offers to write a walk down instead. */
"use strict";

(() => {
  const place = document.getElementById("walk"), plain = document.getElementById("walk-plain"), kit = window.clearbarOffline;
  if (!place || !kit || !kit.able) return;
  const told = place.dataset, DATA = "walk-data", NOW = "walk-now";
  const FEELINGS = ["awful", "uneasy", "so-so", "happy", "thrilled"], NOTES = 2000;
  let data = null, walk = null, clock = null, ticking = 0;

  // ── making things ──
  const make = (tag, words = "", name = "", set = {}) => {
    const made = document.createElement(tag);
    if (words) made.textContent = words;
    if (name) made.className = name;
    Object.entries(set).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };
  const button = (words, name, act) => {
    const made = make("button", words, name, { type: "button" });
    made.addEventListener("click", async () => {
      if (made.disabled) return;
      made.disabled = true;
      try { await act(); } catch { trouble(); } finally { made.disabled = false; }
    });
    return made;
  };
  const trouble = () => { fault.textContent = "This phone could not keep that: its store is full or closed. Please try again."; };
  const heading = make("h1", "", "", { tabindex: "-1" }), along = make("p", "", "quiet small along-walk"), body = make("div", "", "walk-body");
  const thumb = make("div", "", "thumb"), sent = make("p", "", "small quiet", { role: "status" }), fault = make("p", "", "faults", { role: "alert" });
  const show = (title, where, parts, buttons) => {
    clearInterval(ticking);
    heading.textContent = title;
    along.textContent = where;
    along.hidden = !where;
    fault.textContent = "";
    body.replaceChildren(...parts);
    thumb.replaceChildren(fault, ...buttons);
    scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  };
  const choice = (name, value, words, type, on) => {
    const label = make("label", "", "choice"), input = make("input", "", "", { type, name, value });
    input.checked = on;
    label.append(input, make("span", words));
    return label;
  };
  const clockwise = (milliseconds) => {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000)), minutes = Math.floor(seconds / 60);
    return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
  };

  // ── the walk ──
  const save = () => { walk.clock = clock.mark(); return kit.remember(NOW, walk); };
  let saving = null, unsaved = false;
  const saveSoon = () => {  // while somebody types: one after the other, and the last one for certain
    unsaved = true;
    saving ??= (async () => { while (unsaved && walk?.steps) { unsaved = false; await save(); } })().catch(trouble).finally(() => { saving = null; });
  };
  const journey = () => walk.journey;
  const step = () => walk.steps[walk.at];
  const jumped = () => {
    // Only a step that is under way has a time that is not known now; those that were tapped before stay right.
    if (walk && walk.steps && !walk.over && step().phase === "tap" && step().taps.length) { step().jumped = true; walk.saidJump = true; }
  };
  const begin = async (chosen, site, conditions, assignment) => {
    walk = {
      id: crypto.randomUUID(), version: data.version, journey: chosen, site, conditions, assignment, begun: new Date().toISOString(),
      at: 0, over: false, steps: chosen.steps.map((one) => ({ step: one.id, times: {}, taps: [], levels: {}, feeling: null, note: "", phase: "tap" })),
    };
    clock = clearbarWalkClock(null, jumped);
    await save();
    draw();
  };
  const tap = (name) => async () => {
    step().times[name] = Math.round(clock.now());
    step().taps.push(name);
    if (name === "done" || name === "gave_up") step().phase = "judge";
    await save();
    draw();
  };
  const undo = async () => {
    const last = step().taps.pop();
    if (last) delete step().times[last];
    step().phase = "tap";
    await save();
    draw();
  };
  const turn = (change) => async () => { change(); await save(); draw(); };

  // ── the screens ──
  const draw = () => {
    place.classList.toggle("under-way", Boolean(walk && walk.steps));  // a small screen leaves out what leads away from it
    if (!walk) { choose(); return; }
    if (walk.sent) { thanks(); return; }
    if (walk.over) { review(); return; }
    if (step().phase === "judge") judge(); else tapping();
    if (walk.saidJump) body.prepend(make("p", "The clock of this phone was changed, so the times of this step are left out. Go on as you are.", "message", { role: "status" }));
  };
  const where = () => `Step ${walk.at + 1} of ${walk.steps.length} · ${journey().title}`;

  const choose = () => {
    const parts = [], buttons = [];
    data.assignments.forEach((one) => {
      const found = data.journeys.find((other) => other.id === one.journey), site = data.sites.find((other) => other.id === one.site);
      if (!found || !site) return;
      const row = make("div", "", "asked-walk"), words = make("p");
      words.append(make("strong", found.title), ` · ${site.name}${one.condition ? ` · ${one.condition}` : ""} · by ${one.due}`);
      row.append(words, button("Begin this walk", "second", () => begin(found, site, one.condition ? [one.condition] : [], one.id)));
      parts.push(row);
    });
    if (parts.length) parts.unshift(make("h2", parts.length === 1 ? "You are asked for this walk" : "You are asked for these walks"));
    if (data.free && data.journeys.length && data.sites.length) {
      if (parts.length) parts.push(make("h2", "Or choose one yourself"));
      const form = make("form");
      form.append(listed("journey", "What do you want to get done?", data.journeys.map((one) => [one.id, one.title])));
      form.append(listed("site", "Where?", data.sites.map((one) => [one.id, one.name])));
      if (data.conditions.length) {
        const set = make("fieldset");
        set.append(make("legend", "Under which conditions? (if any)"), ...data.conditions.map((one) => choice("condition", one, one, "checkbox", false)));
        form.append(set);
      }
      parts.push(form);
      buttons.push(button("Begin the walk", "", () => begin(
        data.journeys.find((one) => one.id === form.elements.journey.value), data.sites.find((one) => one.id === form.elements.site.value),
        [...form.querySelectorAll("[name=condition]:checked")].map((one) => one.value).slice(0, 5), null,
      )));
    }
    if (!parts.length) parts.push(make("p", data.free ? "There is nothing to walk yet: the book has no journey that a customer sees, or there is no site." : "You have no walk to do at the moment.", "empty"));
    else parts.push(make("p", "Go as any customer would, and leave staff and other customers in peace. Never ask, take along to test, or photograph a child.", "small quiet"));
    show("Walk as a customer", "", parts, buttons);
  };
  const listed = (name, words, rows) => {
    const field = make("div", "", "field"), id = `walk-${name}`, select = make("select", "", "", { name, id });
    rows.forEach(([value, says]) => select.append(make("option", says, "", { value })));
    field.append(make("label", words, "", { for: id }), select);
    return field;
  };

  const SAYS = { arrive: "Tap when you are there.", arrived: "Nobody has noticed you yet", noticed: "You were noticed; nobody serves you yet", served: "You are being served" };
  const tapping = () => {
    const times = step().times, last = step().taps.at(-1) || "arrive", face = make("p", "", "queue-clock", { role: "timer", "aria-live": "off" });
    const said = make("p", SAYS[last], "queue-says"), parts = [face, said];
    if (walk.at === 0 && last === "arrive" && journey().wants) parts.push(make("p", `You are a customer: “${journey().wants}”`, "quiet"));
    const waited = times.noticed !== undefined ? `noticed after ${clockwise(times.noticed - times.arrived)}` : "";
    const served = times.served !== undefined ? `served after ${clockwise(times.served - times.arrived)}` : "";
    if (waited || served) parts.push(make("p", [waited, served].filter(Boolean).join(" · "), "small quiet"));
    const tick = () => {
      const from = last === "served" ? times.served : times.arrived;
      face.textContent = from === undefined ? "0:00" : clockwise(clock.now() - from);
    };
    const next = { arrive: ["arrived", "I am here"], arrived: ["noticed", "I was noticed"], noticed: ["served", "I am being served"], served: ["done", "It is done"] }[last];
    const main = [button(next[1], "big", tap(next[0]))], beside = make("p", "", "beside");
    if (last === "arrived") beside.append(button("Served at once", "second", tap("served")));
    if (last === "arrived" || last === "noticed") beside.append(button("I gave up", "second", tap("gave_up")));
    if (last === "arrive") beside.append(button("No such step today", "second", turn(() => { step().skipped = true; go(1); })));
    if (step().taps.length) beside.append(button("Undo", "second", undo));
    else if (walk.at > 0) beside.append(button("Step before", "second", turn(() => go(-1))));
    show(journey().steps[walk.at].title, where(), parts, [...main, beside]);
    face.classList.toggle("runs", last !== "arrive");
    tick();
    if (last !== "arrive") ticking = setInterval(tick, 250);
  };
  const go = (by) => {
    walk.saidJump = false;
    walk.at += by;
    if (walk.at >= walk.steps.length) { walk.at = walk.steps.length - 1; walk.over = true; }
    else if (by < 0) { step().skipped = false; step().phase = step().taps.length ? "judge" : "tap"; }
  };

  const judge = () => {
    const now = step(), form = make("form", "", "judging"), line = make("fieldset", "", "feeling");
    line.append(make("legend", "How did it feel, as a customer?"));
    const row = make("div", "", "line-of-five");
    FEELINGS.forEach((words, place) => row.append(choice("feeling", place + 1, words, "radio", now.feeling === place + 1)));
    line.append(row);
    form.append(line);
    journey().steps[walk.at].standards.forEach((standard) => {
      const set = make("fieldset", "", "standard");
      set.append(make("legend", standard.promise));
      standard.levels.forEach((one) => set.append(choice(standard.id, one.level, one.says ? `${one.name}: ${one.says}` : one.name, "radio", now.levels[standard.id] === one.level)));
      set.append(choice(standard.id, "", "does not apply, or I could not tell", "radio", !now.levels[standard.id]));
      form.append(set);
    });
    const field = make("div", "", "field"), note = make("textarea", "", "", { id: "walk-note", maxlength: Math.min(500, Math.floor(NOTES / walk.steps.length)), rows: 2 });
    note.value = now.note;
    field.append(make("label", "What struck you? (if anything)", "", { for: "walk-note" }), make("p", "Name nobody. Who leads here can read it; nobody sees who wrote it.", "hint"), note);
    form.append(field);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => { read(form, now); saveSoon(); });
    const last = walk.at === walk.steps.length - 1;
    show(`How was it: ${journey().steps[walk.at].title}`, where(), [summary(now), form], [
      button(last ? "That was the last step" : "Next step", "big", turn(() => { read(form, now); if (walk.again) { walk.again = false; walk.over = true; } else go(1); })),
      ...(walk.again ? [] : [wrap(button("Undo the last tap", "second", () => { read(form, now); return undo(); }))]),
    ]);
  };
  const wrap = (...parts) => { const row = make("p", "", "beside"); row.append(...parts); return row; };
  const read = (form, now) => {
    now.feeling = Number(new FormData(form).get("feeling")) || null;
    now.note = form.querySelector("textarea").value;
    journey().steps[walk.at].standards.forEach((standard) => {
      const level = Number(new FormData(form).get(standard.id));
      if (level) now.levels[standard.id] = level; else delete now.levels[standard.id];
    });
  };
  const summary = (one) => {
    const { arrived, noticed, served, done, gave_up: left } = one.times, words = [];
    if (one.jumped) return make("p", "Without times: the clock of this phone was changed.", "small quiet");
    if (noticed !== undefined) words.push(`noticed after ${clockwise(noticed - arrived)}`);
    if (served !== undefined) words.push(`served after ${clockwise(served - arrived)}`);
    if (left !== undefined) words.push(`gave up after ${clockwise(left - arrived)}`);
    if (done !== undefined && served !== undefined) words.push(`then ${clockwise(done - served)} until done`);
    return make("p", words.join(" · "), "small quiet");
  };

  const review = () => {
    const list = make("ol", "", "rows walked-steps");
    walk.steps.forEach((one, number) => {
      const row = make("li"), count = Object.keys(one.levels).length;
      row.append(make("strong", journey().steps[number].title));
      if (one.skipped) row.append(make("p", "no such step today", "small quiet"));
      else {
        row.append(summary(one));
        row.append(make("p", [one.feeling ? FEELINGS[one.feeling - 1] : "no feeling told", `${count} of ${journey().steps[number].standards.length} standards`].join(" · "), "small quiet"));
        row.append(button("Change", "plain", turn(() => { walk.at = number; walk.over = false; walk.again = true; one.phase = "judge"; })));
      }
      list.append(row);
    });
    const any = walk.steps.some((one) => !one.skipped);
    show("Look it over", `${journey().title} · ${walk.site.name}${walk.conditions.length ? ` · ${walk.conditions.join(", ")}` : ""}`, [
      list, make("p", "It is kept without your name, and without the day. You can correct it for a day, and delete it at any time.", "small quiet"),
    ], [...(any ? [button("Send this walk", "big", send)] : []), wrap(button("Throw it away", "second", discard))]);
  };
  const send = async () => {
    if (walk.sent) return;
    const steps = walk.steps.filter((one) => !one.skipped).map((one) => ({
      step: one.step, times: one.jumped ? null : one.times, jumped: Boolean(one.jumped), feeling: one.feeling, note: one.note, levels: one.levels,
    }));
    const whole = { walk: walk.id, journey: journey().id, version: walk.version, site: walk.site.id, conditions: walk.conditions, assignment: walk.assignment, begun: walk.begun, steps };
    const over = { sent: true, assignment: walk.assignment };
    await kit.put(told.kind, whole, { name: NOW, data: null });
    data.assignments = data.assignments.filter((one) => one.id !== walk.assignment);
    await kit.remember(DATA, data);
    walk = over;
    draw();
  };
  const discard = async () => {
    if (!discard.sure) {
      discard.sure = true;
      thumb.querySelector(".beside button").textContent = "Really throw it away?";
      return;
    }
    discard.sure = false;
    await kit.remember(NOW, null);
    walk = null;
    draw();
  };
  const thanks = () => {
    const parts = [make("p", "Thank you for standing in the line.")];
    if (told.mine) { const link = make("a", "Your walks", "", { href: told.mine }), row = make("p"); row.append(link); parts.push(row); }
    show("That was your walk", "", parts, [button("Another walk", "second", () => { walk = null; draw(); })]);
    say({ waiting: -1 });
    kit.waiting().then((waiting) => say({ waiting, state: kit.state, refused: [] }));
  };

  // ── sending ──
  const say = ({ waiting, state, refused = [] }) => {
    const words = [];
    if (waiting > 0) words.push(`${waiting === 1 ? "One walk is" : `${waiting} walks are`} kept on this phone${state === "logged out" ? told.closed : state === "sending" ? ", being sent." : " and sent when there is a network."}`);
    else if (waiting === 0 && walk?.sent && !refused.length) words.push("Your walk is with us.");
    refused.forEach((one) => words.push(one.why));
    sent.textContent = words.join(" ");
  };
  window.addEventListener("clearbar:outbox", ({ detail }) => say(detail));
  const gather = async () => {
    const answer = await fetch(told.data, { credentials: "same-origin", cache: "no-store", redirect: "manual", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(8000) });
    if (!answer.ok) throw new Error("no data");
    const found = await answer.json();
    if (found.user !== await kit.user()) throw new Error("somebody else");
    await kit.remember(DATA, found);
    return found;
  };
  (async () => {
    plain.hidden = true;
    place.replaceChildren(along, heading, body, sent, thumb);
    show("Walk as a customer", "", [make("p", "One moment …", "quiet")], []);
    place.hidden = false;
    walk = (await kit.recall(NOW)) || null;
    if (walk) { clock = clearbarWalkClock(walk.clock, jumped); data = await kit.recall(DATA); await save(); draw(); }
    try { data = await gather(); } catch { data ??= await kit.recall(DATA); }
    if (!data) { place.hidden = true; plain.hidden = false; return; }
    if (!walk) draw();
    say({ waiting: await kit.waiting(), state: kit.state });
    await kit.keep(told.page, told.shell, told.files.split(" "));
    document.documentElement.dataset.offline = "ready";
  })().catch(() => { if (!body.childElementCount) { place.hidden = true; plain.hidden = false; } });
})();
