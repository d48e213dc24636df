// Keeps a page up to date. The server tells that something may have changed ("look"), and the parts of the page that say hx-trigger="look from:body"
// are asked for anew. While there is no such stream (none can be had, the server ends, a proxy keeps it back) the page looks from time to time.
"use strict";

(function () {
  const place = document.querySelector("[data-stream]");
  if (!place) return;

  const HURRY = 3000, CALM = 30000; // milliseconds between two looks without a stream: at what is under way, at the rest
  let stream = null, looked = Date.now(), lost = false, wait = 1000;
  let asked = 0, again = false; // requests under way for a look, and whether another look waits for their end

  const parts = () => document.querySelector("main [hx-trigger*='look']");
  const hurry = () => document.querySelector("[data-hurry]");
  // Looks do not overlap: the answer of an earlier one could come last, and htmx may forget one that waits behind another.
  const look = () => {
    again = asked > 0 && Date.now() - looked < CALM;
    if (again) return;
    asked = 0;
    looked = Date.now();
    htmx.trigger(document.body, "look");
  };
  const isLook = (event) => {
    const trigger = event.detail.requestConfig && event.detail.requestConfig.triggeringEvent;
    return trigger && trigger.type === "look";
  };
  document.addEventListener("htmx:beforeSend", (event) => {
    if (isLook(event)) asked++;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!isLook(event)) return;
    asked = Math.max(0, asked - 1);
    // A look without an answer is made up for: nobody tells of the same change again.
    if (!event.detail.successful) setTimeout(look, HURRY);
    else if (asked === 0 && again) setTimeout(look, 100);
  });

  function open() {
    if (stream || document.hidden || !window.EventSource) return;
    stream = new EventSource(place.dataset.stream);
    stream.addEventListener("open", () => {
      // What changed between the page and the stream, or while there was none, was told to nobody.
      if (lost || parts()) look();
      lost = false;
      wait = 1000;
    });
    stream.addEventListener("look", look);
    stream.addEventListener("error", () => {
      lost = true;
      if (!stream || stream.readyState !== EventSource.CLOSED) return; // the browser itself tries again
      stream = null;
      setTimeout(open, wait + Math.random() * wait);
      wait = Math.min(2 * wait, 60000);
    });
  }

  function close() {
    if (stream) stream.close();
    if (stream) lost = true;
    stream = null;
  }

  // A browser keeps few connections to one server: only the page that is looked at has one.
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);

  setInterval(() => {
    const live = stream && stream.readyState === EventSource.OPEN;
    if (!live && !document.hidden && Date.now() - looked >= (hurry() ? HURRY : CALM)) look();
  }, 1000);

  // What somebody is at is not taken from under his hands.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    if (!isLook(event) || !target) return;
    if (target.querySelector(":is(input, textarea, select):focus, details[open] :focus")) event.detail.shouldSwap = false;
  });

  open();
})();
