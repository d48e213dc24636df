package page

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"congvan/language"

	"golang.org/x/net/html"
)

var update = flag.Bool("update", false, "write the golden outlines anew")

// render gives a sample's page as a reader of the language gets it.
func render(t *testing.T, s sample, lang language.Lang) []byte {
	t.Helper()
	component := Page(sampleShell("/work"), s.view)
	if s.plain {
		component = PlainPage("/sign-in", s.view)
	}
	var out bytes.Buffer
	if err := component.Render(WithLanguage(context.Background(), lang), &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// each renders every sample in both languages, parsed.
func each(t *testing.T, check func(t *testing.T, s sample, lang language.Lang, root *html.Node)) {
	for _, s := range samples() {
		for _, lang := range language.All {
			t.Run(s.name+"/"+string(lang), func(t *testing.T) {
				root, err := html.Parse(bytes.NewReader(render(t, s, lang)))
				if err != nil {
					t.Fatal(err)
				}
				check(t, s, lang, root)
			})
		}
	}
}

// elements lists the element nodes below root in document order.
func elements(root *html.Node) (list []*html.Node) {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			list = append(list, n)
		}
	}
	return list
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// words is the text of a node as it is read: without the keys' pictures.
func words(n *html.Node) string {
	var out strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "kbd" {
			out.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

var rawKey = regexp.MustCompile(`\b(web|dispatch|document|office|approval|matrix|regulation)(\.[a-z0-9_]+)+\b|\{\d`)

func TestAllTextComesFromTheCatalogues(t *testing.T) {
	each(t, func(t *testing.T, _ sample, _ language.Lang, root *html.Node) {
		for n := range root.Descendants() {
			if n.Type == html.TextNode && rawKey.MatchString(n.Data) {
				t.Errorf("raw key %q", strings.TrimSpace(n.Data))
			}
			for _, a := range n.Attr {
				// The label of a drawn page keeps places that the viewer fills in.
				if a.Key != "data-page-label" && rawKey.MatchString(a.Val) && !strings.HasSuffix(a.Val, ".pdf") {
					t.Errorf("raw key in %s=%q", a.Key, a.Val)
				}
			}
		}
	})
}

func TestTheEnglishPageIsNotTheVietnameseOne(t *testing.T) {
	for _, s := range samples() {
		if bytes.Equal(render(t, s, language.Vietnamese), render(t, s, language.English)) {
			t.Errorf("%s reads the same in both languages", s.name)
		}
	}
}

func TestNothingIsInline(t *testing.T) {
	each(t, func(t *testing.T, _ sample, _ language.Lang, root *html.Node) {
		for _, n := range elements(root) {
			if n.Data == "style" || has(n, "style") || n.Data == "script" && !has(n, "src") {
				t.Errorf("inline <%s>: the content policy forbids it", n.Data)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") || strings.HasPrefix(a.Val, "javascript:") {
					t.Errorf("inline script %s=%q", a.Key, a.Val)
				}
			}
		}
	})
}

func TestHeadingsFormAnOutline(t *testing.T) {
	each(t, func(t *testing.T, _ sample, _ language.Lang, root *html.Node) {
		last, tops := 0, 0
		for _, n := range elements(root) {
			if len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' || inside(n, "nav") {
				continue
			}
			level := int(n.Data[1] - '0')
			if level == 1 {
				tops++
			}
			if level > last+1 {
				t.Errorf("<%s> %q follows a heading of level %d", n.Data, words(n), last)
			}
			last = level
		}
		if tops != 1 {
			t.Errorf("%d headings of the first level, want 1", tops)
		}
	})
}

func inside(n *html.Node, name string) bool {
	for p := range n.Ancestors() {
		if p.Data == name {
			return true
		}
	}
	return false
}

func TestIdentifiersAreUniqueAndReferencesLead(t *testing.T) {
	each(t, func(t *testing.T, _ sample, _ language.Lang, root *html.Node) {
		ids := map[string]int{}
		for _, n := range elements(root) {
			if id := attribute(n, "id"); id != "" {
				ids[id]++
			}
		}
		for id, n := range ids {
			if n > 1 {
				t.Errorf("the id %q stands %d times", id, n)
			}
		}
		for _, n := range elements(root) {
			for _, name := range []string{"for", "aria-labelledby", "aria-describedby", "data-into", "data-next-page", "data-checks"} {
				for _, id := range strings.Fields(attribute(n, name)) {
					if ids[id] == 0 {
						t.Errorf("%s=%q leads nowhere", name, id)
					}
				}
			}
			if href := attribute(n, "href"); n.Data == "a" && strings.HasPrefix(href, "#") && ids[href[1:]] == 0 {
				t.Errorf("the link to %q leads nowhere", href)
			}
		}
	})
}

func TestEveryControlHasAName(t *testing.T) {
	each(t, func(t *testing.T, _ sample, _ language.Lang, root *html.Node) {
		labelled := map[string]bool{}
		for _, n := range elements(root) {
			if n.Data == "label" {
				labelled[attribute(n, "for")] = words(n) != ""
			}
		}
		for _, n := range elements(root) {
			switch n.Data {
			case "input", "select", "textarea":
				if attribute(n, "type") != "hidden" && attribute(n, "aria-label") == "" && !labelled[attribute(n, "id")] {
					t.Errorf("<%s name=%q> has no label", n.Data, attribute(n, "name"))
				}
			case "button", "a", "summary":
				if words(n) == "" && attribute(n, "aria-label") == "" {
					t.Errorf("<%s> without words: %v", n.Data, n.Attr)
				}
			}
		}
	})
}

func TestFormsThatActArePosted(t *testing.T) {
	each(t, func(t *testing.T, _ sample, _ language.Lang, root *html.Node) {
		for _, n := range elements(root) {
			if n.Data != "form" || attribute(n, "method") == "post" {
				continue
			}
			if !slices.Contains([]string{"/search", "/board", "/registers/incoming", "/registers/outgoing", "/overrules", "/authority", "/regulations/on", "/regulations/compare", "/regulations/2/replay", ""}, attribute(n, "action")) {
				t.Errorf("the form to %q is not posted", attribute(n, "action"))
			}
		}
	})
}

func TestAFieldAtFaultSaysSoToScreenReaders(t *testing.T) {
	view := sampleRefused()
	root, err := html.Parse(bytes.NewReader(render(t, sample{view: view}, language.Vietnamese)))
	if err != nil {
		t.Fatal(err)
	}
	text := words(root)
	for _, e := range view.Open.Errors {
		if strings.Count(text, e.Text) < 2 {
			t.Errorf("%q stands %d times, want in the summary and at its field", e.Text, strings.Count(text, e.Text))
		}
	}
}

func TestWhatIsTypedIsEscaped(t *testing.T) {
	attack := `<script>alert(1)</script>"><img src=x>`
	view := sampleReceive()
	view.Rows[0].Subject, view.Open.Mend, view.Open.Duplicate.NumberIn = attack, attack, attack
	page := string(render(t, sample{view: view}, language.Vietnamese))
	if strings.Contains(page, "<script>alert") || strings.Contains(page, "<img src=x") {
		t.Error("what was typed became markup")
	}
}

func TestCatalogueTextsHoldNoTagButBold(t *testing.T) {
	tag := regexp.MustCompile(`<[^>]*>`)
	for _, lang := range language.All {
		for _, key := range language.Keys(lang) {
			for _, found := range tag.FindAllString(language.Text(lang, key), -1) {
				if found != "<b>" && found != "</b>" && strings.HasPrefix(key, "web.") {
					t.Errorf("%s %s holds %s", lang, key, found)
				}
			}
		}
	}
}

// TestPagesKeepTheirOutline compares what a page offers (headings, acts, fields) with a file that a person has read.
func TestPagesKeepTheirOutline(t *testing.T) {
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			root, err := html.Parse(bytes.NewReader(render(t, s, language.Vietnamese)))
			if err != nil {
				t.Fatal(err)
			}
			got, name := outline(root), filepath.Join("testdata", s.name+".txt")
			if *update {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("the outline changed; read it, then run with -update\n--- got\n%s", got)
			}
		})
	}
}

// outline lists headings, acts with where they are sent, and fields with their names, of the page's main part.
func outline(root *html.Node) string {
	var out strings.Builder
	for _, n := range elements(root) {
		if !inside(n, "main") {
			continue
		}
		switch n.Data {
		case "h1", "h2", "h3":
			fmt.Fprintf(&out, "%s %s\n", n.Data, words(n))
		case "form":
			fmt.Fprintf(&out, "  form %s %s\n", attribute(n, "method"), attribute(n, "action"))
		case "button":
			main := ""
			if strings.Contains(attribute(n, "class"), "btn--main") {
				main = " (main)"
			}
			fmt.Fprintf(&out, "    button%s %s%s\n", main, words(n), keyOf(n))
		case "input", "select", "textarea":
			if attribute(n, "type") != "hidden" {
				fmt.Fprintf(&out, "    %s %s %s%s\n", n.Data, attribute(n, "type"), attribute(n, "name"), keyOf(n))
			}
		case "summary":
			fmt.Fprintf(&out, "  fold %s%s\n", words(n), keyOf(n))
		}
	}
	return out.String()
}

func keyOf(n *html.Node) string {
	if key := attribute(n, "data-key"); key != "" {
		return " [" + key + "]"
	}
	return ""
}
