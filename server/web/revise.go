package web

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"congvan/office"
	"congvan/office/regulation"
	"congvan/routing"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// sessionChanged holds what the last change of a version did until the next page says it.
const sessionChanged = "regulation_changed"

// change is one change of a draft: what it does to the version, and what is said of it.
type change struct {
	said string              // catalogue key
	args []string            // of it
	undo *regulation.Clause  // as it was before; nil when there is nothing to take back
	gone bool                // that clause is in the draft no more
	open *page.OpenClause    // the form of a clause that was sent, to come back when it is refused
	form bool                // the form of the whole version was sent
	part func(string) string // the input that a place in the version belongs to; nil: none
}

// keptSheet reads the draft of the address for somebody who changes it. To whom the draft is not shown it does not exist.
func (s *Site) keptSheet(c echo.Context, actor office.Actor) (*sheet, error) {
	v, err := s.readSheet(c, actor)
	switch {
	case err != nil:
		return nil, err
	case !keeps(actor):
		return nil, office.Forbidden("regulation.only_organiser")
	case v.State != regulation.StateDraft:
		return nil, office.Conflict("regulation.adopted_already")
	}
	return v, nil
}

// revise keeps the changed version, and leads back to its page. What is refused comes back with what was typed; so does what somebody else has
// overtaken, beside the draft as it is now.
func (s *Site) revise(c echo.Context, actor office.Actor, v *sheet, changed regulation.Version, done change) error {
	changed.Revision = version(c)
	_, err := s.Regulation.Revise(c.Request().Context(), actor, changed)
	view := page.Regulation{Clause: done.open}
	if done.form {
		view.Rules = v.rules(changed, true)
	}
	if office.KindOf(err) == office.KindStale {
		view.Errors = page.Errors{{Text: s.words(c, office.Stale(done.staleKey()))}}
		return s.showVersion(c, actor, http.StatusConflict, v, view)
	}
	if messages, ok := s.refused(c, err, nil); ok {
		view.Errors = placed(messages, done.part)
		return s.showVersion(c, actor, http.StatusUnprocessableEntity, v, view)
	}
	if err != nil {
		return err
	}
	s.putChanged(c, done)
	return c.Redirect(http.StatusSeeOther, v.address()+"?view="+v.view)
}

// staleKey says that somebody else was faster, and what became of what was typed.
func (done change) staleKey() string {
	if done.open == nil && !done.form {
		return "matrix.stale.cell"
	}
	return "matrix.stale"
}

// placed puts messages about places in a version to the inputs of a form; those about other places stand on top only.
func placed(messages page.Errors, part func(string) string) page.Errors {
	for i := range messages {
		if part != nil {
			messages[i].Field = part(messages[i].Field)
		}
	}
	return messages
}

var clausePlace = regexp.MustCompile(`^clauses\[(\d+)\]\.(\w+)$`)

// clauseInput is the input of the clause at a place in the version.
func clauseInput(at int) func(string) string {
	return func(place string) string {
		found := clausePlace.FindStringSubmatch(place)
		if found == nil {
			return place
		}
		if found[1] != strconv.Itoa(at) {
			return ""
		}
		if found[2] == "post" || found[2] == "department" {
			return "target"
		}
		return found[2]
	}
}

// reviseCell gives a field to a post or department, or takes it away: POST /regulations/:id/cells.
func (s *Site) reviseCell(c echo.Context, actor office.Actor) error {
	v, err := s.keptSheet(c, actor)
	if err != nil {
		return err
	}
	field, at, become, err := v.cellAsked(c.FormValue("cell"))
	if err != nil {
		if messages, ok := s.refused(c, err, nil); ok {
			return s.showVersion(c, actor, http.StatusUnprocessableEntity, v, page.Regulation{Errors: messages})
		}
		return err
	}
	changed := v.Version
	if become {
		done := give(&changed, field, at)
		done.args = []string{v.fieldWords(field), at.Title}
		return s.revise(c, actor, v, changed, done)
	}
	done := take(&changed, field, at)
	done.args = []string{v.fieldWords(field), at.Title}
	return s.revise(c, actor, v, changed, done)
}

func (s *sheet) fieldWords(field office.FieldCode) string {
	if field == "" {
		return s.phrase("matrix.every_field")
	}
	return fieldName(s.lang, field)
}

// cellAsked is the cell that a button sent: field, column, and whether the column is to have the field.
func (s *sheet) cellAsked(value string) (office.FieldCode, column, bool, error) {
	parts := strings.Fields(value)
	unknown := office.Invalid("matrix.cell_unknown", "")
	if len(parts) != 3 || parts[2] != "on" && parts[2] != "off" {
		return "", column{}, false, unknown
	}
	field := office.FieldCode(parts[0])
	if parts[0] == everyField {
		field = ""
	} else if !regulation.FieldKnown(field) {
		return "", column{}, false, unknown
	}
	for _, c := range s.columns() {
		if c.id.String() == parts[1] {
			return field, c, parts[2] == "on", nil
		}
	}
	return "", column{}, false, unknown
}

