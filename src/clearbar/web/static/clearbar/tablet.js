/* On a shared tablet: after a minute without input the screen clears and the log-in ends. */
"use strict";

(() => {
  const { lock, stay } = document.currentScript.dataset;
  const idle = 60_000, every = 15_000;
  let last = Date.now(), told = last;

  let left = false;
  const leave = () => {
    if (left) return;
    left = true;
    document.body.hidden = true;
    const kept = window.clearbarOffline;  // what this device kept of the person goes with them
    (kept && kept.able ? kept.lock() : Promise.resolve()).finally(() => location.replace(lock));
  };
  const touched = () => {
    if (Date.now() - last >= idle) { leave(); return; }
    last = Date.now();
    if (last - told < every) return;
    told = last;
    fetch(stay, { credentials: "same-origin", redirect: "manual" }).then((answer) => { if (answer.status !== 204) leave(); }, () => {});
  };
  for (const name of ["keydown", "pointerdown", "scroll", "input"]) addEventListener(name, touched, { passive: true, capture: true });
  setInterval(() => { if (Date.now() - last >= idle) leave(); }, 1000);
  document.addEventListener("visibilitychange", () => { if (Date.now() - last >= idle) leave(); });
})();
