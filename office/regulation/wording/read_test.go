package wording_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"congvan/office"
	"congvan/office/regulation/wording"

	"golang.org/x/text/unicode/norm"
)

var update = flag.Bool("update", false, "write the golden files")

// The made-up organs that the texts are read for. Their people are fictional.

func idOf(name string) office.ID {
	sum := sha256.Sum256([]byte(name))
	var id office.ID
	copy(id[:], sum[:])
	return id
}

func tree() []wording.FieldNode {
	nodes := []wording.FieldNode{{Code: "00"}, {Code: "KT"}, {Code: "VX"}, {Code: "NC"}}
	for n := 1; n <= 26; n++ {
		group := office.FieldCode("KT")
		switch {
		case n > 18:
			group = "NC"
		case n > 10:
			group = "VX"
		}
		nodes = append(nodes, wording.FieldNode{Code: office.FieldCode(fmt.Sprintf("%02d", n)), Parent: group})
	}
	return nodes
}

func post(title string, role office.Role, holders ...string) wording.Post {
	return wording.Post{ID: idOf(title), Title: title, Role: role, Holders: holders}
}

func department(name, abbreviation string) wording.Named {
	return wording.Named{ID: idOf(name), Name: name, Abbreviation: abbreviation}
}

// ward is a phường with numbered tổ dân phố; there is no 49.
func ward() wording.Organ {
	o := wording.Organ{Tree: tree(),
		Posts: []wording.Post{
			post("Chủ tịch UBND phường", office.RoleHead, "Trần Quang Vĩnh"),
			post("Phó Chủ tịch thứ nhất", office.RoleDeputy, "Nguyễn Thị Minh Hà"),
			post("Phó Chủ tịch thứ hai", office.RoleDeputy, "Lê Đức Thuận"),
			post("Chánh Văn phòng", office.RoleChiefOfOffice, "Tô Kim Ngân"),
			post("Trưởng phòng Kinh tế, Hạ tầng và Đô thị", office.RoleDepartmentHead, "Đỗ Văn Khải"),
			post("Công chức địa chính", office.RoleOfficer, "Hoàng Đình Phúc", "Nguyễn Trọng Huy"),
		},
		Departments: []wording.Named{department("Văn phòng HĐND và UBND", "VP"), department("Phòng Kinh tế, Hạ tầng và Đô thị", "KTHTĐT"),
			department("Phòng Văn hóa - Xã hội", "VHXH"), department("Ban Quản lý dự án đầu tư - hạ tầng", "BQLDA"), department("Trạm Y tế", "TYT")},
	}
	for n := 1; n <= 52; n++ {
		if n != 49 {
			o.Areas = append(o.Areas, wording.NamedArea{Code: office.AreaCode(fmt.Sprintf("tdp-%d", n)), Name: fmt.Sprintf("Tổ dân phố %d", n)})
		}
	}
	return o
}

// village is a xã whose thôn have names that are ordinary words too.
func village() wording.Organ {
	o := wording.Organ{Tree: tree(),
		Posts: []wording.Post{
			post("Chủ tịch UBND xã", office.RoleHead, "Nguyễn Hoàng Luân"),
			post("Phó Chủ tịch phụ trách văn hóa, xã hội", office.RoleDeputy, "Đặng Danh Luân"),
			post("Phó Chủ tịch phụ trách kinh tế", office.RoleDeputy, "Đặng Việt Điệp"),
			post("Chánh Văn phòng HĐND và UBND", office.RoleChiefOfOffice, "Đặng Danh Luân"),
			post("Công chức nội vụ", office.RoleOrganiser, "Dương Thị Mai Trâm"),
		},
		Departments: []wording.Named{department("Văn phòng HĐND và UBND", "VP"), department("Phòng Kinh tế", "KT"), department("Phòng Văn hóa - Xã hội", "VHXH"),
			department("Ban Chỉ huy quân sự", "BCHQS")},
	}
	for _, name := range []string{"1 Ninh Hiệp", "2 Ninh Hiệp", "Hạ", "Thượng", "Trung", "Vân", "Phù Đổng", "Yên Xá"} {
		o.Areas = append(o.Areas, wording.NamedArea{Code: office.AreaCode("thon-" + strings.ReplaceAll(strings.ToLower(name), " ", "-")), Name: "Thôn " + name})
	}
	return o
}

// province is a city's own office, which assigns other organs to its leaders.
func province() wording.Organ {
	return wording.Organ{Tree: tree(),
		Posts: []wording.Post{
			post("Chủ tịch UBND thành phố", office.RoleHead, "Lương Bá Hòa"),
			post("Phó Chủ tịch Thường trực UBND thành phố", office.RoleDeputy, "Đinh Công Lập"),
			post("Phó Chủ tịch UBND thành phố", office.RoleDeputy, "Vũ Hồng Sơn"),
			post("Phó Chủ tịch phụ trách văn xã", office.RoleDeputy, "Mai Thu Cúc"),
		},
		Departments: []wording.Named{department("Văn phòng UBND thành phố", "VP")},
		Organs:      []wording.Named{{ID: idOf("Sở Tài chính"), Name: "Sở Tài chính"}, {ID: idOf("Sở Nội vụ"), Name: "Sở Nội vụ"}},
	}
}

