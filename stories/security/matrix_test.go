package security

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"congvan/demo"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/office/regulation"

	"github.com/labstack/echo/v4"
)

// roles of the matrix: the sender's office; the recipient's, with the leader and the officer who have the paper and with colleagues who have not;
// an office that was sent nothing; and nobody.
var roles = []Role{nobody,
	"thanhpho.vanthu", "thanhpho.chutich", "thanhpho.pct2", "thanhpho.chanhvp", "thanhpho.chuyenvien", "thanhpho.chuyenvienkgvx", "thanhpho.doancongtac", "thanhpho.quantri",
	"hoankiem.vanthu", "hoankiem.chutich", "hoankiem.pct2", "hoankiem.pct1", "hoankiem.chanhvp", "hoankiem.diachinh", "hoankiem.giaoduc", "hoankiem.noivu",
	"lang.vanthu", "lang.chutich", "lang.diachinh"}

// row is who gets what at a route: may lists who gets the page or has the form looked at, forbidden who may know of the thing but not do this.
// "thanhpho.*" is everybody of an organ, "*" everybody signed in. To all others there is no such thing.
type row struct{ may, forbidden string }

const (
	clerks  = "thanhpho.vanthu hoankiem.vanthu lang.vanthu"
	heads   = "thanhpho.chutich thanhpho.chanhvp hoankiem.chutich hoankiem.chanhvp lang.chutich" // and chiefs of office: who sees the organ's papers
	readers = "hoankiem.vanthu hoankiem.chutich hoankiem.pct2 hoankiem.chanhvp hoankiem.diachinh"
	// who may see the coverage of organs below, if there are any
	overseers = clerks + " " + heads + " thanhpho.pct2 thanhpho.doancongtac thanhpho.quantri hoankiem.pct1 hoankiem.pct2 hoankiem.noivu"
	drafters  = "thanhpho.vanthu thanhpho.chutich thanhpho.chanhvp thanhpho.chuyenvien" // who see a draft of the land officer's
	issuers   = drafters + " thanhpho.pct2"                                             // and once it is submitted
)

// public routes are answered to everybody.
var public = row{may: "public"}

