/* What makes pages of staff nicer where scripts run. Every page works without it. */
"use strict";

// A form that was sent is not sent again by a second click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.dataset.again !== undefined) return;
  setTimeout(() => form.querySelectorAll("button:not([type=button])").forEach((button) => { button.disabled = true; }), 0);
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("button:disabled").forEach((button) => { if (!button.dataset.off) button.disabled = false; });
});

// On a phone the line of pages scrolls: it begins where the reader is.
const here = document.querySelector(".top nav [aria-current]");
if (here) {
  const line = here.closest("ul");
  line.scrollLeft = here.offsetLeft - line.offsetLeft - (line.clientWidth - here.offsetWidth) / 2;
}
