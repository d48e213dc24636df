package routing_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"congvan/routing"
)

// docs/cases.md is a page that officials read and dispute; its tables are the test. Each set ("Quy chế A") has its posts, clauses, substitutes and
// delegations with their days; each case the facts, the day and what has to come of them, all in words of the office.
const casesPage = "../docs/cases.md"

// row is a line of a table by the headings of its columns.
type row map[string]string

// pageTables reads the tables below headings: "Vị trí của A" → its rows.
func pageTables(t *testing.T) map[string][]row {
	t.Helper()
	text, err := os.ReadFile(casesPage)
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string][]row{}
	heading, columns := "", []string(nil)
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "### "):
			heading, columns = strings.TrimPrefix(line, "### "), nil
		case !strings.HasPrefix(line, "|"):
			columns = nil
		case strings.HasPrefix(line, "|---"):
		default:
			cells := strings.Split(strings.Trim(line, "|"), "|")
			if columns == nil {
				columns = trimmed(cells)
				continue
			}
			if len(cells) != len(columns) {
				t.Fatalf("%s: %q has %d cells, want %d", heading, line, len(cells), len(columns))
			}
			r := row{}
			for i, cell := range trimmed(cells) {
				r[columns[i]] = cell
			}
			tables[heading] = append(tables[heading], r)
		}
	}
	return tables
}

func trimmed(cells []string) []string {
	out := make([]string, len(cells))
	for i, cell := range cells {
		out[i] = strings.TrimSpace(cell)
	}
	return out
}

func list(cell, separator string) []string {
	if cell == "" {
		return nil
	}
	return trimmed(strings.Split(cell, separator))
}

// date reads "02/12/2025"; blank is the beginning of time.
func date(t *testing.T, cell string) time.Time {
	t.Helper()
	if cell == "" {
		return time.Time{}
	}
	day, err := time.Parse("02/01/2006", cell)
	if err != nil {
		t.Fatal(err)
	}
	return day
}

func within(day, from, to time.Time) bool {
	return !day.Before(from) && (to.IsZero() || day.Before(to))
}

// set is a made-up regulation of the page, with all its versions.
type set struct {
	t           *testing.T
	name        string
	tables      map[string][]row
	organ       routing.Organ
	departments []string
}

func setOf(t *testing.T, tables map[string][]row, name string) *set {
	s := &set{t: t, name: name, tables: tables}
	s.organ = routing.Organ{Head: "CT", ChiefOfOffice: "CVP", Office: "VP", Superior: "UBND-TP"}
	for _, r := range s.rows("Vị trí") {
		post, unit := routing.Post(r["Vị trí"]), r["Đơn vị"]
		if slices.ContainsFunc(s.organ.Posts, func(seat routing.Seat) bool { return seat.Post == post }) {
			continue // held by another one from a day on
		}
		s.organ.Posts = append(s.organ.Posts, routing.Seat{Post: post, Department: routing.Department(unit)})
		if unit != "" && !slices.Contains(s.departments, unit) { // the first post of a department is its head's
			s.departments = append(s.departments, unit)
			s.organ.Departments = append(s.organ.Departments, routing.Unit{Department: routing.Department(unit), Head: post})
		}
	}
	s.organ.Areas = append(wards(1, 52), "Vân", "Hạ", "Trung", "Thượng")
	return s
}

func (s *set) rows(table string) []row { return s.tables[table+" của "+s.name] }

// inForce is the version that decides on a day: the latest that begins by then; none is the zero regulation.
func (s *set) inForce(day time.Time) *routing.Engine {
	s.t.Helper()
	var start time.Time
	for _, r := range s.rows("Điều khoản") {
		if from := date(s.t, r["Từ ngày"]); !from.After(day) && from.After(start) {
			start = from
		}
	}
	var v routing.Regulation
	if !start.IsZero() {
		v = s.version(start)
	}
	engine, problems := routing.Compile(v, cityTrees(s.t), s.organ)
	if len(problems) > 0 {
		s.t.Fatalf("%s: %v", s.name, problems)
	}
	return engine
}

func (s *set) version(start time.Time) routing.Regulation {
	v := routing.Regulation{Version: routing.VersionID(s.name + start.Format("-2006-01-02")), Substitutes: map[routing.Post][]routing.Post{}}
	for i, r := range s.rows("Điều khoản") {
		if date(s.t, r["Từ ngày"]).Equal(start) {
			v.Clauses = append(v.Clauses, s.clause(i, r))
		}
	}
	for _, r := range s.rows("Thay thế") {
		if r["Vị trí"] == "điều hành khi CT vắng" {
			v.Deputy = routing.Post(r["Người thay"])
			continue
		}
		for _, post := range list(r["Người thay"], ",") {
			v.Substitutes[routing.Post(r["Vị trí"])] = append(v.Substitutes[routing.Post(r["Vị trí"])], routing.Post(post))
		}
	}
	return v
}