// matrix is every route. A new one needs a row.
var matrix = map[string]row{
	"GET /healthz": public, "GET /readyz": public, "GET /static/*": public, "GET /verify": public, "POST /verify": public, "POST /language": public,
	"POST /keys": public, "GET /api/openapi.yaml": public, "GET /api": public, "GET /api/": public, "GET /sign-in": public, "POST /sign-in": public, "POST /sign-out": public,

	"GET /live": {may: "*"}, "GET /live/frame": {may: "*"}, "GET /": {may: "*"}, "GET /work": {may: "*"}, "GET /notices": {may: "*"}, "POST /notices/seen": {may: "*"}, "GET /search": {may: "*"}, "GET /outgoing": {may: "*"},
	"GET /sign": {may: "*"}, "GET /board": {may: "*"}, "GET /drafts/new": {may: "*"}, "POST /drafts": {may: "*"}, "POST /drafts/submit": {may: "*"},
	"GET /tokens": {may: "*"}, "POST /tokens": {may: "*"}, "POST /tokens/:id/revoke": {}, // the token of the address is nobody's: stories/api has others
	"GET /password": {may: "*"}, "POST /password": {may: "*"},

	"GET /deliveries/:id": {may: readers}, "GET /deliveries/:id/file": {may: readers},
	"POST /deliveries/:id/assign":     {may: "hoankiem.chutich hoankiem.pct2", forbidden: readers},
	"POST /deliveries/:id/endorse":    {may: "hoankiem.chutich hoankiem.pct2", forbidden: readers},
	"POST /deliveries/:id/distribute": {may: "hoankiem.chutich", forbidden: readers},
	"POST /deliveries/:id/start":      {may: "hoankiem.diachinh", forbidden: readers},
	"POST /deliveries/:id/hand-down":  {may: "hoankiem.diachinh", forbidden: readers},
	"POST /deliveries/:id/finish":     {may: "hoankiem.diachinh", forbidden: readers},
	"POST /deliveries/:id/hand-back":  {may: "hoankiem.pct2 hoankiem.diachinh", forbidden: readers},
	"POST /deliveries/:id/field":      {may: readers},

	"POST /deliveries/:id/overrule":                  {may: "hoankiem.chutich", forbidden: readers},
	"POST /deliveries/:id/field-proposals":           {may: "hoankiem.vanthu hoankiem.chanhvp", forbidden: readers},
	"POST /deliveries/:id/field-proposals/:proposal": {may: "hoankiem.chutich hoankiem.pct2", forbidden: readers},
	"GET /overrules":                                 {may: judges, forbidden: "*"},
	"POST /overrules/:id/draft":                      {forbidden: notOrganisers}, // there is no such overrule
	"GET /fields":                                    {may: "thanhpho.vanthu hoankiem.vanthu lang.vanthu hoankiem.noivu " + heads, forbidden: "*"},
	"POST /fields":                                   {may: "thanhpho.vanthu hoankiem.vanthu lang.vanthu hoankiem.noivu thanhpho.chanhvp hoankiem.chanhvp", forbidden: "*"},
	"POST /fields/:id/drop":                          {forbidden: notClassifiers}, // there is no such line
	"GET /authority":                                 {may: "*"},
	"POST /authority":                                {may: "thanhpho.quantri thanhpho.chutich hoankiem.chutich lang.chutich hoankiem.noivu", forbidden: "*"},
	"POST /authority/:id/end":                        {}, // there is none
	"POST /sign/:id/entrust":                         {may: "thanhpho.chutich", forbidden: issuers},

	"GET /queue": {may: clerks + " " + heads, forbidden: "*"}, "GET /receive": {may: clerks, forbidden: "*"},
	"GET /registers/incoming":          {may: clerks + " " + heads, forbidden: "*"},
	"GET /registers/outgoing":          {may: clerks + " " + heads, forbidden: "*"},
	"GET /registers/incoming/workbook": {may: clerks + " " + heads, forbidden: "*"},
	"GET /registers/outgoing/workbook": {may: clerks + " " + heads, forbidden: "*"},
	"POST /registers/incoming/reserve": {may: clerks, forbidden: "*"}, "POST /registers/outgoing/reserve": {may: clerks, forbidden: "*"},
	"POST /registers/incoming/outside": {may: clerks, forbidden: "*"}, "POST /registers/outgoing/outside": {may: clerks, forbidden: "*"},
	"POST /registers/incoming/void": {may: clerks, forbidden: "*"}, "POST /registers/outgoing/void": {may: clerks, forbidden: "*"},
	"POST /registers/incoming/open": {may: clerks, forbidden: "*"}, "POST /registers/outgoing/open": {may: clerks, forbidden: "*"},
	"GET /receive/:id":           {may: "hoankiem.vanthu", forbidden: notClerks},
	"GET /receive/:id/compare":   {forbidden: notClerks}, // there is nothing to compare it with
	"POST /receive/:id/register": {may: "hoankiem.vanthu", forbidden: notClerks},
	"POST /receive/:id/refuse":   {may: "hoankiem.vanthu", forbidden: notClerks},

	"GET /documents/:id": {may: issuers}, "GET /documents/:id/file": {may: issuers}, "GET /documents/:id/progress": {may: issuers},
	"GET /documents/:id/recipients/:delivery":              {may: "thanhpho.*"},
	"POST /documents/:id/recipients/:delivery/acknowledge": {may: "thanhpho.vanthu", forbidden: "thanhpho.*"},
	"GET /drafts/:id":            {may: drafters},
	"POST /drafts/:id":           {may: "thanhpho.chuyenvien", forbidden: drafters},
	"POST /drafts/:id/submit":    {may: "thanhpho.chuyenvien", forbidden: drafters},
	"GET /sign/:id":              {may: issuers},
	"POST /sign/:id":             {may: "thanhpho.pct2", forbidden: issuers},
	"POST /sign/:id/return":      {may: "thanhpho.pct2", forbidden: issuers},
	"GET /seal":                  {may: "thanhpho.vanthu", forbidden: "*"},
	"GET /seal/:id":              {may: "thanhpho.vanthu", forbidden: "*"},
	"POST /seal":                 {may: "thanhpho.vanthu", forbidden: "*"},
	"POST /seal/:id/seen":        {may: "thanhpho.vanthu", forbidden: "*"},
	"POST /seal/:id/aside":       {may: "thanhpho.vanthu", forbidden: "*"},
	"GET /dispatch/:id":          {may: "thanhpho.vanthu", forbidden: issuers},
	"POST /dispatch/:id":         {may: "thanhpho.vanthu", forbidden: issuers},
	"POST /dispatch/:id/preview": {may: "thanhpho.vanthu", forbidden: issuers},
	"POST /dispatch/:id/groups":  {may: "thanhpho.vanthu", forbidden: issuers}, "POST /dispatch/:id/groups/drop": {may: "thanhpho.vanthu", forbidden: issuers},

	"GET /regulations": {may: "*"}, "POST /regulations": {may: organisers, forbidden: "*"},
	"GET /coverage": {may: "*"}, "GET /coverage/workbook": {may: overseers, forbidden: "*"},
	"GET /coverage/:id":        {may: "hoankiem.* thanhpho.vanthu thanhpho.chutich thanhpho.pct2 thanhpho.chanhvp thanhpho.doancongtac thanhpho.quantri"}, // Hoàn Kiếm's
	"GET /regulations/:id":     {may: "hoankiem.noivu"},                                                                                                   // a draft
	"GET /regulations/:id/try": {may: "hoankiem.noivu"},
	"GET /regulations/on":      {may: "*"}, "GET /regulations/compare": {may: "*"},
	"GET /regulations/:id/replay": {may: "hoankiem.noivu"}, "GET /regulations/:id/adopt": {may: "hoankiem.noivu"}, "POST /regulations/:id/adopt": {may: "hoankiem.noivu"},
	"POST /regulations/:id/cells":                  {may: "hoankiem.noivu"},
	"POST /regulations/:id/clauses":                {may: "hoankiem.noivu"},
	"POST /regulations/:id/clauses/:clause":        {may: "hoankiem.noivu"},
	"POST /regulations/:id/clauses/:clause/remove": {may: "hoankiem.noivu"},
	"POST /regulations/:id/rules":                  {may: "hoankiem.noivu"},
	"POST /regulations/:id/discard":                {may: "hoankiem.noivu"},
	"GET /regulations/import":                      {may: organisers, forbidden: "*"}, "POST /regulations/import": {may: organisers, forbidden: "*"},
	"GET /regulations/import/template.xlsx": {may: organisers, forbidden: "*"}, "GET /regulations/:id/export.xlsx": {may: "hoankiem.noivu"},
	"GET /regulations/:id/export.json": {may: "hoankiem.noivu"}, "GET /regulations/:id/export.dmn": {may: "hoankiem.noivu"}, "GET /regulations/:id/export.pdf": {may: "hoankiem.noivu"},
	"GET /regulations/from-text": {may: organisers, forbidden: "*"}, "POST /regulations/from-text": {may: organisers, forbidden: "*"},
	"POST /regulations/from-text/draft": {may: organisers, forbidden: "*"},
	"GET /regulations/from-model":       {may: organisers, forbidden: "*"}, "POST /regulations/from-model/offer": {may: organisers, forbidden: "*"},
	"POST /regulations/from-model/withdraw": {may: organisers, forbidden: "*"},
	"GET /regulations/from-model/:id":       {forbidden: notOrganisers}, "POST /regulations/from-model/:id": {forbidden: notOrganisers}, // the model of the address is nobody's

	// The organ of whoever asks; the person and the post of the walk are Hoàn Kiếm's chairman, the others there are not.
	"GET /people": {may: "*"}, "POST /people": {may: organisers, forbidden: "*"}, "GET /people/organise": {may: organisers, forbidden: "*"},
	"GET /people/me/away": {may: "*"}, "GET /people/:id": {may: "hoankiem.*"},
	"POST /people/:id/name": {may: "hoankiem.noivu", forbidden: notOrganisers}, "POST /people/:id/appointments": {may: "hoankiem.noivu", forbidden: notOrganisers},
	"GET /people/:id/away":         {may: "hoankiem.chutich hoankiem.vanthu hoankiem.chanhvp hoankiem.noivu", forbidden: "hoankiem.*"},
	"POST /people/:id/away":        {may: "hoankiem.chutich hoankiem.vanthu hoankiem.chanhvp hoankiem.noivu", forbidden: "hoankiem.*"},
	"GET /people/absences/:id/end": {}, "POST /people/absences/:id/end": {},
	"GET /people/appointments/:id/end": {forbidden: notOrganisers}, "POST /people/appointments/:id/end": {forbidden: notOrganisers},
	"POST /people/posts": {may: organisers, forbidden: "*"}, "GET /people/posts/:id": {may: "hoankiem.*"},
	"POST /people/posts/:id": {may: "hoankiem.noivu", forbidden: notOrganisers}, "POST /people/posts/:id/appointments": {may: "hoankiem.noivu", forbidden: notOrganisers},
	"GET /people/posts/:id/close": {may: "hoankiem.noivu", forbidden: notOrganisers}, "POST /people/posts/:id/close": {may: "hoankiem.noivu", forbidden: notOrganisers},
	"POST /people/departments": {may: organisers, forbidden: "*"}, "POST /people/departments/:id": {forbidden: notOrganisers},
	"GET /people/departments/:id/close": {forbidden: notOrganisers}, "POST /people/departments/:id/close": {forbidden: notOrganisers},
	"GET /delegations": {may: "*"}, "POST /delegations": {may: delegators, forbidden: "*"},
	"GET /delegations/:id/end": {forbidden: notDelegators}, "POST /delegations/:id/end": {forbidden: notDelegators},
	"GET /duty": {may: "*"}, "POST /duty": {may: "thanhpho.chanhvp hoankiem.chanhvp hoankiem.noivu", forbidden: "*"},
	// Changes of organisation: who keeps them, those of the own organ. There is none in the walk.
	"GET /reorganisations": {may: organisers, forbidden: "*"}, "POST /reorganisations": {may: organisers, forbidden: "*"},
	"GET /reorganisations/:id": {forbidden: notOrganisers}, "POST /reorganisations/:id/rows": {forbidden: notOrganisers},
	"POST /reorganisations/:id/rows/remove": {forbidden: notOrganisers}, "POST /reorganisations/:id/suggest": {forbidden: notOrganisers},
	"POST /reorganisations/:id/approve": {forbidden: notOrganisers}, "POST /reorganisations/:id/withdraw": {forbidden: notOrganisers},

	// Other systems that are told: who keeps them, for the own organ. There is no such address to keep in the walk.
	"GET /webhooks": {may: keepers, forbidden: "*"}, "POST /webhooks": {may: keepers, forbidden: "*"},
	"GET /webhooks/:id": {forbidden: notKeepers}, "POST /webhooks/:id/rotate": {forbidden: notKeepers}, "POST /webhooks/:id/probe": {forbidden: notKeepers},
	"POST /webhooks/:id/stop": {forbidden: notKeepers}, "POST /webhooks/:id/start": {forbidden: notKeepers}, "POST /webhooks/:id/remove": {forbidden: notKeepers},
	"POST /webhooks/:id/messages/:message/resend": {forbidden: notKeepers},
}

