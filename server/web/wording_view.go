package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/office/regulation/wording"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// textView is the view of what was read of a text.
type textView struct {
	page.FromText
	lang  language.Lang
	read  regulation.Proposed
	organ *org.Structure
}

func (s *Site) textView(c echo.Context, actor office.Actor, text string) (*textView, error) {
	ctx := c.Request().Context()
	v := &textView{lang: s.Language(c)}
	var err error
	if v.read, err = s.Regulation.ReadText(ctx, actor, text); err != nil {
		return v, err
	}
	if v.organ, err = s.Org.Structure(ctx, actor); err != nil {
		return v, err
	}
	names, err := s.organsNamed(c, v.read.Clauses)
	if err != nil {
		return v, err
	}
	v.Typed = text
	v.Read = &page.TextRead{Kind: string(v.read.Kind), Runs: v.runs(), Total: len(v.read.Proposals), Deputy: v.deputy(), Handed: v.handed(),
		Name: language.Text(v.lang, "assist.title_proposed", language.Date(v.lang, actor.Day.Time()))}
	versions, err := s.Regulation.List(ctx, actor)
	if err != nil {
		return v, err
	}
	for _, version := range versions {
		if version.State == regulation.StateDraft {
			v.Read.Into = append(v.Read.Into, page.Option{Value: version.ID.String(), Text: versionName(version)})
		}
	}
	for subject := range v.read.Subjects {
		if g := v.group(subject, names); len(g.Rows) > 0 {
			v.Read.Groups = append(v.Read.Groups, g)
		}
	}
	for i, u := range v.read.Unmatched {
		v.Read.Unmatched = append(v.Read.Unmatched, page.ReadPhrase{ID: "miss_" + strconv.Itoa(i), Words: u.Phrase(text), Reference: u.Reference, Why: "assist.why." + string(u.Why)})
	}
	for i, n := range v.read.Notes {
		v.Read.Notes = append(v.Read.Notes, page.ReadPhrase{ID: "note_" + strconv.Itoa(i), Words: n.Phrase(text), Why: "assist.noted." + string(n.Kind)})
	}
	return v, nil
}

