package fields

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"testing"

	"congvan/office"
)

//go:embed testdata/subjects.tsv
var subjects string

// papers are subjects as a city writes them to its communes, written for this test, each with the field that an officer would give it.
func papers(t *testing.T) []Sample {
	t.Helper()
	var all []Sample
	for line := range strings.Lines(strings.TrimSpace(subjects)) {
		field, subject, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok {
			t.Fatalf("line %q", line)
		}
		all = append(all, Sample{Subject: subject, Field: office.FieldCode(field), Code: fmt.Sprintf("%d/UBND-VP", len(all)+1)})
	}
	return all
}

// TestWordsProposeTheRightFieldMoreOftenThanNot proposes for each paper from all the others, with half a dozen papers a field: as little as an organ
// has after a few weeks. A person confirms, so what counts is that the right field stands among the two proposed and that a wrong one seldom
// stands alone.
func TestWordsProposeTheRightFieldMoreOftenThanNot(t *testing.T) {
	all := papers(t)
	first, among, silent := 0, 0, 0
	for i, paper := range all {
		others := slices.Delete(slices.Clone(all), i, i+1)
		guesses := byWords(others, paper.Subject)
		switch {
		case len(guesses) == 0:
			silent++
		case guesses[0].Field == paper.Field:
			first++
			among++
		case len(guesses) > 1 && guesses[1].Field == paper.Field:
			among++
		default:
			t.Logf("%s %q: %v", paper.Field, paper.Subject, guesses)
		}
	}
	spoken := len(all) - silent
	t.Logf("%d papers: %d proposed for; right first %d, among both %d", len(all), spoken, first, among)
	if 10*first < 6*spoken || 10*spoken < 6*len(all) {
		t.Errorf("of %d papers %d were proposed for, %d rightly: less than words are good for", len(all), spoken, first)
	}
}

func TestWordsThatTellNothingProposeNothing(t *testing.T) {
	all := papers(t)
	for _, subject := range []string{"", "Về việc triển khai thực hiện", "Xin chào quý cơ quan", "12345", "Kính gửi đồng chí Nguyễn Văn Lạ"} {
		if got := byWords(all, subject); len(got) != 0 {
			t.Errorf("%q: %v", subject, got)
		}
	}
	if got := byWords(all[:3], "quyết toán ngân sách"); len(got) != 0 {
		t.Errorf("one field alone is no choice: %v", got)
	}
}

func TestTheReasonNamesWordsOfTheSubjectAsTheyAreWritten(t *testing.T) {
	got := byWords(papers(t), "Kế hoạch phòng cháy, chữa cháy rừng")
	if len(got) == 0 || got[0].Field != "25" || got[0].Source != FromWords || !strings.Contains(got[0].Args[0].(string), "chữa cháy") {
		t.Errorf("%+v", got)
	}
}

func TestWhatIsContinuedComesFirstAndWordsLast(t *testing.T) {
	continued := []Guess{{Field: "19", Source: FromMatter, Key: "fields.why.continues"}}
	got := propose(continued, []Row{{Symbol: "UBND-VX", FieldCode: "13"}}, papers(t), Paper{Code: "1/UBND-VX", Subject: "Phòng cháy, chữa cháy mùa hanh khô"})
	var sources []Source
	for _, g := range got {
		sources = append(sources, g.Source)
	}
	if !slices.Equal(sources[:3], []Source{FromMatter, FromTable, FromWords}) {
		t.Errorf("%v", sources)
	}
}
