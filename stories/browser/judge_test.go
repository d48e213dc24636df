package browser

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// axe is the source of axe-core, read once.
var axe = sync.OnceValues(func() (string, error) {
	content, err := os.ReadFile(os.Getenv("CONGVAN_TEST_AXE"))
	return string(content), err
})

func needAxe(t *testing.T) {
	t.Helper()
	if os.Getenv("CONGVAN_TEST_AXE") == "" {
		lacking(t, "CONGVAN_TEST_AXE is not set: no axe-core to judge pages with")
	}
}

// fits fails when the page scrolls sideways, and names what sticks out.
func (b *Tab) fits() {
	b.Helper()
	found := eval[struct {
		Over  int    `json:"over"`
		Width int    `json:"width"`
		Out   string `json:"out"`
	}](b, `(() => {
		const root = document.documentElement;
		const out = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1);
		const name = e => e.tagName.toLowerCase() + "." + e.className + " “" + e.textContent.trim().slice(0, 30) + "”";
		return {over: root.scrollWidth - innerWidth, width: innerWidth, out: out.slice(-4).map(name).join(", ")};
	})()`)
	if found.Over > 0 {
		b.Errorf("%s at %d px scrolls sideways by %d px: %s", b.path(), found.Width, found.Over, found.Out)
	}
}

// standards are the tags of axe's rules that every page keeps.
const standards = `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]`

// keepsStandards asks axe-core for violations of WCAG 2.0 to 2.2, A and AA, and of good practice.
func (b *Tab) keepsStandards() {
	b.Helper()
	source, err := axe()
	must(b.T, err)
	if !eval[bool](b, `typeof window.axe === "object"`) {
		b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Run(ctx, chromedp.Evaluate[chromedp.Void](source+"; ({})"))
			return err
		}))
	}
	found := eval[string](b, `axe.run(document, {resultTypes: ["violations"], runOnly: {type: "tag", values: `+standards+`}, rules: {"target-size": {enabled: true}}})
		.then(r => JSON.stringify(r.violations.map(v => ({id: v.id, nodes: v.nodes.slice(0, 3).map(n => n.target.join(" ") + " " + n.failureSummary)}))))`,
		chromedp.EvalAwaitPromise)
	var violations []struct {
		ID    string   `json:"id"`
		Nodes []string `json:"nodes"`
	}
	must(b.T, json.Unmarshal([]byte(found), &violations))
	for _, v := range violations {
		b.Errorf("%s at %d px: axe: %s: %s", b.path(), eval[int](b, "innerWidth"), v.ID, strings.Join(v.Nodes, "\n\t"))
	}
}

// judged are the outlines of pages that were judged: the same page in another person's hands has nothing new for axe, nor in English.
var judged sync.Map

// outline is a page's elements with what axe looks at, equal neighbours once.
const outline = `(() => {
	const draw = e => {
		let last = "", inner = "";
		for (const child of e.children) {
			const one = child.tagName.toLowerCase() === "svg" ? "" : draw(child);
			if (one !== last) inner += one;
			last = one;
		}
		return "<" + e.tagName + "." + e.className + (e.getAttribute("role") ?? "") + (e.getAttribute("aria-label") ? "*" : "") + (e.type ?? "") + ">" + inner;
	};
	return draw(document.querySelector("main"));
})()`

func (b *Tab) wasJudged() bool {
	b.Helper()
	_, known := judged.LoadOrStore(eval[string](b, outline), true)
	return known
}

// strange finds what no reader should meet: keys of the catalogues, places that were not filled, identifiers, words of the program, and
// English on a Vietnamese page.
const strange = `(() => {
	const attributes = ["aria-label", "placeholder", "title", "alt", "value"].flatMap(name =>
		[...document.querySelectorAll("[" + name + "]")].filter(e => !e.matches("input[type=hidden], option, input[type=checkbox], input[type=radio], button, progress"))
			.map(e => e.getAttribute(name)));
	const contract = document.querySelector("[data-contract]"); // for programmers, in English: names of the program are its words
	const text = contract ? document.title : [document.title, document.body.innerText, ...attributes].join("\n");
	const found = [
		/\b(web|matrix|annex|sheet|app|office|org|regulation|seal|desk|document|register|approval|dispatch|find|demo|identity|signing|paper|parse|search)\.[a-z_]+(\.[a-z0-9_]+)*\b(?!\.vn)/g,
		/\{\d+\}|%!|<nil>|\bnull\b|\bundefined\b|\bNaN\b|01\/01\/0001|\b0001\b/g,
		/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g,
		/\b[a-z]{2,}(_[a-z]{2,})+\b/g,
	];
	if (document.documentElement.lang === "vi") found.push(/\b(the|and|of|with|this|are|your|signed|document|deadline)\b/gi);
	const lines = text.split("\n");
	return lines.flatMap(line => found.flatMap(pattern => [...line.matchAll(pattern)].map(m => m[0] + " in “" + line.trim().slice(0, 120) + "”"))).slice(0, 8);
})()`

// readsWell fails when the page shows what no reader should meet.
func (b *Tab) readsWell() {
	b.Helper()
	for _, line := range eval[[]string](b, strange) {
		b.Errorf("%s in %s shows %s", b.path(), eval[string](b, `document.documentElement.lang`), line)
	}
}

// unfold opens every fold of the page but the header's menu, which would cover it.
func (b *Tab) unfold() {
	b.Helper()
	eval[bool](b, `document.querySelectorAll("details:not(.who)").forEach(d => { d.open = true; }), true`)
}

// stands judges the open page at a desk and on a phone: its width and words always, the rest when no page like it was judged.
func (b *Tab) stands(path string) {
	b.Helper()
	b.unfold()
	known := b.wasJudged()
	for _, width := range []int64{1440, 360} {
		b.width(width)
		b.fits()
		if !known {
			b.keepsStandards()
		}
	}
	b.readsWell()
	if !known {
		b.standsInEnglish(path)
	}
	b.width(1440)
	if complaints := b.heard(); len(complaints) > 0 {
		b.Errorf("%s: console: %s", path, strings.Join(complaints, "\n"))
	}
}

// standsInEnglish judges width and words of the page for a reader of English, on a phone.
func (b *Tab) standsInEnglish(path string) {
	b.Helper()
	b.language("en")
	b.open(path)
	b.unfold()
	b.fits()
	b.readsWell()
	b.language("vi")
}