// dump writes a reading so that a person can compare it with the text above it.
func dump(text string, o wording.Organ, r wording.Reading) string {
	var b strings.Builder
	name := map[office.ID]string{}
	for _, p := range o.Posts {
		name[p.ID] = p.Title
	}
	for _, u := range slices.Concat(o.Departments, o.Organs) {
		name[u.ID] = u.Name
	}
	one := func(s wording.Span) string { return strings.Join(strings.Fields(s.Of(text)), " ") }
	fmt.Fprintf(&b, "kind: %s\n", r.Kind)
	for _, s := range r.Subjects {
		who := name[s.Post] + name[s.Department]
		if who == "" {
			who = "?"
		}
		fmt.Fprintf(&b, "who: “%s” = %s%s\n", one(s.Span), who, doubts(s.Doubts))
	}
	if r.Deputy != nil {
		fmt.Fprintf(&b, "deputy: “%s” = %s\n", one(r.Deputy.Span), name[r.Deputy.Post])
	}
	if h := r.Handed; h != nil {
		fmt.Fprintf(&b, "handed over to %d from %q, open: %v\n", h.Subject, h.From, h.Open)
	}
	for _, p := range r.Proposals {
		s := r.Subjects[p.Subject]
		mark := "?"
		if r.Certain(p) {
			mark = "✓"
		}
		fmt.Fprintf(&b, "%s [%s] %s: %s%s\n    “%s”\n", mark, p.Reference, p.Slot, name[s.Post]+name[s.Department], doubts(p.Doubts), p.Wording)
		for _, f := range p.Fields {
			fmt.Fprintf(&b, "    %s ← “%s”\n", f.Code, one(f.Span))
		}
		if len(p.Areas) > 0 {
			var codes []string
			for _, a := range p.Areas {
				codes = append(codes, string(a.Code))
			}
			fmt.Fprintf(&b, "    areas %s\n", strings.Join(codes, " "))
		}
		for _, u := range p.Issuers {
			fmt.Fprintf(&b, "    papers of %s\n", name[u.ID])
		}
	}
	for _, u := range r.Unmatched {
		fmt.Fprintf(&b, "unmatched [%s] %s: “%s”\n", u.Reference, u.Why, one(u.Span))
	}
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "note %s: “%s”\n", n.Kind, one(n.Span))
	}
	return b.String()
}

func doubts(list []wording.Doubt) string {
	if len(list) == 0 {
		return ""
	}
	return fmt.Sprintf(" %v", list)
}

var organs = map[string]func() wording.Organ{"ward": ward, "village": village, "province": province}

// Every file of testdata is a made-up decision for one of the organs, then what is read of it.
func TestWhatIsReadOfADecisionIsWhatAPersonReadsInIt(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text, want, _ := strings.Cut(string(data), golden)
			kind, _, _ := strings.Cut(filepath.Base(file), "-")
			o := organs[kind]()
			got := dump(text, o, wording.Read(text, o))
			if *update {
				if err := os.WriteFile(file, []byte(text+golden+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

const golden = "\n======== what is read of it ========\n"

// A text from another program may have its letters taken apart; what is read of it is the same.
func TestLettersMayBeComposedOrTakenApart(t *testing.T) {
	data, err := os.ReadFile("testdata/ward-by-points.txt")
	if err != nil {
		t.Fatal(err)
	}
	text, want, _ := strings.Cut(string(data), golden)
	apart := norm.NFD.String(text)
	if got := norm.NFC.String(dump(apart, ward(), wording.Read(apart, ward()))); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Every place lies in the text, on borders of letters, whatever the text is.
func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txt")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		text, _, _ := strings.Cut(string(data), golden)
		f.Add(text)
	}
	f.Add("1. Ông A: TDP 1 đến 999999, trừ 5; trừ")
	f.Add("\xff\xfeĐiều 1.\n-\n+ ;;;(((")
	ofAll := []wording.Organ{ward(), village(), province(), {}}
	f.Fuzz(func(t *testing.T, text string) {
		for _, o := range ofAll {
			sound(t, text, wording.Read(text, o))
		}
	})
}

func sound(t *testing.T, text string, r wording.Reading) {
	t.Helper()
	check := func(s wording.Span) {
		if s.Start < 0 || s.Start >= s.End || s.End > len(text) || utf8.ValidString(text) && !utf8.ValidString(s.Of(text)) {
			t.Fatalf("%+v of %d bytes", s, len(text))
		}
	}
	for _, s := range r.Subjects {
		check(s.Span)
	}
	for _, p := range r.Proposals {
		check(p.Span)
		if p.Subject < 0 || p.Subject >= len(r.Subjects) || len(p.Fields)+len(p.Areas)+len(p.Issuers) == 0 || p.Reference == "" {
			t.Fatalf("%+v", p)
		}
		for _, f := range p.Fields {
			check(f.Span)
		}
		for _, a := range p.Areas {
			check(a.Span)
		}
	}
	for _, u := range r.Unmatched {
		check(u.Span)
	}
	for _, n := range r.Notes {
		check(n.Span)
	}
	if r.Kind != wording.Assignment && len(r.Proposals)+len(r.Unmatched) > 0 {
		t.Fatalf("a text that assigns nothing yields %+v", r)
	}
}
