// Keeps a page up to date. The server tells that something may have changed ("look"), and the parts of the page that say hx-trigger="look from:body"
// are asked for anew. While there is no such stream (none can be had, the server ends, a proxy keeps it back) the page looks from time to time.
"use strict";

(function () {
  const place = document.querySelector("[data-stream]");
  if (!place) return;

  const HURRY = 3000, CALM = 30000; // milliseconds between two looks without a stream: at what is under way, at the rest
  let stream = null, looked = Date.now(), lost = false, wait = 1000;

  const parts = () => document.querySelector("main [hx-trigger*='look']");
  const hurry = () => document.querySelector("[data-hurry]");
  const look = () => {
    looked = Date.now();
    htmx.trigger(document.body, "look");
  };

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
    const trigger = event.detail.requestConfig && event.detail.requestConfig.triggeringEvent;
    if (!trigger || trigger.type !== "look" || !target) return;
    if (target.querySelector(":is(input, textarea, select):focus, details[open] :focus")) event.detail.shouldSwap = false;
  });

  open();
})();