// give adds a clause that gives a field to a column, after the last of the same kind. Its place in the text is not known yet: the page asks for it.
func give(v *regulation.Version, field office.FieldCode, at column) change {
	k := regulation.Clause{ID: office.NewID(), Slot: at.slot}
	if field != "" {
		k.Fields = []office.FieldCode{field}
	}
	if at.Department {
		k.DepartmentID = &at.id
	} else {
		k.PostID = &at.id
	}
	insert(v, k)
	return change{said: "matrix.done.given"}
}

// insert puts a clause after the last for the same post or department in the same slot, else after the last of its slot, else at the end.
func insert(v *regulation.Version, k regulation.Clause) int {
	after := len(v.Clauses)
	for i, other := range v.Clauses {
		if other.Slot == k.Slot {
			after = i + 1
		}
	}
	for i, other := range v.Clauses {
		if other.Slot == k.Slot && same(other.PostID, k.PostID) && same(other.DepartmentID, k.DepartmentID) {
			after = i + 1
		}
	}
	v.Clauses = slices.Insert(slices.Clone(v.Clauses), after, k)
	return after
}

func same(a, b *office.ID) bool { return a == b || a != nil && b != nil && *a == *b }

// take takes a field out of the clauses that give it to a column; a clause that gave nothing else is dropped, for without a field it would give all.
func take(v *regulation.Version, field office.FieldCode, at column) change {
	done := change{said: "matrix.done.taken"}
	var kept []regulation.Clause
	for _, k := range v.Clauses {
		if !gives(k, field, at) {
			kept = append(kept, k)
			continue
		}
		before := k
		done.undo, done.gone = &before, len(k.Fields) <= 1
		if !done.gone {
			k.Fields = slices.DeleteFunc(slices.Clone(k.Fields), func(f office.FieldCode) bool { return f == field })
			kept = append(kept, k)
		}
	}
	v.Clauses = kept
	return done
}

// addClause adds a clause: POST /regulations/:id/clauses.
func (s *Site) addClause(c echo.Context, actor office.Actor) error {
	v, err := s.keptSheet(c, actor)
	if err != nil {
		return err
	}
	k, err := typedClause(c, regulation.Clause{ID: office.NewID()})
	if refused, shown := s.showTyped(c, actor, v, k, true, err); shown {
		return refused
	}
	changed := v.Version
	at := insert(&changed, k)
	return s.revise(c, actor, v, changed, change{said: "matrix.done.added", args: []string{k.Reference}, open: v.openClause(k, true), part: clauseInput(at)})
}

// reviseClause changes one clause: POST /regulations/:id/clauses/:clause.
func (s *Site) reviseClause(c echo.Context, actor office.Actor) error {
	return s.onClause(c, actor, func(v *sheet, at int) error {
		kept := v.Clauses[at]
		k, err := typedClause(c, kept)
		if refused, shown := s.showTyped(c, actor, v, k, false, err); shown {
			return refused
		}
		changed := v.Version
		changed.Clauses = slices.Clone(v.Clauses)
		changed.Clauses[at] = k
		return s.revise(c, actor, v, changed, change{said: "matrix.done.changed", args: []string{k.Reference}, undo: &kept, open: v.openClause(k, false), part: clauseInput(at)})
	})
}

// showTyped shows a form that could not even be read as a clause.
func (s *Site) showTyped(c echo.Context, actor office.Actor, v *sheet, k regulation.Clause, isNew bool, err error) (answer error, shown bool) {
	messages, ok := s.refused(c, err, nil)
	if ok {
		return s.showVersion(c, actor, http.StatusUnprocessableEntity, v, page.Regulation{Clause: v.openClause(k, isNew), Errors: messages}), true
	}
	return err, err != nil
}

// removeClause drops a clause: POST /regulations/:id/clauses/:clause/remove.
func (s *Site) removeClause(c echo.Context, actor office.Actor) error {
	return s.onClause(c, actor, func(v *sheet, at int) error {
		gone, changed := v.Clauses[at], v.Version
		changed.Clauses = slices.Delete(slices.Clone(v.Clauses), at, at+1)
		return s.revise(c, actor, v, changed, change{said: "matrix.done.removed", args: []string{gone.Reference}, undo: &gone, gone: true})
	})
}

