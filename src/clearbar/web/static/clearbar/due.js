/* What is due today, one question after the other, with or without a network. The page itself asks them as well, one by
   one, where this cannot run. */
"use strict";

(() => {
  const place = document.getElementById("due"), plain = document.getElementById("due-plain"), kit = window.clearbarOffline;
  if (!place || !kit || !kit.able || "stay" in place.dataset) return;
  const told = place.dataset, NAME = "due", LASTS = 7;

  const make = (tag, words, name) => {
    const made = document.createElement(tag);
    if (words) made.textContent = words;
    if (name) made.className = name;
    return made;
  };
  // The questions come from our own server as pieces of a page, escaped there as all pages are; no script runs in them.
  const piece = (html) => new DOMParser().parseFromString(html, "text/html").body;
  const heading = make("h1", "Due today"), count = make("p", "", "quiet"), sent = make("p", "", "small quiet kept");
  const body = make("div", "", "asking");
  heading.tabIndex = -1;
  sent.setAttribute("role", "status");

  const chosen = (form, item) => {
    if (!item.order.length) return [...form.querySelectorAll("[name=choice]:checked")].map((one) => one.value);
    const rows = [...form.querySelectorAll(".ordering > li")].map((row) => [Number(row.querySelector("select").value), row.dataset.choice]);
    const numbers = new Set(rows.map(([number]) => number));
    return numbers.size === rows.length ? rows.sort((one, other) => one[0] - other[0]).map(([, id]) => id) : [];
  };
  const verdict = (item, ids) => {
    const right = item.order.length ? item.order : Object.keys(item.worth).filter((id) => item.worth[id] >= 1);
    if (item.one) return item.worth[ids[0]] >= 1 ? "Right." : item.worth[ids[0]] > 0 ? "Partly right." : "Not this time.";
    if (item.order.length) {
      let pairs = 0;
      ids.forEach((id, at) => ids.slice(at + 1).forEach((later) => { pairs += right.indexOf(id) < right.indexOf(later) ? 1 : -1; }));
      return pairs === ids.length * (ids.length - 1) / 2 ? "Right." : pairs > 0 ? "Partly right." : "Not this time.";
    }
    const shown = [...body.querySelectorAll("[name=choice]")].map((one) => one.value);
    const share = (of) => (of.length ? of.filter((id) => ids.includes(id)).length / of.length : 0);
    const credit = share(shown.filter((id) => right.includes(id))) - share(shown.filter((id) => !right.includes(id)));
    return credit >= 1 ? "Right." : credit > 0 ? "Partly right." : "Not this time.";
  };

  let items = [], done = 0;
  const over = () => {
    heading.textContent = done ? "That was all for now" : "Nothing is due now";
    count.textContent = done ? `You answered ${done === 1 ? "one question" : `${done} questions`}. Each comes again before it would be forgotten.` : "You are asked again just before you would forget.";
    body.replaceChildren();
    heading.focus({ preventScroll: true });
  };
  const explain = (item, ids, said) => {
    heading.textContent = said;
    count.textContent = items.length ? `${items.length === 1 ? "One question" : `${items.length} questions`} left.` : "";
    const why = piece(item.why), act = make("p", "", "act"), on = make("button", items.length ? "Next" : "That was all");
    ids.forEach((id) => {
      const row = [...why.querySelectorAll("[data-choice]")].find((one) => one.dataset.choice === id);
      if (row && !item.order.length) row.append(make("span", " your answer", "yours"));
    });
    on.type = "button";
    on.addEventListener("click", () => ask());
    act.append(on);
    body.replaceChildren(make("p", item.stem, "quiet"), ...why.children, act);
    heading.focus({ preventScroll: true });
    scrollTo(0, 0);
  };
  const ask = (first = false) => {
    const item = items[0];
    if (!item) { over(); return; }
    heading.textContent = "Due today";
    count.textContent = `${items.length === 1 ? "One question" : `${items.length} questions`} left. Only you and your coach see how it goes.`;
    const form = make("form"), act = make("p", "", "act"), button = make("button", "Answer"), fault = make("p", "", "faults");
    fault.setAttribute("role", "alert");
    form.noValidate = true;
    form.dataset.again = "";
    if (item.changed) form.append(make("p", "The book changed here since you were last asked.", "message"));
    form.append(...piece(item.ask).children);
    act.append(button);
    form.append(fault, act);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (button.disabled) return;
      const ids = chosen(form, item);
      if (!ids.length) { fault.textContent = item.order.length ? "Give each number once, so that every step has its place." : "Choose an answer first."; return; }
      const said = verdict(item, ids);
      button.disabled = true;
      try {
        await kit.put("review", { card: item.card, question: item.question, variant: item.variant, chosen: ids }, { name: NAME, data: { items: items.slice(1), day: today() } });
      } catch {
        button.disabled = false;
        fault.textContent = "This device could not keep your answer: its store is full or closed. Please try again.";
        return;
      }
      items = items.slice(1);
      done += 1;
      explain(item, ids, said);
    });
    body.replaceChildren(form);
    if (!first) heading.focus({ preventScroll: true });
  };

  const today = () => Math.floor(Date.now() / 86_400_000);
  const begin = () => { place.replaceChildren(heading, count, body, sent); ask(true); };
  const stand = (ours) => { plain.hidden = ours; place.hidden = !ours; };
  window.addEventListener("clearbar:outbox", ({ detail }) => {
    const { waiting, state, refused } = detail, words = [];
    if (waiting) words.push(`${waiting === 1 ? "One answer is" : `${waiting} answers are`} kept on this phone${state === "logged out" ? ". Log in to send." : state === "sending" ? ", being sent." : " and sent when there is a network."}`);
    else if (done) words.push("All your answers are with us.");
    refused.forEach((one) => words.push(one.why));
    sent.textContent = words.join(" ");
  });
  const gather = async () => {
    await kit.send();  // what was answered already is not asked again
    if (await kit.waiting()) throw new Error("unsent");
    const answer = await fetch(told.items, { credentials: "same-origin", cache: "no-store", redirect: "manual", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(8000) });
    if (!answer.ok) throw new Error("no items");
    const found = await answer.json();
    if (found.user !== await kit.user()) throw new Error("somebody else");
    await kit.remember(NAME, { items: found.items, day: today() });
    return found.items;
  };
  (async () => {
    place.replaceChildren(heading);
    stand(true);  // nobody is to begin on a form that is about to go
    try { items = await gather(); } catch {
      const kept = await kit.recall(NAME);
      if (!kept || today() - kept.day > LASTS) { stand(false); return; }
      items = kept.items;
    }
    if (items.length || await kit.waiting()) begin(); else stand(false);
    if (await kit.waiting()) kit.send();
    await kit.keep(told.page, told.shell, told.files.split(" "));
    document.documentElement.dataset.offline = "ready";
  })().catch(() => { if (!body.isConnected) stand(false); });
})();