var slotsInWords = map[string]routing.Slot{"lãnh đạo": routing.SlotLeader, "đơn vị": routing.SlotDepartment, "chuyên viên": routing.SlotOfficer, "ký thừa lệnh": routing.SlotSigner,
	"lãnh đạo phối hợp": routing.SlotCoLeader, "đơn vị phối hợp": routing.SlotCoDepartment, "để biết": routing.SlotInform}

func (s *set) clause(i int, r row) routing.Clause {
	c := routing.Clause{ID: routing.ClauseID(strconv.Itoa(i)), Reference: r["Điều khoản"], Slot: slotsInWords[r["Vai trò"]]}
	if c.Slot.TakesDepartment() {
		c.Department = routing.Department(r["Ai"])
	} else {
		c.Post = routing.Post(r["Ai"])
	}
	for _, field := range list(r["Lĩnh vực"], ",") {
		if from, to, ok := span(field); ok {
			c.Fields = append(c.Fields, fieldRange(from, to)...)
		} else {
			c.Fields = append(c.Fields, routing.Field(field))
		}
	}
	for _, area := range list(r["Địa bàn"], ",") {
		if from, to, ok := span(strings.TrimPrefix(area, "TDP ")); ok {
			c.Areas = append(c.Areas, wards(from, to)...)
		} else {
			c.Areas = append(c.Areas, routing.Area(area))
		}
	}
	for _, word := range list(r["Văn bản"], ",") {
		switch {
		case issuersInWords[word] != "":
			c.Issuers = append(c.Issuers, issuersInWords[word])
		case urgenciesInWords[word] != "":
			c.Urgencies = append(c.Urgencies, urgenciesInWords[word])
		default:
			c.Kinds = append(c.Kinds, routing.Kind(word))
		}
	}
	return c
}

// span reads "03–10".
func span(cell string) (from, to int, ok bool) {
	first, last, ok := strings.Cut(cell, "–")
	if !ok {
		return 0, 0, false
	}
	from, err := strconv.Atoi(first)
	if err != nil {
		return 0, 0, false
	}
	to, err = strconv.Atoi(last)
	return from, to, err == nil
}

var (
	issuersInWords = map[string]routing.Issuer{"của cấp trên": "cap_tren", "của UBND thành phố": "ubnd_tp", "của Sở": "so_nganh", "của công dân": "to_chuc_ca_nhan"}

	urgenciesInWords = map[string]routing.Urgency{"khẩn": routing.Urgent, "thượng khẩn": routing.VeryUrgent, "hỏa tốc": routing.Express}
)

// facts reads "12, 09; TDP 40; khẩn; KH của UBND thành phố; về PCT 2".
func (s *set) facts(cell string) routing.Facts {
	s.t.Helper()
	var f routing.Facts
	for _, part := range list(cell, ";") {
		values := list(part, ",")
		first := values[0]
		named, isNamed := strings.CutPrefix(part, "đích danh ")
		about, isAbout := strings.CutPrefix(part, "về ")
		before, continues := strings.CutPrefix(part, "tiếp việc của ")
		switch {
		case isNamed:
			f.Named = routing.Post(named)
		case isAbout:
			f.Excluded = append(f.Excluded, routing.Post(about))
		case continues:
			f.Continues = routing.Post(before)
		case urgenciesInWords[part] != "":
			f.Urgency = urgenciesInWords[part]
		case cityTrees(s.t).HasField(routing.Field(first)):
			f.Field = routing.Field(first)
			for _, other := range values[1:] {
				f.OtherFields = append(f.OtherFields, routing.Field(other))
			}
		case slices.Contains(s.organ.Areas, areaInWords(first)):
			f.Area = areaInWords(first)
			for _, other := range values[1:] {
				f.OtherAreas = append(f.OtherAreas, areaInWords(other))
			}
		default:
			kind, issuer, from := strings.Cut(part, " ")
			f.Kind = routing.Kind(kind)
			if f.Issuer = issuersInWords[issuer]; from && f.Issuer == "" || !slices.Contains([]string{"QĐ", "KH", "CT", "CV", "GM", "TB"}, kind) {
				s.t.Fatalf("%q is no fact", part)
			}
		}
	}
	return f
}

func areaInWords(cell string) routing.Area {
	return routing.Area(strings.Replace(cell, "TDP ", "TDP", 1))
}