// organisers keep the regulation of their organ.
const organisers = "thanhpho.quantri hoankiem.noivu"

// judges read what was decided against the regulation.
const judges = heads + " hoankiem.noivu"

var notClassifiers = others("thanhpho.vanthu hoankiem.vanthu lang.vanthu hoankiem.noivu thanhpho.chanhvp hoankiem.chanhvp")

// keepers may connect other systems to their organ.
const keepers = "thanhpho.quantri thanhpho.chanhvp hoankiem.chanhvp"

// delegators hand over, or enter what their head hands over.
const delegators = organisers + " thanhpho.chutich hoankiem.chutich lang.chutich"

var notKeepers, notOrganisers, notDelegators = others(keepers), others(organisers), others(delegators)

// others are all who are signed in but those of a list.
func others(list string) string {
	return strings.Join(texts(slices.DeleteFunc(slices.Clone(roles), func(r Role) bool { return listed(list, r) || r == nobody })), " ")
}

// notClerks are all but the clerks: to them the receiving screen is forbidden, whatever the address names.
var notClerks = strings.Join(texts(slices.DeleteFunc(slices.Clone(roles), func(r Role) bool { return strings.HasSuffix(string(r), ".vanthu") || r == nobody })), " ")

func texts(roles []Role) []string {
	list := make([]string, len(roles))
	for i, r := range roles {
		list[i] = string(r)
	}
	return list
}