// organsNamed are the names of the organs that clauses name as issuers.
func (s *Site) organsNamed(c echo.Context, clauses []regulation.Clause) (map[office.ID]string, error) {
	var ids []office.ID
	for _, clause := range clauses {
		for _, issuer := range clause.Issuers {
			if id, err := office.ParseID("", issuer); err == nil {
				ids = append(ids, id)
			}
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return s.Org.Names(c.Request().Context(), ids)
}

// group are the rows of one subject.
func (v *textView) group(subject int, names map[office.ID]string) page.ProposalGroup {
	who := v.read.Subjects[subject]
	g := page.ProposalGroup{Who: who.Phrase(v.read.Text), Doubts: doubtKeys(who.Doubts)}
	if p, ok := v.organ.Post(who.Post); ok {
		g.Known = titled(v.organ, p)
	}
	if d, ok := v.organ.Department(who.Department); ok {
		g.Known = d.Name
	}
	for i, p := range v.read.Proposals {
		if p.Subject == subject {
			g.Rows = append(g.Rows, v.row(i, names))
		}
	}
	return g
}

func (v *textView) row(i int, names map[office.ID]string) page.ProposalRow {
	p, c := v.read.Proposals[i], v.read.Clauses[i]
	sure := v.read.Certain(p)
	if sure {
		v.Read.Certain++
	}
	row := page.ProposalRow{N: strconv.Itoa(i), Sure: sure, Take: sure, Reference: p.Reference, Wording: p.Wording, Doubts: doubtKeys(p.Doubts),
		Slots: slotOptions(v.lang, c.Slot), Targets: v.targets(i)}
	for _, f := range p.Fields {
		row.Fields = append(row.Fields, page.Option{Value: string(f.Code), Text: fieldName(v.lang, f.Code), Note: f.Phrase(v.read.Text), Chosen: true})
	}
	if len(p.Fields) > 0 {
		row.More = numbered(fieldGroups(v.lang))
	}
	area := areaNames(v.organ)
	for _, a := range p.Areas {
		row.Areas = append(row.Areas, page.Option{Value: string(a.Code), Text: area[a.Code], Chosen: true})
	}
	row.AreasText = firstAndLast(row.Areas)
	for _, u := range p.Issuers {
		row.Issuers = append(row.Issuers, page.Option{Value: u.ID.String(), Text: names[u.ID], Note: u.Phrase(v.read.Text), Chosen: true})
	}
	return row
}

// targets are whom a clause may name, first those whom the words may mean.
func (v *textView) targets(i int) []page.Group {
	groups := targetGroups(v.lang, v.organ, v.read.Clauses[i])
	likely := page.Group{Name: language.Text(v.lang, "assist.target.likely")}
	for _, id := range v.read.Subjects[v.read.Proposals[i].Subject].Candidates {
		if p, ok := v.organ.Post(id); ok {
			likely.Options = append(likely.Options, page.Option{Value: "post:" + id.String(), Text: titled(v.organ, p)})
		}
	}
	if len(likely.Options) == 0 {
		return groups
	}
	return append([]page.Group{likely}, groups...)
}

func areaNames(organ *org.Structure) map[office.AreaCode]string {
	names := make(map[office.AreaCode]string, len(organ.Areas))
	for _, a := range organ.Areas {
		names[a.Code] = a.Name
	}
	return names
}

// firstAndLast is a long list in short: "Tổ dân phố 11 … Tổ dân phố 31".
func firstAndLast(list []page.Option) string {
	switch len(list) {
	case 0:
		return ""
	case 1:
		return list[0].Text
	case 2:
		return list[0].Text + ", " + list[1].Text
	}
	return list[0].Text + " … " + list[len(list)-1].Text
}

func doubtKeys(doubts []wording.Doubt) []string {
	keys := make([]string, len(doubts))
	for i, d := range doubts {
		keys[i] = "assist.doubt." + string(d)
	}
	return keys
}

func (v *textView) deputy() *page.Deputy {
	d := v.read.Deputy
	if d == nil {
		return nil
	}
	post, _ := v.organ.Post(d.Post)
	return &page.Deputy{ID: d.Post.String(), Post: titled(v.organ, post), Words: d.Phrase(v.read.Text), Take: true}
}

func (v *textView) handed() *page.HandedOver {
	h := v.read.Handed
	if h == nil || v.read.Kind != wording.Handover {
		return nil
	}
	out := &page.HandedOver{Open: h.Open}
	if h.From != "" {
		out.From = language.Date(v.lang, h.From.Time())
	}
	if h.Subject >= 0 {
		out.To = v.read.Subjects[h.Subject].Phrase(v.read.Text)
	}
	return out
}

// runs cuts the text into what is marked and what is not. Of phrases that overlap the first stands.
func (v *textView) runs() []page.TextRun {
	type mark struct {
		wording.Span
		kind, href string
	}
	var marks []mark
	for i, p := range v.read.Proposals {
		kind := "doubt"
		if v.read.Certain(p) {
			kind = "sure"
		}
		marks = append(marks, mark{p.Span, kind, "#clause_" + strconv.Itoa(i)})
	}
	for i, u := range v.read.Unmatched {
		marks = append(marks, mark{u.Span, "miss", "#miss_" + strconv.Itoa(i)})
	}
	for i, n := range v.read.Notes {
		marks = append(marks, mark{n.Span, "note", "#note_" + strconv.Itoa(i)})
	}
	for _, s := range v.read.Subjects {
		marks = append(marks, mark{s.Span, "who", ""})
	}
	slices.SortStableFunc(marks, func(a, b mark) int { return cmp.Compare(a.Start, b.Start) })
	var runs []page.TextRun
	at := 0
	for _, m := range marks {
		if m.Start < at {
			continue
		}
		runs = append(runs, page.TextRun{Text: v.read.Text[at:m.Start]}, page.TextRun{Text: m.Of(v.read.Text), Mark: m.kind, Href: m.href})
		at = m.End
	}
	return append(runs, page.TextRun{Text: v.read.Text[at:]})
}

// choose puts what the form says over what was proposed.
func (v *textView) choose(form url.Values) {
	v.Read.Name = form.Get("title")
	tick(v.Read.Into, form["into"])
	if v.Read.Deputy != nil {
		v.Read.Deputy.Take = form.Get("deputy") != ""
	}
	for g := range v.Read.Groups {
		for r := range v.Read.Groups[g].Rows {
			row := &v.Read.Groups[g].Rows[r]
			row.Take = slices.Contains(form["take"], row.N)
			row.Reference = form.Get("reference_" + row.N)
			tick(row.Slots, form["slot_"+row.N])
			for t := range row.Targets {
				tick(row.Targets[t].Options, form["target_"+row.N])
			}
			chosen := form["field_"+row.N]
			tick(row.Fields, chosen)
			for _, more := range row.More {
				tick(more.Options, slices.DeleteFunc(slices.Clone(chosen), func(code string) bool {
					return slices.ContainsFunc(row.Fields, func(o page.Option) bool { return o.Value == code })
				}))
			}
			tick(row.Areas, form["area_"+row.N])
			tick(row.Issuers, form["issuer_"+row.N])
		}
	}
}

func tick(options []page.Option, chosen []string) {
	for i := range options {
		options[i].Chosen = slices.Contains(chosen, options[i].Value)
	}
}

// wordingWords are the keys that these pages put together from what was read.
func wordingWords() []string {
	var keys []string
	for prefix, words := range map[string]string{
		"assist.kind.":  "handover principles other handover.hint principles.hint other.hint",
		"assist.doubt.": "several_posts nobody_found name_unknown name_elsewhere part_only no_verb two_leaders excepted no_such_area in_general head_of_unit",
		"assist.why.":   "field area range unit exception of_nobody foreign_title",
		"assist.noted.": "general committee oversight count",
		"assist.slot.":  "leader department officer signer co_leader co_department inform",
		"assist.":       "unmatched notes unmatched.hint notes.hint",
	} {
		for word := range strings.FieldsSeq(words) {
			keys = append(keys, prefix+word)
		}
	}
	return keys
}
