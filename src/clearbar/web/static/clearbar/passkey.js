/* Says in words what went wrong with a passkey, in place of the console. */
"use strict";

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const told = document.getElementById("passkey-told") || document.createElement("p");
  told.id = "passkey-told";
  told.className = "message wrong";
  told.setAttribute("role", "alert");
  told.textContent = "That did not work: no passkey was chosen, or this browser or device has none for this page. Please try again, or use another way.";
  document.querySelector("h1").after(told);
});