func listed(list string, role Role) bool {
	for _, one := range strings.Fields(list) {
		if one == "*" || one == string(role) || strings.HasSuffix(one, ".*") && strings.HasPrefix(string(role), strings.TrimSuffix(one, "*")) {
			return true
		}
	}
	return false
}

// answer is the class of an answer.
type answer string

const (
	granted    answer = "granted" // the page, or the form looked at: a complaint about the input is one
	toSignIn   answer = "sign in first"
	isRefused  answer = "forbidden"
	isNotFound answer = "not found"
	broken     answer = "broken"
)

func (r row) want(role Role) answer {
	switch {
	case r == public:
		return granted
	case role == nobody:
		return toSignIn
	case listed(r.may, role):
		return granted
	case listed(r.forbidden, role):
		return isRefused
	default:
		return isNotFound
	}
}

func class(w *httptest.ResponseRecorder) answer {
	switch {
	case w.Code == http.StatusForbidden:
		return isRefused
	case w.Code == http.StatusNotFound:
		return isNotFound
	case w.Code >= 500 || w.Code == http.StatusTooManyRequests || w.Code == http.StatusBadRequest:
		return broken
	case strings.HasPrefix(w.Header().Get("Location"), "/sign-in"):
		return toSignIn
	default:
		return granted
	}
}

