package demo

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// altered is the city of two communes, out of the real files, with one text of one file replaced.
func altered(t *testing.T, file, old, new string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{
		"city/fields.csv", "city/issuers.csv", "city/document_kinds.csv", "city/status_codes.csv", "city/office.yaml", tuongMai, phuDong, story,
	} {
		data, err := fs.ReadFile(embedded, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	files["city/localities.csv"] = &fstest.MapFile{
		Data: []byte("code,name,kind,full_name\n00322,Tương Mai,phuong,Phường Tương Mai\n00541,Phù Đổng,xa,Xã Phù Đổng\n"),
	}
	if before := string(files[file].Data); !strings.Contains(before, old) {
		t.Fatalf("%s does not hold %q", file, old)
	} else {
		files[file].Data = []byte(strings.Replace(before, old, new, 1))
	}
	return files
}

// lineWith is the number of the first line that holds a text.
func lineWith(t *testing.T, files fs.FS, file, text string) int {
	t.Helper()
	data, err := fs.ReadFile(files, file)
	if err != nil {
		t.Fatal(err)
	}
	before, _, found := strings.Cut(string(data), text)
	if !found {
		t.Fatalf("%s does not hold %q", file, text)
	}
	return 1 + strings.Count(before, "\n")
}

const (
	tuongMai = "communes/00322-tuong-mai.yaml"
	phuDong  = "communes/00541-phu-dong.yaml"
	story    = "story/01-dat-dai-trat-tu-xay-dung.yaml"
)

func TestBadInputIsRefusedWithFileLineAndWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct{ file, old, new, want string }{
		"unknown field":                 {tuongMai, `leader: pct-1, fields: ["10"]`, `leader: pct-1, fields: ["77"]`, `unknown field "77"`},
		"a field twice":                 {tuongMai, `leader: pct-1, fields: ["10"]`, `leader: pct-1, fields: ["10", "10"]`, `field "10" stands here twice`},
		"an area of another commune":    {tuongMai, `areas: [tdp-1..tdp-10]`, `areas: [thon-phu-dong]`, `area "thon-phu-dong" is one of Ủy ban nhân dân xã Phù Đổng`},
		"an area that nobody has":       {tuongMai, `areas: [tdp-1..tdp-10]`, `areas: [tdp-1..tdp-99]`, `no area "tdp-99" here`},
		"an area left out":              {tuongMai, `areas: [tdp-1..tdp-10]`, `areas: [tdp-49]`, `no area "tdp-49" here`},
		"a span that runs backwards":    {tuongMai, `areas: [tdp-1..tdp-10]`, `areas: [tdp-10..tdp-1]`, `runs backwards`},
		"a post in its own substitutes": {tuongMai, `pct-2: [pct-1]`, `pct-2: [pct-1, pct-2]`, `post "pct-2" stands in its own list of substitutes`},
		"an unknown substitute":         {tuongMai, `pct-2: [pct-1]`, `pct-2: [pct-9]`, `no post "pct-9" here`},
		"a user name twice in a file":   {tuongMai, `  pct2: Lê Đức Thuận`, `  pct1: Lê Đức Thuận`, `"pct1" already defined`},
		"user names of another organ":   {phuDong, `accounts: phudong`, `accounts: tuongmai`, `duplicate user names: "tuongmai"`},
		"two holders of a leading post": {tuongMai, `holders: [chutich]}`, `holders: [chutich, pct2]}`, `2 holders of Chủ tịch UBND phường`},
		"a holder who is nobody":        {tuongMai, `holders: [tpkt]}`, `holders: [tpkt9]}`, `no "tpkt9" among the people`},
		"an unknown key":                {tuongMai, `way: leader`, `weg: leader`, `unknown key "weg"`},
		"an unknown key in a clause":    {tuongMai, `leader: pct-1, fields: ["10"]`, `leader: pct-1, field: ["10"]`, `unknown key "field"`},
		"an unknown way":                {tuongMai, `way: leader`, `way: anyhow`, `unknown way "anyhow"`},
		"an unknown post":               {tuongMai, `leader: pct-1, fields: ["10"]`, `leader: pct-7, fields: ["10"]`, `no post "pct-7" here`},
		"an officer as leader":          {tuongMai, `leader: pct-1, fields: ["10"]`, `leader: dia-chinh, fields: ["10"]`, `dia-chinh is no leader`},
		"an unknown department":         {tuongMai, `department: kthtdt`, `department: kt9`, `no department "kt9" here`},
		"a clause with two slots":       {tuongMai, `leader: pct-1, fields: ["10"]`, `leader: pct-1, officer: dia-chinh, fields: ["10"]`, `fills one slot, not 2`},
		"a clause without a slot":       {tuongMai, `leader: pct-1, fields: ["10"]`, `fields: ["10"]`, `fills one slot, not 0`},
		"an unknown issuer":             {tuongMai, `issuers: [ubnd_tp]`, `issuers: [ubnd_tinh]`, `unknown issuer "ubnd_tinh"`},
		"a precedence of four":          {tuongMai, `    deputy: pct-1`, "    precedence: [urgency, kind, field, issuer]\n    deputy: pct-1", `a precedence names each of`},
		"a fixed day that will pass":    {tuongMai, `{person: pct1, from: today,`, `{person: pct1, from: 2026-11-23,`, `fixed and too late`},
		"an absence that ends first":    {tuongMai, `from: today, to: today + 3, paper`, `from: today, to: today - 3, paper`, `from is not before to`},
		"a file under another's code":   {tuongMai, `locality: "00322"`, `locality: "00541"`, `named for 00322, not for 00541`},
		"an unknown recipient":          {story, `recipients: [all]`, `recipients: ["00000"]`, `unknown recipient "00000"`},
		"a blank that is no day":        {story, `trước ngày {today + 7}`, `trước ngày {next week}`, `{next week} is neither`},
		"a signer who is nobody":        {story, `signer: pct-2`, `signer: pct-8`, `no post "pct-8" here`},
		"text that is no YAML":          {story, `recipients: [all]`, `recipients: [all`, `did not find expected`},
	} {
		t.Run(name, func(t *testing.T) {
			files := altered(t, c.file, c.old, c.new)
			_, err := load(files)
			if err == nil {
				t.Fatal("passes")
			}
			var at *FileError
			if !errors.As(err, &at) {
				t.Fatalf("%v names no file", err)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Fatalf("%v, want %q", err, c.want)
			}
			if name == "text that is no YAML" { // the library notices it where the list should have ended
				return
			}
			line, _, _ := strings.Cut(strings.TrimPrefix(c.new, "\n"), "\n")
			if want := fmt.Sprintf("%s:%d: ", c.file, lineWith(t, files, c.file, line)); !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want it at %s", err, want)
			}
		})
	}
}

func TestTheCityThatTheBadInputsStartFromIsGood(t *testing.T) {
	if _, err := load(altered(t, tuongMai, "", "")); err != nil {
		t.Error(err)
	}
}

func TestACommuneWithoutAFileIsNamed(t *testing.T) {
	files := altered(t, tuongMai, "", "")
	delete(files, tuongMai)
	if _, err := load(files); err == nil || !strings.Contains(err.Error(), "no file for 00322 Phường Tương Mai") {
		t.Errorf("%v", err)
	}
}

func TestAChildBeforeItsParentIsRefused(t *testing.T) {
	files := altered(t, "city/fields.csv", "KT,,", "KT,KTX,")
	if _, err := load(files); err == nil || !strings.Contains(err.Error(), "city/fields.csv:3: no KTX above KT") {
		t.Errorf("%v", err)
	}
}

func TestATableWithOtherColumnsIsRefused(t *testing.T) {
	files := altered(t, "city/localities.csv", "code,name", "name,code")
	if _, err := load(files); err == nil || !strings.Contains(err.Error(), "city/localities.csv:1: the columns are not") {
		t.Errorf("%v", err)
	}
}