// staffing is who sits where on a day: "vắng CT, PCT 1; trực Tô Kim Ngân".
func (s *set) staffing(day time.Time, cell string) *routing.Staffing {
	s.t.Helper()
	st := &routing.Staffing{Holders: map[routing.Post][]routing.Holder{}, Absent: map[routing.Person]bool{}}
	for _, r := range s.rows("Vị trí") {
		if person := routing.Person(r["Người giữ"]); person != "" && within(day, date(s.t, r["Từ"]), date(s.t, r["Đến"])) {
			st.Holders[routing.Post(r["Vị trí"])] = []routing.Holder{{Person: person, Capacity: routing.Primary}}
		}
	}
	for _, r := range s.rows("Văn bản giao") {
		if within(day, date(s.t, r["Từ"]), date(s.t, r["Đến"])) {
			d := routing.Delegation{ID: r["Văn bản giao"], From: routing.Post(r["Của"]), To: routing.Post(r["Cho"])}
			for _, field := range list(r["Lĩnh vực"], ",") {
				d.Fields = append(d.Fields, routing.Field(field))
			}
			st.Delegations = append(st.Delegations, d)
			if d.From == s.organ.Head && len(d.Fields) == 0 {
				st.Running = d.To // giao điều hành
			}
		}
	}
	for _, part := range list(cell, ";") {
		away, isAway := strings.CutPrefix(part, "vắng ")
		duty, onDuty := strings.CutPrefix(part, "trực ")
		switch {
		case isAway:
			for _, post := range list(away, ",") {
				st.Absent[st.Holders[routing.Post(post)][0].Person] = true
			}
		case onDuty:
			st.Duty = append(st.Duty, routing.Person(duty))
		default:
			s.t.Fatalf("%q is nothing that a day has", part)
		}
	}
	return st
}

// What the page calls marks and standings. Who hands down and who sits in another's place the other columns say.
var (
	marksInWords = []struct {
		flag  routing.Flags
		words string
	}{
		{routing.Gap, "không ai phụ trách"}, {routing.Conflict, "hai người phụ trách"}, {routing.GeneralOnly, "chỉ phụ trách chung"}, {routing.OfficeLeads, "văn phòng chủ trì"},
		{routing.DepartmentTied, "hai đơn vị chủ trì"}, {routing.Unclassified, "chưa phân loại"}, {routing.OtherGap, "phần khác không ai phụ trách"},
		{routing.OtherConflict, "phần khác hai người phụ trách"}, {routing.NamedLeads, "người được nêu chủ trì"}, {routing.NamedCooperates, "người được nêu phối hợp"},
		{routing.ExcludedPassed, "tránh người bị nêu"}, {routing.DepartmentPassed, "tránh đơn vị bị nêu"}, {routing.ToSuperior, "lên cấp trên"}, {routing.NoRegulation, "chưa có quy chế"},
		{routing.Vacant, "khuyết"}, {routing.Absent, "vắng"}, {routing.Delegated, "đã giao"}, {routing.EveryoneAway, "vắng cả"},
	}

	standingsInWords = map[routing.Standing]string{routing.AsHolder: "chính chủ", routing.AsDelegate: "được giao", routing.AsSubstitute: "người thay",
		routing.AsDepartmentHead: "trưởng đơn vị", routing.AsHead: "người đứng đầu", routing.AsRunningDeputy: "cấp phó điều hành"}
)

func marks(f routing.Flags) string {
	var words []string
	for _, m := range marksInWords {
		if f.Has(m.flag) {
			words = append(words, m.words)
		}
	}
	return strings.Join(words, ", ")
}

// answer is what came of a case, in the columns of the page.
func (s *set) answer(r row) row {
	day := date(s.t, r["Ngày"])
	engine, facts, staffing := s.inForce(day), s.facts(r["Văn bản"]), s.staffing(day, r["Hôm đó"])
	d := engine.Decide(facts)
	desk := engine.Resolve(staffing, &d, &facts)
	leader := string(d.Leader.Post)
	if d.Leader.Kind == routing.OwnerSuperior {
		leader = "cấp trên"
	}
	if wanted := r["Lãnh đạo"]; strings.Contains(wanted, ": ") { // the person is asked for too
		leader += ": " + string(staffing.Holders[d.Leader.Post][0].Person)
	}
	at := deskInWords(desk)
	if strings.Contains(r["Ai xử lý"], ";") { // who works on it is asked for too
		at += "; " + deskInWords(engine.ResolvePost(staffing, d.Officer, routing.Matter{Field: facts.Field, Excluded: facts.Excluded}))
	}
	return row{"Lãnh đạo": leader, "Đơn vị": joined("; ", string(d.Department), string(d.Officer)), "Phối hợp": together(d),
		"Ai xử lý": at, "Đánh dấu": marks(d.Flags | desk.Flags)}
}

