package wording

import (
	"regexp"
	"strings"

	"congvan/office"
)

// Organ is what a text may name: posts and their holders, departments, areas and other organs.
type Organ struct {
	Posts       []Post
	Departments []Named
	Areas       []NamedArea
	Organs      []Named     // whose papers a leader may be in charge of: "Sở Tài chính"
	Tree        []FieldNode // the city's tree of fields; a phrase for a field that it does not have is not matched
}

// FieldNode is a field and the group that it belongs to, "" for none.
type FieldNode struct{ Code, Parent office.FieldCode }

// Post is a seat of the organ.
type Post struct {
	ID      office.ID
	Title   string // "Phó Chủ tịch thứ nhất"
	Role    office.Role
	Holders []string // "Nguyễn Thị Minh Hà"
}

// Named is a department or another organ, with its abbreviation.
type Named struct {
	ID           office.ID
	Name         string // "Phòng Kinh tế, Hạ tầng và Đô thị"
	Abbreviation string // "KTHTĐT"
}

// NamedArea is a part of the locality: "Tổ dân phố 12", "Thôn Hạ".
type NamedArea struct {
	Code office.AreaCode
	Name string
}

// mention is what a phrase about somebody means.
type mention struct {
	kind mentionKind
	post int         // of aPost: in Organ.Posts
	role office.Role // of aRole
	unit int         // of aDepartment: in Organ.Departments
}

type mentionKind uint8

const (
	aPost       mentionKind = iota + 1 // a post by its own title
	aHolder                            // a post by the name of its holder
	aRole                              // a title that several posts may have: "Phó Chủ tịch"
	aDepartment                        // a department of the organ
	aStranger                          // an office of another body: "Chủ tịch HĐND"
	aCourtesy                          // "đồng chí", "ông", "bà": a name follows
	aPlace                             // "UBND phường": says no more than the title
	aCrowd                             // "các Phó Chủ tịch", "mỗi thành viên": nobody in particular
)

// roleTitles are the titles that decisions use whatever the organ calls its posts.
var roleTitles = map[office.Role]string{
	office.RoleHead:           "chủ tịch; CT",
	office.RoleDeputy:         "phó chủ tịch; PCT",
	office.RoleChiefOfOffice:  "chánh văn phòng; CVP",
	office.RoleDepartmentHead: "trưởng phòng; giám đốc",
	office.RoleDepartmentVice: "phó trưởng phòng; phó giám đốc; phó chánh văn phòng",
}

// Phrases about somebody that are no post of ours, by what they mean.
var mentionPhrases = map[mentionKind]string{
	aCourtesy: "đồng chí; đ/c; ông; bà; anh; chị; ông (bà)",
	aPlace: `ubnd; ủy ban nhân dân; phường; xã; đặc khu; thành phố; tp; quận; huyện; tỉnh; thường trực; chuyên trách; kiêm; kiêm nhiệm; phụ trách điều hành;
		ủy viên ubnd; ủy viên ủy ban nhân dân; bí thư; phó bí thư; bí thư đảng ủy; phó bí thư đảng ủy; phó bí thư thường trực; đảng ủy; thành ủy; thành ủy viên;
		đảng ủy viên; ủy viên ban thường vụ; ủy viên ban chấp hành; ban thường vụ; ubnd tp; là; hiện là`,
	aStranger: `chủ tịch hđnd; phó chủ tịch hđnd; chủ tịch hội đồng; phó chủ tịch hội đồng; chủ tịch mttq; phó chủ tịch mttq; chủ tịch ủy ban mttq;
		chủ tịch ủy ban mặt trận; phó chủ tịch ủy ban mttq; phó chủ tịch ủy ban mặt trận; chủ tịch hội; phó chủ tịch hội; trưởng ban; phó trưởng ban; bí thư đoàn; trưởng công an; phó trưởng công an;
		chủ tịch mặt trận; phó chủ tịch mặt trận; chủ tịch ủy ban phòng; thường trực hđnd; chủ tịch công đoàn; chủ tịch liên đoàn; bí thư chi bộ; trưởng trạm; trưởng thôn; trưởng ấp; tổ trưởng`,
	aCrowd: `mỗi; mỗi thành viên; từng; từng thành viên; thành viên ubnd; thành viên ủy ban nhân dân; các phó chủ tịch; các thành viên; các ủy viên; ủy viên; các đồng chí; tập thể; cán bộ, công chức;
		các cơ quan; thủ trưởng; các tổ chức; người đứng đầu; công chức`,
}

// book is an organ's names, ready to be found in a text.
type book struct {
	organ  Organ
	who    *lexicon[mention]
	units  *lexicon[unit]
	ofHead map[string]*lexicon[unit] // by the word that a list shares: "phòng": "kinh tế", "văn hóa – xã hội"
	areas  map[string]*lexicon[int]  // by the kind of area, "tổ dân phố" or "thôn": what its areas are called without it

	leaves map[office.FieldCode][]office.FieldCode // of each field of the tree; none of a leaf

	kindAt   map[int]string // of a numbered area
	numberAt map[int]int
}

// unit is a department, or another organ.
type unit struct {
	id      office.ID
	foreign bool
}

