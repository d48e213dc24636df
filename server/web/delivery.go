package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"congvan/language"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/routing"
	"congvan/server/web/page"

	"github.com/labstack/echo/v4"
)

// deliveryPage shows a received paper: GET /deliveries/:id. Opening it is noted: once for the sender, each time for the record.
func (s *Site) deliveryPage(c echo.Context, actor office.Actor) error {
	delivery, err := id(c, "id")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := s.Dispatch.Open(ctx, actor, delivery); err != nil {
		return err
	}
	view, err := s.delivery(c, actor, delivery)
	if office.KindOf(err) == office.KindNotFound {
		return s.outOfSight(c, actor, delivery, err)
	}
	if err != nil {
		return err
	}
	if err := s.Desk.MarkRead(ctx, actor, view.paper.DocumentID); err != nil {
		return err
	}
	return s.show(c, actor, http.StatusOK, view.page())
}

// outOfSight answers whoever comes from a notice about a paper that he may not open: why that is so, and nothing of the paper. Everybody
// else is told that there is none.
func (s *Site) outOfSight(c echo.Context, actor office.Actor, delivery office.ID, notFound error) error {
	told, err := s.Dispatch.Told(c.Request().Context(), actor, delivery)
	if err != nil || !told {
		return cmp.Or(err, notFound)
	}
	return s.show(c, actor, http.StatusNotFound, page.Failure{Status: http.StatusNotFound, Key: "web.error.out_of_sight"})
}

// delivery is what the page of a received paper is made of.
type delivery struct {
	lang        language.Lang
	actor       office.Actor
	paper       dispatch.View
	organ       *org.Structure
	explanation *regulation.Explanation
	reaches     map[office.FieldCode]string // whom another field would reach
	searchable  bool
	errors      page.Errors
}

func (s *Site) delivery(c echo.Context, actor office.Actor, id office.ID) (delivery, error) {
	ctx, v := c.Request().Context(), delivery{lang: s.Language(c), actor: actor}
	var err error
	if v.paper, err = s.Dispatch.Get(ctx, actor, id); err != nil {
		return v, err
	}
	if v.organ, err = s.Org.StructureAt(ctx, actor, v.paper.OrganID); err != nil {
		return v, err
	}
	if v.explanation, err = s.Dispatch.Explain(ctx, actor, id, v.lang); err != nil {
		return v, err
	}
	if v.searchable, err = s.Find.Searchable(ctx, v.paper.DocumentID); err != nil {
		return v, err
	}
	v.reaches, err = s.reaches(c, actor, v.paper, v.likelyFields())
	return v, err
}

// comesFrom is the old organ's delivery that the work goes on from, for who reads the papers of organs whose place his has taken.
func (v delivery) comesFrom() string {
	if !v.actor.SeesOrgan() || len(v.actor.Inherits) == 0 {
		return ""
	}
	return deliveryAt(v.paper.Succeeds)
}

func deliveryAt(id *office.ID) string {
	if id == nil {
		return ""
	}
	return "/deliveries/" + id.String()
}

// reaches tells whom a paper would reach in each of some fields.
func (s *Site) reaches(c echo.Context, actor office.Actor, d dispatch.View, fields []office.FieldCode) (map[office.FieldCode]string, error) {
	ctx := c.Request().Context()
	choices := make([]dispatch.Choice, len(fields))
	for i, f := range fields {
		choices[i] = dispatch.Choice{Fields: []office.FieldCode{f}}
	}
	answers, err := s.Dispatch.WouldReach(ctx, actor, d.ID, choices)
	if err != nil {
		return nil, err
	}
	asked := make([]regulation.OfOrgan, len(answers))
	for i, a := range answers {
		asked[i] = regulation.OfOrgan{Organ: actor.Organ, Answer: a}
	}
	named, err := s.Regulation.Name(ctx, actor.Day, asked...)
	reached := map[office.FieldCode]string{}
	for i, n := range named {
		reached[fields[i]] = leaderLine(s.Language(c), n)
	}
	return reached, err
}

