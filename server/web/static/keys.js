// The keyboard. An element says which key does it: data-key="k", data-key="Control+Enter", data-key="ArrowDown".
// A link is followed, a button pressed, a fold opened, a field focused. Single keys act only when no field has the focus, and not at all
// when the person has switched them off (WCAG 2.1.4): the server then leaves data-single-keys away from the body.
"use strict";

(function () {
  const named = (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    return (event.ctrlKey || event.metaKey ? "Control+" : "") + key;
  };

  const writing = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || /^(textarea|select)$/i.test(element.tagName) ||
      (element.tagName === "INPUT" && !/^(radio|checkbox|button|submit|file)$/.test(element.type)));

  const visible = (element) => element.getClientRects().length > 0;

  // A reader of this page presses a letter: the first visible element that names it does its work.
  const find = (key) =>
    [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key.split(" ").includes(key) && visible(e));

  const act = (element) => {
    if (element.matches("summary")) {
      element.parentElement.open = true;
      const field = element.parentElement.querySelector("input, select, textarea, button");
      if (field) field.focus();
    } else if (element.matches("input[type=radio], input[type=checkbox]")) {
      element.focus();
      element.click();
    } else if (element.matches("input, select, textarea")) {
      element.focus();
    } else {
      element.click();
    }
  };

  // Lists: J and K walk through the rows of [data-rows]; the row's link gets the focus, so that Enter opens it.
  const walk = (step) => {
    const rows = [...document.querySelectorAll("[data-rows] > *")].filter(visible);
    if (rows.length === 0) return false;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step))];
    const link = next.querySelector("a, button");
    if (link) link.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    const key = named(event);
    const single = !key.startsWith("Control+");
    if (single && (writing(document.activeElement) || !document.body.hasAttribute("data-single-keys"))) return;
    if (single && key.startsWith("Arrow") && document.activeElement.matches("input, summary, [role=group]")) return;
    const element = find(key);
    if (element) {
      event.preventDefault();
      act(element);
    } else if ((key === "j" && walk(1)) || (key === "k" && walk(-1))) {
      event.preventDefault();
    }
  });
})();
