/* A complaint that is being written down: what was typed is kept on this device until it was handed in, so that a lost
   network or a closed page loses nothing. Without scripts the page is a plain form. */
"use strict";

(() => {
  const offline = window.clearbarOffline;
  if (!offline?.able) return;
  const NAME = "complaint", KEPT = ["words", "wish", "contact", "form"];
  const forget = () => offline.remember(NAME, null).catch(() => {});
  if ("filed" in document.currentScript.dataset) { forget(); return; }

  const form = document.querySelector("#complaint form"), told = document.getElementById("draft-told");
  const say = (words) => { told.textContent = words; told.hidden = false; };
  const typed = () => Object.fromEntries(KEPT.map((name) => [name, form.elements[name].value]));
  let waits = null;
  const keep = () => offline.remember(NAME, typed()).catch(() => {});
  form.addEventListener("input", () => { clearTimeout(waits); waits = setTimeout(keep, 300); });
  addEventListener("pagehide", keep);

  offline.recall(NAME).then((before) => {
    const blank = !form.elements.words.value && !form.elements.wish.value && !form.elements.contact.value;
    if (!before || !blank || !(before.words || before.wish || before.contact)) return;
    for (const name of KEPT) form.elements[name].value = before[name] ?? "";
    say("What you typed before is here again. It was not handed in yet.");
  }).catch(() => {});

  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    keep();
    say("There is no network. What you typed is kept on this device; hand it in when the network is back.");
    told.scrollIntoView({ block: "center" });
  });
})();