// leaderLine is whom a paper would reach: the post first, who has its desk second.
func leaderLine(lang language.Lang, n regulation.Named) string {
	switch {
	case n.Person == "":
		return n.Leader
	case n.StoodIn:
		return language.Text(lang, "web.reaches.stood_in", n.Leader, n.Person)
	default:
		return n.Leader + ": " + n.Person
	}
}

func (v delivery) page() page.Document {
	d := v.paper
	view := page.Document{Address: "/deliveries/" + d.ID.String(), Version: d.Version, Number: d.Code, Subject: shownSubject(d.Kind, d.Subject), Issuer: d.SenderName,
		IssuedOn: d.Document.IssuedOn, Kind: kindName(d.Kind), Urgency: string(d.Urgency), State: string(d.State), Field: fieldName(v.lang, v.field()),
		PDF: pdf("/deliveries/"+d.ID.String()+"/file", &d.Main, kindName(d.Kind)+" "+d.Code), Do: v.do(), Report: signatureReport(v.lang, d.Report),
		Facts: v.facts(), Words: v.endorsements(), History: v.history(), Holders: v.holders(), Errors: v.errors, Searchable: v.searchable,
		GoesOn: deliveryAt(v.paper.SucceededBy), ComesFrom: v.comesFrom()}
	if d.NumberIn != nil {
		view.NumberIn = strconv.Itoa(*d.NumberIn)
	}
	if v.explanation != nil {
		view.Why = v.why()
	}
	if contains(d.Acts, dispatch.ActReroute) {
		view.Wrong = v.wrongField()
	}
	view.Propose, view.Proposed = v.proposeForm(), v.proposed()
	return view
}

// field is the principal field in force: what was confirmed, else what the sender said.
func (v delivery) field() office.FieldCode {
	for _, f := range v.paper.Facts {
		if f.Name == dispatch.FactField && f.Principal {
			return office.FieldCode(f.Value)
		}
	}
	if len(v.paper.Facts) == 0 && len(v.paper.Proposed.Fields) > 0 {
		return v.paper.Proposed.Fields[0]
	}
	return ""
}

// mine finds open work of the actor in one of the parts.
func (v delivery) mine(parts ...desk.Part) (desk.Item, bool) {
	for _, item := range v.paper.Work {
		if contains(parts, item.Part) && desk.Mine(v.actor, item) {
			return item, true
		}
	}
	return desk.Item{}, false
}

// may reports whether the state and the policies allow an act.
func (v delivery) may(act dispatch.Act) bool { return contains(v.paper.Acts, act) }

// do is what the person may do now, the most expected first.
func (v delivery) do() page.Do {
	do := page.Do{Start: v.may(dispatch.ActStart), Finish: v.may(dispatch.ActFinish), Endorse: v.may(dispatch.ActAssign)}
	_, distributes := v.mine(desk.Distribute)
	_, leads := v.mine(desk.Lead)
	handled, handles := v.mine(desk.Handle)
	if distributes {
		do.Distribute = v.distributeForm()
	}
	if v.may(dispatch.ActAssign) && (leads || !distributes && !handles) {
		do.Assign, do.Note = v.assignForm(), page.Say("web.do.note.proposed")
	}
	if handles {
		do.HandDown = v.officers(handled)
	}
	do.Give = v.giveForm()
	do.HandBack = (leads || handles) && (do.Assign != nil || handles)
	if v.may(dispatch.ActRegister) {
		do.Receive = "/receive/" + v.paper.ID.String()
	}
	do.Heading = page.Say("web.do.heading." + v.task(distributes, leads || do.Assign != nil, handles))
	return do
}

func (v delivery) task(distributes, leads, handles bool) string {
	switch {
	case v.may(dispatch.ActRegister):
		return "receive"
	case distributes:
		return "distribute"
	case handles:
		return "handle"
	case leads:
		return "lead"
	default:
		return "inform"
	}
}

func (v delivery) distributeForm() *page.DistributeForm {
	var leaders []org.Post
	for _, role := range []office.Role{office.RoleHead, office.RoleDeputy} {
		leaders = append(leaders, v.organ.WithRole(role)...)
	}
	form := &page.DistributeForm{}
	for _, p := range leaders {
		form.Leaders = append(form.Leaders, page.Option{Value: p.ID.String(), Text: titled(v.organ, p), Chosen: v.paper.LeaderPost != nil && *v.paper.LeaderPost == p.ID})
	}
	return form
}