// garbage is input that no form would send.
var garbage = url.Values{"version": {"x"}, "lead": {"%%"}, "to": {"?"}, "signer": {"z"}, "field": {"x"}, "up_to": {"q"}, "due": {"31/02"}, "leader": {"-"},
	"old": {"không phải"}, "page": {"-1"}, "key": {""}}

// stage is the papers that the matrix asks for, one in each state.
type stage struct {
	arrived, assigned                dispatch.Delivery
	draft, submitted, signed, sealed document.Document
	rules                            regulation.Version // a draft of a regulation
	person, seat                     office.ID          // Hoàn Kiếm's chairman and his post
}

// The subjects stand in no page but of those who may see the paper.
const (
	ofArrived, ofAssigned, ofDraft, ofSubmitted, ofSigned, ofSealed = "sửa chợ Cây Gạo", "mốc giới khu Bàu Sen", "nạo vét bến Vân Phao", "gia cố kè Đá Chông",
		"kiểm tra đập Hồ Cói", "hạ tải cầu Lá Vông"
	leadersWords = "Đồng chí xuống ngay lối Hàng Sấu"
	ofRules      = "quy chế thử Bến Nứa"
)

func (c *City) stage(t *testing.T) stage {
	t.Helper()
	return stage{assigned: c.assign(t, Paper{Subject: ofAssigned}, leadersWords), arrived: c.send(t, Paper{Subject: ofArrived}), draft: c.draft(t, Paper{Subject: ofDraft}),
		submitted: c.submit(t, Paper{Subject: ofSubmitted}), signed: c.sign(t, Paper{Subject: ofSigned}), sealed: c.seal(t, Paper{Subject: ofSealed}),
		rules: c.draftRules(t), person: c.actor(t, "hoankiem.chutich").Person, seat: c.Places[hoanKiem].Posts["chu-tich"]}
}

// draftRules begins a version of Hoàn Kiếm's regulation from the one in force.
func (c *City) draftRules(t *testing.T) regulation.Version {
	t.Helper()
	officer := c.actor(t, "hoankiem.noivu")
	versions, err := c.Regulation.List(ctx, officer)
	must(t, err)
	id, err := c.Regulation.DraftFrom(ctx, officer, versions[0].ID, ofRules)
	must(t, err)
	v, err := c.Regulation.Get(ctx, officer, id)
	must(t, err)
	return v
}

// of is the paper that a route is asked for.
func (s stage) of(route string) office.ID {
	for prefix, id := range map[string]office.ID{"/deliveries/": s.assigned.ID, "/receive/": s.arrived.ID, "/drafts/": s.draft.ID, "/sign/": s.submitted.ID,
		"/seal/": s.signed.ID, "/dispatch/": s.sealed.ID, "/documents/": s.assigned.DocumentID,
		"/regulations/": s.rules.ID, "/coverage/": s.rules.OrganID} {
		if strings.HasPrefix(route, prefix) {
			return id
		}
	}
	for prefix, id := range map[string]office.ID{"/people/posts/:id": s.seat, "/people/:id": s.person} {
		if strings.HasPrefix(route, prefix) {
			return id
		}
	}
	return office.ID{}
}

