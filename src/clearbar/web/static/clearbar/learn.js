/* Questions: steps change places when one is given another's number; a clock that only tells. Works without it too. */
"use strict";

document.addEventListener("change", (event) => {
  const moved = event.target, list = moved.closest(".ordering");
  if (!list || !moved.matches("select")) return;
  const all = [...list.querySelectorAll("select")], given = new Set(all.map((one) => one.value));
  const free = [...moved.options].map((one) => one.value).find((number) => !given.has(number));
  const other = all.find((one) => one !== moved && one.value === moved.value);
  if (other && free) other.value = free;
});

(() => {
  const clock = document.querySelector(".clock[data-seconds]");
  if (!clock) return;
  const began = Date.now(), about = Number(clock.dataset.seconds), said = clock.textContent;
  const ticking = setInterval(() => {
    const left = about - Math.floor((Date.now() - began) / 1000);
    if (left > 0) { clock.textContent = `About ${left} seconds left; take longer if you like.`; return; }
    clock.textContent = `${said} Nothing happens when they are over.`;
    clearInterval(ticking);
  }, 5000);
})();