func joined(separator string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), separator)
}

func together(d routing.Decision) string {
	var parts []string
	for _, p := range d.CoPosts {
		parts = append(parts, string(p))
	}
	for _, u := range d.CoDepartments {
		parts = append(parts, string(u))
	}
	for _, p := range d.Inform {
		parts = append(parts, "biết "+string(p))
	}
	return strings.Join(parts, "; ")
}

func deskInWords(r routing.Resolution) string {
	switch {
	case r.Standing == routing.AtSuperior:
		return "cấp trên"
	case r.Owner.Kind == routing.OwnerOfficeQueue && r.Duty != "":
		return "hàng chờ, trực " + string(r.Duty)
	case r.Owner.Kind == routing.OwnerOfficeQueue:
		return "hàng chờ"
	}
	return fmt.Sprintf("%s (%s)", r.Owner.Post, standingsInWords[r.Standing])
}

func TestEveryCaseThatOfficialsAgreedOnIsDecidedSo(t *testing.T) {
	tables := pageTables(t)
	cases := 0
	for _, name := range []string{"A", "B", "C"} {
		s := setOf(t, tables, name)
		for _, r := range s.rows("Trường hợp") {
			cases++
			t.Run(r["Số"]+" "+r["Trường hợp"], func(t *testing.T) {
				s := setOf(t, tables, name)
				for column, got := range s.answer(r) {
					if !slices.Equal(parts(got), parts(r[column])) {
						t.Errorf("%s: %q, the page says %q", column, got, r[column])
					}
				}
			})
		}
		for _, r := range tables["Ai được ký theo "+name] {
			cases++
			t.Run(r["Số"]+" "+r["Trường hợp"], func(t *testing.T) {
				s := setOf(t, tables, name)
				if got := s.signer(r); got != r["Ai được ký"] {
					t.Errorf("%q, the page says %q", got, r["Ai được ký"])
				}
			})
		}
	}
	if cases < 60 {
		t.Errorf("%d cases, want 60 and more", cases)
	}
}

// signer is who may sign in a form (NĐ 30/2020, Điều 13): KT. the deputy in charge, TL. whom a clause names, TUQ. whom the head empowered.
func (s *set) signer(r row) string {
	day := date(s.t, r["Ngày"])
	engine, facts, staffing := s.inForce(day), s.facts(r["Văn bản"]), s.staffing(day, "")
	var post routing.Post
	switch r["Hình thức"] {
	case "KT.":
		q, _ := engine.Ask(routing.SlotLeader, facts)
		post = q.Post
	case "TL.":
		q, _ := engine.Ask(routing.SlotSigner, facts)
		post = q.Post
	case "TUQ. của CT":
		post = engine.ResolvePost(staffing, "CT", routing.Matter{Field: facts.Field}).Owner.Post
	default:
		s.t.Fatalf("%q is no form of signing", r["Hình thức"])
	}
	if post == "" {
		return "không ai"
	}
	return fmt.Sprintf("%s: %s", post, staffing.Holders[post][0].Person)
}

// parts are the entries of a cell, whose order says nothing.
func parts(cell string) []string {
	list := list(cell, ";")
	slices.Sort(list)
	return list
}

func TestTheCasesAreNumberedOnceAndCoverTheQuestionsOfTheField(t *testing.T) {
	seen := map[string]bool{}
	var all strings.Builder
	for heading, rows := range pageTables(t) {
		if !strings.HasPrefix(heading, "Trường hợp") && !strings.HasPrefix(heading, "Ai được ký") {
			continue
		}
		for _, r := range rows {
			if seen[r["Số"]] || r["Trường hợp"] == "" {
				t.Errorf("%s stands there twice, or has no name", r["Số"])
			}
			seen[r["Số"]] = true
			fmt.Fprintln(&all, r["Đánh dấu"], r["Ai xử lý"], r["Trường hợp"])
		}
	}
	for _, m := range marksInWords { // every mark that a decision may carry is shown by a case, but one: a leading post that nobody holds
		if m.flag != routing.Vacant && !strings.Contains(all.String(), m.words) {
			t.Errorf("no case shows %q", m.words)
		}
	}
	for _, standing := range []routing.Standing{routing.AsHolder, routing.AsDelegate, routing.AsSubstitute, routing.AsDepartmentHead, routing.AsHead,
		routing.AsRunningDeputy} {
		if !strings.Contains(all.String(), standingsInWords[standing]) {
			t.Errorf("no case shows %q", standingsInWords[standing])
		}
	}
}