func address(route string, paper, delivery office.ID) string {
	return strings.NewReplacer(":id", paper.String(), ":proposal", delivery.String(), ":delivery", delivery.String(), ":message", delivery.String(), "*", "0/app.css").Replace(route)
}

// hidden is what a role may read nowhere: subjects beyond its sight, the leader's words outside his office, and the names of others' people.
func (c *City) hidden(role Role) []string {
	outgoing := []string{ofDraft, ofSubmitted, ofSigned, ofSealed}
	everything := append([]string{ofArrived, ofAssigned, leadersWords}, outgoing...)
	own, _ := c.placed(role)
	switch {
	case role == nobody:
		return append(everything, c.namesOutside(demo.Placed{})...)
	case strings.HasPrefix(string(role), "lang."):
		return append(everything, c.namesOutside(own)...)
	case role == "hoankiem.giaoduc" || role == "hoankiem.pct1" || role == "hoankiem.noivu":
		return append(everything, c.namesOutside(own)...)
	case role == "hoankiem.pct2" || role == "hoankiem.diachinh":
		return append(append(outgoing, ofArrived), c.namesOutside(own)...)
	case strings.HasPrefix(string(role), "hoankiem."):
		return append(outgoing, c.namesOutside(own)...)
	case listed(drafters, role):
		return []string{leadersWords}
	case role == "thanhpho.pct2":
		return []string{leadersWords, ofDraft}
	default:
		return append([]string{leadersWords}, outgoing...)
	}
}

// namesOutside are the people of the other organs, but for the signer of the papers that were sent.
func (c *City) namesOutside(own demo.Placed) []string {
	var ours strings.Builder
	for _, name := range own.Organ.People {
		ours.WriteString(name + "\n")
	}
	var names []string
	for _, o := range []demo.Placed{c.Office, c.Places[hoanKiem], c.Places[lang]} {
		for code, name := range o.Organ.People {
			if o.ID != own.ID && !strings.Contains(ours.String(), name) && (o.ID != c.Office.ID || code != "pct2") {
				names = append(names, name)
			}
		}
	}
	return names
}

func TestEveryRouteAnswersEveryRoleAsTheMatrixSays(t *testing.T) {
	c := found(t)
	papers := c.stage(t)
	routes := c.handler.(*echo.Echo).Routes()
	slices.SortFunc(routes, func(a, b *echo.Route) int { return strings.Compare(a.Path+a.Method, b.Path+b.Method) })
	rows := 0
	for _, role := range roles {
		v := c.as(t, role)
		asking := asked{v, role, papers, c.hidden(role)}
		if role != "hoankiem.noivu" {
			asking.hidden = append(asking.hidden, ofRules)
		}
		for _, route := range routes {
			line, ok := matrix[route.Method+" "+route.Path]
			switch {
			case route.Method == echo.RouteNotFound || strings.HasPrefix(route.Path, "/api/v1/"): // stories/api walks those, with tokens
			case !ok:
				t.Fatalf("%s %s is in no row of the matrix: say who may ask it", route.Method, route.Path)
			case route.Path == "/sign-out" || route.Path == "/sign-in" && route.Method == http.MethodPost: // sessions_test.go
				rows++
			default:
				rows++
				asking.route(route.Method, route.Path, line)
			}
		}
	}
	if want := len(roles) * len(matrix); rows != want {
		t.Errorf("%d answers were judged, want %d: a row of the matrix has no route", rows, want)
	}
	papers.untouched(t, c)
	c.secretsStayOutOfTheLog(t, append(c.namesOutside(demo.Placed{}), ofArrived, ofAssigned, ofDraft, ofSubmitted, ofSigned, ofSealed, leadersWords)...)
}

// asked is one role walking the routes.
type asked struct {
	*Visitor
	role   Role
	papers stage
	hidden []string
}

func (a asked) ask(method, path string) *httptest.ResponseRecorder {
	if method == http.MethodPost {
		return a.post(path, garbage)
	}
	return a.get(path)
}

