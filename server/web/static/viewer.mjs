// The PDF beside its particulars: phones have no viewer of their own that a page may hold, so PDF.js draws the pages on canvases.
// Without script, or when the file cannot be drawn, the link to the file that stands in the frame stays.
import * as pdfjs from "./pdfjs/pdf.min.mjs";

const here = new URL(".", import.meta.url).href;
pdfjs.GlobalWorkerOptions.workerSrc = here + "pdfjs/pdf.worker.min.mjs";

// PDF.js asks for absolute addresses here: with relative ones a JPEG 2000 picture stays blank.
const options = { wasmUrl: here + "pdfjs/wasm/", useSystemFonts: true, isEvalSupported: false, enableXfa: false };

// Pages are drawn when they come near the window, at the frame's width and the screen's sharpness.
const draw = async (pdf, canvas, number) => {
  const page = await pdf.getPage(number);
  const width = canvas.parentElement.clientWidth;
  const plain = page.getViewport({ scale: 1 });
  const sharp = Math.min(window.devicePixelRatio || 1, 2);
  const viewport = page.getViewport({ scale: (width / plain.width) * sharp });
  canvas.width = viewport.width;
  canvas.height = viewport.height;
  await page.render({ canvasContext: canvas.getContext("2d"), viewport }).promise;
  canvas.dataset.drawn = "yes";
};

const frame = (holder, pdf, number, shape) => {
  const canvas = document.createElement("canvas");
  canvas.className = "page";
  canvas.dataset.page = number;
  canvas.width = shape.width;
  canvas.height = shape.height;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", holder.dataset.pageLabel.replace("{0}", number).replace("{1}", pdf.numPages));
  holder.append(canvas);
  return canvas;
};

const open = async (holder) => {
  const pdf = await pdfjs.getDocument({ url: holder.dataset.pdf, ...options }).promise;
  const shape = (await pdf.getPage(1)).getViewport({ scale: 1 });
  holder.replaceChildren();
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((e) => e.isIntersecting)) {
      watcher.unobserve(entry.target);
      draw(pdf, entry.target, Number(entry.target.dataset.page)).catch(() => entry.target.classList.add("page--failed"));
    }
  }, { root: null, rootMargin: "600px" });
  for (let number = 1; number <= pdf.numPages; number++) watcher.observe(frame(holder, pdf, number, shape));
  holder.dataset.pages = pdf.numPages;
};

// The next page by key or button: the first page below the upper edge of the frame.
const turn = (holder) => {
  const top = holder.getBoundingClientRect().top;
  const next = [...holder.querySelectorAll("canvas")].find((c) => c.getBoundingClientRect().top > top + 40);
  holder.scrollTo({ top: next ? next.offsetTop - holder.offsetTop - 8 : 0 });
};

const start = (root) => {
  for (const holder of root.querySelectorAll("[data-pdf]")) {
    if (holder.dataset.started) continue;
    holder.dataset.started = "yes";
    open(holder).catch((error) => {
      holder.dataset.failed = error.name;
    });
  }
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-next-page]");
  if (button) turn(document.getElementById(button.dataset.nextPage));
});
document.addEventListener("htmx:afterSwap", (event) => start(event.target));
start(document);
