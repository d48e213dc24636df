// Grids (role=grid): one cell has the Tab stop, arrows go from cell to cell, F2 opens the clause of a cell, and the line under the grid says in
// words what the cell with the focus holds. Space and Enter are the cell's own: it is a button or a link.
"use strict";

(function () {
  const rowsOf = (grid) => [...grid.rows].map((row) => [...row.querySelectorAll("[data-cell]")]).filter((row) => row.length > 0);

  // The cell that had the focus last keeps the Tab stop, also after the page was put in anew.
  let last = null;

  const settle = () => {
    document.querySelectorAll("[role=grid]").forEach((grid) => {
      const cells = [...grid.querySelectorAll("[data-cell]")];
      const stop = cells.find((cell) => cell.id === last) || cells[0];
      cells.forEach((cell) => { cell.tabIndex = cell === stop ? 0 : -1; });
      grid.querySelectorAll(".cell__ref").forEach((link) => { link.tabIndex = -1; });
    });
  };

  const go = (cell) => {
    if (!cell) return;
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  const next = (grid, cell, key, far) => {
    const rows = rowsOf(grid);
    const y = rows.findIndex((row) => row.includes(cell));
    const x = rows[y].indexOf(cell);
    switch (key) {
      case "ArrowRight": return rows[y][x + 1];
      case "ArrowLeft": return rows[y][x - 1];
      case "ArrowDown": return rows[y + 1] && rows[y + 1][x];
      case "ArrowUp": return rows[y - 1] && rows[y - 1][x];
      case "PageDown": return rows[Math.min(rows.length - 1, y + 8)][x];
      case "PageUp": return rows[Math.max(0, y - 8)][x];
      case "Home": return far ? rows[0][0] : rows[y][0];
      case "End": return far ? rows[rows.length - 1].at(-1) : rows[y].at(-1);
    }
  };

  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-cell]");
    const grid = cell && cell.closest("[role=grid]");
    if (!grid || event.altKey) return;
    if (event.key === "F2") {
      const link = cell.closest("td").querySelector("a");
      if (link) link.click();
      return event.preventDefault();
    }
    if (!/^(Arrow(Up|Down|Left|Right)|Home|End|PageUp|PageDown)$/.test(event.key)) return;
    event.preventDefault();
    go(next(grid, cell, event.key, event.ctrlKey || event.metaKey));
  });

  document.addEventListener("focusin", (event) => {
    const cell = event.target.closest("[data-cell]");
    if (!cell) return;
    last = cell.id;
    settle();
    const words = cell.closest("form, section").querySelector("[data-cell-words]");
    if (words) words.textContent = cell.getAttribute("aria-label") || cell.querySelector(".vh").textContent;
  });

  const refused = (xhr) => [409, 422].includes(xhr.status);

  // What opens a clause leads to its heading, wherever on the screen that is; a refused form to what was wrong with it. The answer knows what asked
  // for it: another one may be on its way already.
  document.addEventListener("htmx:afterSettle", (event) => {
    settle();
    const { requestConfig, xhr } = event.detail;
    if (!requestConfig || !(refused(xhr) || requestConfig.elt.hasAttribute("data-opens"))) return;
    const heading = document.querySelector(refused(xhr) ? ".note[data-focus]" : "#clause h2");
    if (heading) heading.focus();
  });

  // A refused form comes back with what was typed and why: it is shown like any other answer.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "regulation" || !refused(event.detail.xhr)) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });

  settle();

  // A link that was followed before it was ready to be answered in place has loaded the page anew: it leads to the same heading.
  const opened = location.hash === "#clause" && document.querySelector("#clause h2");
  if (opened) opened.focus();
})();