func (a asked) route(method, route string, line row) {
	path := address(route, a.papers.of(route), a.papers.assigned.ID)
	w := a.ask(method, path)
	got, want := class(w), line.want(a.role)
	if got != want {
		a.t.Errorf("%-25s %s %s: %s (%d), want %s", a.role, method, route, got, w.Code, want)
	}
	body := w.Body.String()
	for _, secret := range a.hidden {
		if strings.Contains(body, secret) {
			a.t.Errorf("%-25s %s %s: the answer holds %q", a.role, method, route, secret)
		}
	}
	a.careful(method, route, w)
	knows := route == "/receive/:id/compare" && listed(readers, a.role) // he may see the paper; there is none to compare it with
	if strings.Contains(route, ":id") && got == isNotFound && !knows {
		unknown, other := address(route, office.NewID(), office.NewID()), address(route, a.papers.of(route), a.papers.assigned.ID)
		if theirs := a.ask(method, unknown); theirs.Code != w.Code || without(theirs.Body.String(), unknown) != without(body, other) {
			a.t.Errorf("%-25s %s %s: what may not be known of (%d) is told otherwise than what does not exist (%d)", a.role, method, route, w.Code, theirs.Code)
		}
	}
}

// without takes the address out of a page, which names it where it leads back.
func without(body, path string) string {
	return strings.NewReplacer(path, "", url.QueryEscape(path), "").Replace(body)
}

var (
	scripts = regexp.MustCompile(`<script[^>]*>`)
	inline  = regexp.MustCompile(`<style|\sstyle\s*=|\son[a-z]+\s*=\s*["']|\shx-on|javascript:|hx-vals=["']js:`)
)

// careful checks what every answer has: the policy, no cache, nothing inline.
func (a asked) careful(method, route string, w *httptest.ResponseRecorder) {
	h := w.Header()
	if policy := h.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe-inline") {
		a.t.Errorf("%s %s: content policy %q", method, route, policy)
	}
	if h.Get("X-Content-Type-Options") != "nosniff" {
		a.t.Errorf("%s %s: browsers may guess the type", method, route)
	}
	if route != "/static/*" && h.Get("Cache-Control") != "no-store" {
		a.t.Errorf("%s %s: Cache-Control %q", method, route, h.Get("Cache-Control"))
	}
	if !strings.HasPrefix(h.Get("Content-Type"), "text/html") {
		return
	}
	body := w.Body.String()
	for _, script := range scripts.FindAllString(body, -1) {
		if !strings.Contains(script, ` src="/static/`) {
			a.t.Errorf("%s %s: inline script %s", method, route, script)
		}
	}
	if found := inline.FindString(body); found != "" {
		a.t.Errorf("%s %s: %q in the page", method, route, found)
	}
}

// untouched checks that garbage has changed nothing.
func (s stage) untouched(t *testing.T, c *City) {
	t.Helper()
	clerk, city := c.actor(t, "hoankiem.vanthu"), c.actor(t, "thanhpho.vanthu")
	for _, d := range []dispatch.Delivery{s.arrived, s.assigned} {
		if now, err := c.Dispatch.Get(ctx, clerk, d.ID); err != nil || now.State != d.State || now.Version != d.Version {
			t.Errorf("%s is %s in version %d, was %s in %d: %v", d.Subject, now.State, now.Version, d.State, d.Version, err)
		}
	}
	officer := c.actor(t, "hoankiem.noivu")
	if now, err := c.Regulation.Get(ctx, officer, s.rules.ID); err != nil || now.Revision != s.rules.Revision {
		t.Errorf("the draft of the regulation is at revision %d, was at %d: %v", now.Revision, s.rules.Revision, err)
	}
	for _, d := range []document.Document{s.draft, s.submitted, s.sealed} {
		if now, err := c.Document.Get(ctx, city, d.ID); err != nil || now.State != d.State || now.Version != d.Version {
			t.Errorf("%s is %s in version %d, was %s in %d: %v", d.Subject, now.State, now.Version, d.State, d.Version, err)
		}
	}
}

// secretsStayOutOfTheLog looks through all that the program has logged.
func (c *City) secretsStayOutOfTheLog(t *testing.T, secrets ...string) {
	t.Helper()
	log := c.log.String()
	if !strings.Contains(log, "msg=http") {
		t.Error("the log holds no requests: this test would see nothing")
	}
	for _, secret := range append(secrets, demo.Password) {
		if strings.Contains(log, secret) || strings.Contains(log, url.QueryEscape(secret)) {
			t.Errorf("the log holds %q", secret)
		}
	}
	for _, token := range c.tokens() {
		if strings.Contains(log, token) {
			t.Error("the log holds the token of a session")
		}
	}
}