// assignForm offers every post below the leaders; what the regulation proposes is chosen already.
func (v delivery) assignForm() *page.AssignForm {
	lang, answer := v.lang, v.lastAnswer()
	form := &page.AssignForm{Phrases: []string{language.Text(lang, "web.do.phrase.report"), language.Text(lang, "web.do.phrase.propose"), language.Text(lang, "web.do.phrase.join")}}
	chosen := answer.HandlerPost()
	if v.paper.OfficerPost != nil {
		chosen = v.paper.OfficerPost
	}
	for _, d := range v.organ.Departments {
		group := page.Group{Name: d.Name}
		for _, p := range v.organ.OpenPosts() {
			if p.DepartmentID != nil && *p.DepartmentID == d.ID {
				group.Options = append(group.Options, page.Option{Value: p.ID.String(), Text: titled(v.organ, p), Chosen: chosen != nil && *chosen == p.ID})
			}
		}
		form.Lead = append(form.Lead, group)
	}
	form.Cooperate = postOptions(v.organ, v.senior(), postIDs(answer.Decision.CoPosts)...)
	form.Inform = postOptions(v.organ, v.senior(), postIDs(answer.Decision.Inform)...)
	return form
}

// senior are the posts that cooperate for their part of the organ: leaders and heads of departments.
func (v delivery) senior() []org.Post {
	var posts []org.Post
	for _, p := range v.organ.OpenPosts() {
		if p.Role.Leading() {
			posts = append(posts, p)
		}
	}
	return posts
}

func (v delivery) lastAnswer() regulation.Answer {
	if n := len(v.paper.Decisions); n > 0 {
		return v.paper.Decisions[n-1].Answer
	}
	return regulation.Answer{}
}

func postIDs(posts []routing.Post) []office.ID {
	var ids []office.ID
	for _, p := range posts {
		if id, err := office.ParseID("", string(p)); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// officers are those of the department to whom its head may hand the work down.
func (v delivery) officers(item desk.Item) []page.Option {
	held, ok := v.actor.Answers(item.PostID)
	if !ok || held.Role != office.RoleDepartmentHead && held.Role != office.RoleDepartmentVice && held.Role != office.RoleChiefOfOffice {
		return nil
	}
	var options []page.Option
	for _, p := range v.organ.Posts {
		if p.DepartmentID != nil && *p.DepartmentID == held.Department && p.ID != item.PostID {
			options = append(options, page.Option{Value: p.ID.String(), Text: titled(v.organ, p)})
		}
	}
	return options
}

// likelyFields are those that the paper also concerns, then the neighbours of its field in the tree: wrong by one is the usual mistake.
func (v delivery) likelyFields() []office.FieldCode {
	if !contains(v.paper.Acts, dispatch.ActReroute) {
		return nil
	}
	now, likely := v.field(), []office.FieldCode{}
	for _, f := range v.paper.Proposed.Fields {
		if f != now {
			likely = append(likely, f)
		}
	}
	leaves := slices.DeleteFunc(regulation.Fields(), func(f regulation.Field) bool { return f.Parent == "" })
	at := slices.IndexFunc(leaves, func(f regulation.Field) bool { return f.Code == now })
	for _, i := range []int{at - 1, at + 1} {
		if at >= 0 && i >= 0 && i < len(leaves) && leaves[i].Parent == leaves[at].Parent && !contains(likely, leaves[i].Code) {
			likely = append(likely, leaves[i].Code)
		}
	}
	return likely[:min(3, len(likely))]
}

func (v delivery) wrongField() *page.WrongField {
	wrong := &page.WrongField{All: numbered(fieldGroups(v.lang))}
	for _, f := range v.likelyFields() {
		wrong.Likely = append(wrong.Likely, page.FieldChoice{Code: string(f), Name: regulation.FieldIn(v.lang, f), Reaches: v.reaches[f]})
	}
	return wrong
}