func newBook(o Organ) *book {
	b := &book{organ: o, who: newLexicon[mention](), units: newLexicon[unit](), ofHead: map[string]*lexicon[unit]{}, areas: map[string]*lexicon[int]{},
		leaves: map[office.FieldCode][]office.FieldCode{}, kindAt: map[int]string{}, numberAt: map[int]int{}}
	for kind, phrases := range mentionPhrases {
		for phrase := range strings.SplitSeq(phrases, ";") {
			b.who.add(phrase, mention{kind: kind})
		}
	}
	for role, titles := range roleTitles {
		for title := range strings.SplitSeq(titles, ";") {
			b.who.add(title, mention{kind: aRole, role: role})
		}
	}
	b.addPosts()
	b.addUnits()
	b.addAreas()
	for _, f := range o.Tree {
		b.leaves[f.Code] = b.leaves[f.Code]
		if f.Parent != "" {
			b.leaves[f.Parent] = append(b.leaves[f.Parent], f.Code)
		}
	}
	return b
}

// addPosts enters posts by their holders and titles, with the organ in the title and without it.
func (b *book) addPosts() {
	for i, p := range b.organ.Posts {
		for _, name := range p.Holders {
			b.who.add(name, mention{kind: aHolder, post: i})
		}
		b.who.add(p.Title, mention{kind: aPost, post: i})
		if bare := inTitle.ReplaceAllString(p.Title, ""); bare != p.Title && !isRoleTitle(bare) {
			b.who.add(bare, mention{kind: aPost, post: i})
		}
	}
}

// inTitle is the organ in a title: "Phó Chủ tịch UBND phường phụ trách kinh tế".
var inTitle = regexp.MustCompile(` (UBND|Ủy ban nhân dân)( phường| xã| đặc khu| thành phố| tỉnh)?`)

func isRoleTitle(title string) bool {
	for _, titles := range roleTitles {
		for one := range strings.SplitSeq(titles, ";") {
			if spelling(strings.TrimSpace(one)) == spelling(title) {
				return true
			}
		}
	}
	return false
}

func (b *book) addUnits() {
	for i, d := range b.organ.Departments {
		b.addUnit(d, unit{id: d.ID})
		b.who.add(d.Name, mention{kind: aDepartment, unit: i})
		if short := shortUnit(d.Name); short != d.Name {
			b.who.add(short, mention{kind: aDepartment, unit: i})
		}
	}
	for _, o := range b.organ.Organs {
		b.addUnit(o, unit{id: o.ID, foreign: true})
	}
}

func (b *book) addUnit(n Named, u unit) {
	b.units.add(n.Name, u)
	if short := shortUnit(n.Name); short != n.Name {
		b.units.add(short, u)
	}
	words := scan(n.Name)
	if len(words) < 2 || !unitHeads[words[0].word] {
		return
	}
	head := words[0].word
	if n.Abbreviation != "" && !u.foreign {
		b.units.add(head+" "+n.Abbreviation, u)
	}
	if b.ofHead[head] == nil {
		b.ofHead[head] = newLexicon[unit]()
	}
	b.ofHead[head].add(n.Name[words[1].Start:], u)
}

// shortUnit is a unit's name without what it serves: "Văn phòng HĐND và UBND" → "Văn phòng".
func shortUnit(name string) string {
	for _, end := range []string{" HĐND", " UBND", " Hội đồng nhân dân", " đầu tư"} {
		if i := strings.Index(name, end); i > 0 {
			return name[:i]
		}
	}
	return name
}

// unitHeads are the words that names of units begin with. "Phòng" begins fields too ("phòng, chống"): the dictionary of fields is asked first.
var unitHeads = setOf("phòng; ban; sở; trạm; trường; hội; đội; chi; đảng; đoàn; tổ; bộ; cục")

// addAreas enters each area with its kind and what it is called without it.
func (b *book) addAreas() {
	for i, a := range b.organ.Areas {
		words := scan(a.Name)
		_, n := areaHeads.find(words)
		if n == 0 || n == len(words) {
			continue
		}
		kind := headOf(words[:n])
		rest := words[n:]
		if rest[0].word == "số" && len(rest) > 1 {
			rest = rest[1:]
		}
		if len(rest) == 1 && rest[0].number >= 0 {
			b.kindAt[i], b.numberAt[i] = kind, rest[0].number
			continue
		}
		if b.areas[kind] == nil {
			b.areas[kind] = newLexicon[int]()
		}
		b.areas[kind].add(a.Name[rest[0].Start:], i)
	}
}

// areaHeads are the words for a part of a locality, by the one of them that stands for all its spellings.
var areaHeads = func() *lexicon[string] {
	l := newLexicon[string]()
	for kind, spellings := range map[string]string{
		"tổ dân phố": "tổ dân phố; TDP; các tổ dân phố; các TDP; tổ dân phố số; TDP số", "thôn": "thôn; các thôn", "xóm": "xóm; các xóm", "ấp": "ấp; các ấp",
		"bản": "các bản", "khu": "khu dân cư; KDC; các khu dân cư; khu phố; các khu phố; khu dân cư số; khu phố số", "cụm": "cụm dân cư; các cụm dân cư",
	} {
		for phrase := range strings.SplitSeq(spellings, ";") {
			l.add(phrase, kind)
		}
	}
	return l
}()

func headOf(words []token) string {
	kinds, _ := areaHeads.find(words)
	return kinds[0]
}

func setOf(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.SplitSeq(list, ";") {
		set[strings.TrimSpace(word)] = true
	}
	return set
}
