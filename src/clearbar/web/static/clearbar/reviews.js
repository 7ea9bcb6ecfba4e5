/* Cards by keyboard, and quotes of marked words. Every card works without it. */
"use strict";

(() => {
  const card = document.getElementById("card");
  if (!card) return;
  const lines = [...card.querySelectorAll("[data-line]")];
  const mark = (line, value) => {
    const radio = line.querySelector(`input[type=radio][value="${value}"]`);
    if (!radio) return false;
    radio.checked = true;
    radio.focus({ preventScroll: true });
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };
  const here = () => lines.find((line) => line.contains(document.activeElement)) || lines[0];
  const go = (step) => {
    const line = lines[Math.min(lines.length - 1, Math.max(0, lines.indexOf(here()) + step))];
    const chosen = line.querySelector("input[type=radio]:checked");
    (chosen || line).focus();
    line.scrollIntoView({ block: "nearest" });
  };
  const typed = (target) => target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
  const open = (line, name) => {
    const field = line.querySelector(`[name$="-${name}"]`);
    if (!field) return;
    const more = field.closest("details");
    if (more) more.open = true;
    field.focus();
  };

  // Keys are heard while the focus is on the card only, so that they surprise nobody elsewhere on the page.
  card.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (typed(event.target)) {
      if (event.key === "Escape") here().focus();
      return;
    }
    const moves = { j: 1, k: -1 };
    if (!event.target.matches("input[type=radio]")) Object.assign(moves, { ArrowDown: 1, ArrowUp: -1 });
    let done = true;
    if (/^[1-5]$/.test(event.key)) done = mark(here(), event.key);
    else if (event.key === "n") { done = mark(here(), "n"); if (done) open(here(), "reason"); }
    else if (event.key === "c") open(here(), "comment");
    else if (event.key in moves) go(moves[event.key]);
    else done = false;
    if (done) event.preventDefault();
  });

  // A draft that is still on its way counts the card on by one: the form waits for it, or it would come too late.
  card.addEventListener("submit", (event) => {
    if (!card.classList.contains("htmx-request")) return;
    event.preventDefault();
    const button = event.submitter;
    card.addEventListener("htmx:afterRequest", () => setTimeout(() => card.requestSubmit(button)), { once: true });
  });

  // Places are counted in characters, as they are kept, not in the halves that some characters have here.
  const place = (node, offset) => {
    const piece = (node.nodeType === 1 ? node : node.parentElement).closest("[data-from]");
    if (!piece) return null;
    const from = Number(piece.dataset.from), to = Number(piece.dataset.to);
    if (piece.classList.contains("taken")) return { message: piece.parentElement, from, to };
    const at = from + [...piece.textContent.slice(0, node.nodeType === 1 ? (offset ? undefined : 0) : offset)].length;
    return { message: piece.parentElement, from: at, to: at };
  };
  const marked = () => {
    const found = [];
    const selection = document.getSelection();
    for (let i = 0; i < selection.rangeCount; i += 1) {
      const range = selection.getRangeAt(i);
      document.querySelectorAll("[data-message]").forEach((message) => {
        if (range.collapsed || !range.intersectsNode(message)) return;
        const pieces = [...message.querySelectorAll("[data-from]")];
        if (!pieces.length) return;
        const start = message.contains(range.startContainer) ? place(range.startContainer, range.startOffset) : null;
        const end = message.contains(range.endContainer) ? place(range.endContainer, range.endOffset) : null;
        const first = start ? start.from : Number(pieces[0].dataset.from);
        const last = end ? end.to : Number(pieces[pieces.length - 1].dataset.to);
        if (first < last) found.push([Number(message.dataset.message), first, last]);
      });
    }
    return found;
  };
  let held = [];
  document.addEventListener("selectionchange", () => { const now = marked(); if (now.length) held = now; });
  card.querySelectorAll("[data-quote]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (!held.length) return;
      const spans = document.getElementById(`${button.dataset.quote}-spans`);
      spans.value = JSON.stringify([...JSON.parse(spans.value || "[]"), ...held]);
      held = [];
      document.getSelection().removeAllRanges();
      spans.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
})();