// onClause does something to the clause of the address. One that somebody else has dropped meanwhile is told as what it is.
func (s *Site) onClause(c echo.Context, actor office.Actor, do func(v *sheet, at int) error) error {
	v, err := s.keptSheet(c, actor)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(v.Clauses, func(k regulation.Clause) bool { return k.ID.String() == c.Param("clause") })
	if at >= 0 {
		return do(v, at)
	}
	view := page.Regulation{Errors: page.Errors{{Text: s.words(c, office.Stale("matrix.clause_gone"))}}}
	if k, err := typedClause(c, regulation.Clause{}); err == nil && k.Reference != "" { // what was typed becomes a clause to be added
		view.Clause = v.openClause(k, true)
	}
	return s.showVersion(c, actor, http.StatusConflict, v, view)
}

// reviseRules changes what holds for the whole version: POST /regulations/:id/rules.
func (s *Site) reviseRules(c echo.Context, actor office.Actor) error {
	v, err := s.keptSheet(c, actor)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	changed := v.Version
	changed.Title, changed.DeputyID, changed.Precedence = oneLine(form.Get("title")), chosenPost(form.Get("deputy")), nil
	for _, word := range form["precedence"] {
		var selector routing.Selector
		if selector.UnmarshalText([]byte(word)) == nil { // one that is none leaves the order short, which is refused
			changed.Precedence = append(changed.Precedence, selector)
		}
	}
	changed.Substitutes = substitutesIn(form)
	return s.revise(c, actor, v, changed, change{said: "matrix.done.rules", form: true})
}

// discardDraft drops a draft: POST /regulations/:id/discard.
func (s *Site) discardDraft(c echo.Context, actor office.Actor) error {
	v, err := s.keptSheet(c, actor)
	if err != nil {
		return err
	}
	if c.FormValue("sure") != "yes" {
		messages := page.Errors{{Field: "sure", Text: s.words(c, office.Invalid("matrix.discard.unsure", "sure"))}}
		return s.showVersion(c, actor, http.StatusUnprocessableEntity, v, page.Regulation{Errors: messages, Rules: v.rules(v.Version, true)})
	}
	if err := s.Regulation.Discard(c.Request().Context(), actor, v.ID); err != nil {
		return err
	}
	s.done(c, "matrix.done.discarded", v.Title)
	return c.Redirect(http.StatusSeeOther, "/regulations")
}

func chosenPost(text string) *office.ID {
	id, err := office.ParseID("", text)
	if err != nil {
		return nil
	}
	return &id
}

// substitutesIn reads who stands in for whom: the inputs "substitutes-…", each as often as there are places.
func substitutesIn(form url.Values) map[office.ID][]office.ID {
	all := map[office.ID][]office.ID{}
	for name, places := range form {
		text, ok := strings.CutPrefix(name, "substitutes-")
		post := chosenPost(text)
		if !ok || post == nil {
			continue
		}
		for _, place := range places {
			if by := chosenPost(place); by != nil {
				all[*post] = append(all[*post], *by)
			}
		}
	}
	return all
}

// putChanged remembers what a change did, with the form that takes it back.
func (s *Site) putChanged(c echo.Context, done change) {
	values := url.Values{"said": {done.said}, "args": done.args}
	if done.undo != nil {
		values["undo"] = []string{done.undo.ID.String()}
		if done.gone {
			values["gone"] = []string{"yes"}
		}
		for name, list := range clauseForm(*done.undo) {
			values["f."+name] = list
		}
	}
	s.Sessions.Put(c.Request().Context(), sessionChanged, values.Encode())
}

// popChanged is what the last change did.
func (s *Site) popChanged(c echo.Context) *page.Changed {
	values, err := url.ParseQuery(s.Sessions.PopString(c.Request().Context(), sessionChanged))
	if err != nil || values.Get("said") == "" {
		return nil
	}
	var args []any
	for _, arg := range values["args"] {
		args = append(args, arg)
	}
	changed := page.Changed{Text: page.Say(values.Get("said"), args...), Path: "/clauses"}
	if values.Get("gone") == "" {
		changed.Path += "/" + values.Get("undo")
	}
	for name, list := range values {
		if input, ok := strings.CutPrefix(name, "f."); ok {
			for _, value := range list {
				changed.Undo = append(changed.Undo, page.Hidden{Name: input, Value: value})
			}
		}
	}
	slices.SortFunc(changed.Undo, func(a, b page.Hidden) int { return strings.Compare(a.Name+" "+a.Value, b.Name+" "+b.Value) })
	return &changed
}

// clauseForm is a clause as its form would send it.
func clauseForm(k regulation.Clause) url.Values {
	form := url.Values{"reference": {k.Reference}, "wording": {k.Wording}, "slot": {k.Slot.String()}, "fields": retyped[string](k.Fields),
		"areas": retyped[string](k.Areas), "kinds": retyped[string](k.Kinds), "issuers": k.Issuers, "urgencies": retyped[string](k.Urgencies)}
	switch {
	case k.PostID != nil:
		form.Set("target", postTarget+k.PostID.String())
	case k.DepartmentID != nil:
		form.Set("target", departmentTarget+k.DepartmentID.String())
	}
	return form
}
