/* A talk: Enter says the line, what was said comes into sight, and the field is empty for the next one. */
"use strict";

const field = document.getElementById("id_text");
const log = document.getElementById("said");

function show() {
  const last = log.lastElementChild;
  if (last) last.scrollIntoView({ block: "nearest" });
}

if (field) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (field.value.trim()) field.form.requestSubmit();
  });
  document.body.addEventListener("said", () => {
    field.value = "";
    const over = document.getElementById("over");
    show();
    (over || field).focus();
  });
  const how = document.getElementById("how"), usual = how.textContent;
  const tell = (words) => { how.textContent = words; };
  document.body.addEventListener("htmx:beforeRequest", () => tell("The customer thinks …"));
  document.body.addEventListener("htmx:afterRequest", (event) => tell(event.detail.successful ? usual : "It was not sent. What you typed is still here; try again."));
}
show();
