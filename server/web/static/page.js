// What pages do besides following links: small helps that every page works without.
"use strict";

(function () {
  // Phrases: a button with data-phrase puts its words into the field named by data-into.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-phrase]");
    if (!button) return;
    const field = document.getElementById(button.dataset.into);
    field.value = field.value ? field.value.trimEnd() + " " + button.dataset.phrase : button.dataset.phrase;
    field.focus();
  });

  // What a page prints is its style sheet's business.
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // Tick all or none of a list; the list's form hears of it once.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tick]");
    if (!button) return;
    const list = button.closest("details, fieldset");
    const boxes = list.querySelectorAll("input[type=checkbox]");
    boxes.forEach((box) => { box.checked = button.dataset.tick === "all"; });
    list.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // Choosing from the list of "another" chooses "another" too.
  document.addEventListener("change", (event) => {
    const radio = event.target.dataset.checks && document.getElementById(event.target.dataset.checks);
    if (radio) radio.checked = true;
  });

  // A form is sent once: pressing twice must not do the deed twice, though the server holds that too.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get" || form.method === "dialog") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    // Coming back with the browser's button finds the form usable again.
    window.addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
  });

  // A chosen file names itself beside its button; a form with data-send-at-once is sent when the file is chosen.
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.matches("select[data-send-at-once]")) input.form.requestSubmit();
    if (!input.matches("input[type=file]")) return;
    const name = document.getElementById(input.id + "-name");
    if (name) name.textContent = [...input.files].map((f) => f.name).join(", ");
    if (input.hasAttribute("data-send-at-once") && input.files.length > 0) input.form.requestSubmit();
  });

  // Only one of the header's menus is open, and Escape closes it.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.who[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.who[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // What the server puts in the head of a page after an act (an error summary, a note) is read first.
  const first = document.querySelector("[data-focus]");
  if (first) first.focus();

  // Things a live part swaps in keep the reader's place; a swap that failed says so instead of staying silent.
  document.addEventListener("htmx:responseError", (event) => {
    const place = event.detail.target && event.detail.target.closest("[data-live]");
    if (place) place.setAttribute("data-stale", "");
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const place = event.detail.target && event.detail.target.closest("[data-live]");
    if (place) place.removeAttribute("data-stale");
  });
})();
