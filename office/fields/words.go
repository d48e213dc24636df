package fields

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"congvan/language"
	"congvan/office"
)

// Sample is a paper of the organ whose field a person has confirmed.
type Sample struct {
	Subject string
	Field   office.FieldCode
	Code    string
}

// The words of a subject are judged by naive Bayes over the organ's own samples: its syllables and the pairs of neighbours in it, for a Vietnamese
// word is mostly two syllables ("đất đai", "y tế"). Each counts once a subject. What is proposed names the words that told.
const (
	smoothing = 0.2 // added to every count: a word that a field never had is rare there, not impossible
	enough    = 0.6 // least share of the answer at which a field is proposed
	second    = 0.1 // least share at which another one is named beside it
	pair      = 3.0 // what a pair of syllables says against one syllable
	told      = 3   // words that are named as the reason
)

// filler are the words with which subjects of every field are written.
var filler = strings.Split(`về việc|và|của|các|cho|trên địa bàn|trong|theo|năm|tháng|ngày|tại|với|đến|từ|để|được|là|có|không|thực hiện|triển khai|tăng cường|`+
	`một số|thông báo|báo cáo|kế hoạch|văn bản|chỉ đạo|ubnd|phường|xã|thành phố|hà nội|quý|kiểm tra|xử lý|rà soát|giải quyết|quản lý|hướng dẫn|`+
	`tổ chức|đẩy nhanh|đẩy mạnh|chấn chỉnh|công tác|bảo đảm|phòng chống|chế độ|hoạt động|nâng cao|phong trào|toàn dân|người dân|tiếp nhận|`+
	`sử dụng|hệ thống|hoàn thành|đăng ký|lập|sau|dịp|lần đầu|trước|kết quả|tình hình|tiến độ|gia đình|diễn tập`, "|")

// model is what the samples of an organ tell, counted.
type model struct {
	papers map[office.FieldCode]int
	counts map[office.FieldCode]map[string]int // in how many subjects of a field a word stands
	totals map[office.FieldCode]int
	words  map[string]bool
}

func learn(samples []Sample) *model {
	m := &model{papers: map[office.FieldCode]int{}, counts: map[office.FieldCode]map[string]int{}, totals: map[office.FieldCode]int{}, words: map[string]bool{}}
	for _, s := range samples {
		m.papers[s.Field]++
		if m.counts[s.Field] == nil {
			m.counts[s.Field] = map[string]int{}
		}
		for word := range features(s.Subject) {
			m.counts[s.Field][word]++
			m.totals[s.Field]++
			m.words[word] = true
		}
	}
	return m
}

// features are the syllables of a subject and the pairs of neighbours, folded, each with how it is written there.
func features(subject string) map[string]string {
	found := map[string]string{}
	before, written := "", ""
	words := language.Words(subject)
	skip := fillerIn(words)
	for i, word := range words {
		plain, text := word.Folded, subject[word.Start:word.End]
		if skip[i] || len(plain) < 2 {
			before = ""
			continue
		}
		found[plain] = strings.ToLower(text)
		if before != "" {
			found[before+" "+plain] = strings.ToLower(written + " " + text)
		}
		before, written = plain, text
	}
	return found
}

// fillers are the filler words, folded, by their first syllable.
var fillers = sync.OnceValue(func() map[string][][]string {
	all := map[string][][]string{}
	for _, phrase := range filler {
		syllables := strings.Fields(language.Fold(phrase))
		all[syllables[0]] = append(all[syllables[0]], syllables)
	}
	return all
})

// fillerIn says which words of a subject are filler.
func fillerIn(words []language.Word) []bool {
	skip := make([]bool, len(words))
	for i, word := range words {
		for _, phrase := range fillers()[word.Folded] {
			if i+len(phrase) > len(words) {
				continue
			}
			same := true
			for j, syllable := range phrase {
				same = same && words[i+j].Folded == syllable
			}
			for j := range phrase {
				skip[i+j] = skip[i+j] || same
			}
		}
	}
	return skip
}

// weight is the logarithm of how likely a word is in papers of a field.
func (m *model) weight(field office.FieldCode, word string) float64 {
	return math.Log((float64(m.counts[field][word]) + smoothing) / (float64(m.totals[field]) + smoothing*float64(len(m.words))))
}

// pairs lets a pair of syllables, which mostly is a word, say more than one syllable.
func pairs(word string) float64 {
	if strings.Contains(word, " ") {
		return pair
	}
	return 1
}

// scored is a field with its share of the answer.
type scored struct {
	field office.FieldCode
	share float64
}

// judge gives every field its share of the answer, the largest first. Words that no sample has say nothing.
func (m *model) judge(words map[string]string) []scored {
	var all []scored
	for field, n := range m.papers {
		score := math.Log(float64(n))
		for word := range words {
			if m.words[word] {
				score += m.weight(field, word) * pairs(word)
			}
		}
		all = append(all, scored{field, score})
	}
	slices.SortFunc(all, func(a, b scored) int { return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.field, b.field)) })
	sum, top := 0.0, 0.0
	for i := range all {
		if i == 0 {
			top = all[0].share
		}
		all[i].share = math.Exp(all[i].share - top)
		sum += all[i].share
	}
	for i := range all {
		all[i].share /= sum
	}
	return all
}

// reason are the words of a subject that speak most for a field against all others, as they are written. None means that no sample of the field has
// any of them.
func (m *model) reason(field office.FieldCode, words map[string]string) []string {
	type telling struct {
		word string
		by   float64
	}
	var all []telling
	for _, word := range slices.Sorted(maps.Keys(words)) {
		if m.counts[field][word] == 0 {
			continue
		}
		others := math.Inf(-1)
		for other := range m.papers {
			if other != field {
				others = max(others, m.weight(other, word))
			}
		}
		all = append(all, telling{word, m.weight(field, word) - others})
	}
	slices.SortStableFunc(all, func(a, b telling) int { return cmp.Compare(b.by, a.by) })
	var named []string
	for _, t := range all {
		within := slices.ContainsFunc(named, func(n string) bool { return strings.Contains(language.Fold(n), t.word) })
		if !within && len(named) < told {
			named = append(named, words[t.word])
		}
	}
	return named
}

// byWords proposes from the words of a subject: at most two fields, none when nothing in it tells.
func byWords(samples []Sample, subject string) []Guess {
	m, words := learn(samples), features(subject)
	if len(m.papers) < 2 {
		return nil
	}
	var all []Guess
	for i, s := range m.judge(words)[:2] {
		reason := m.reason(s.field, words)
		if i == 0 && s.share < enough || i == 1 && s.share < second || len(reason) == 0 {
			break
		}
		all = append(all, Guess{Field: s.field, Source: FromWords, Key: "fields.why.words", Args: []any{strings.Join(reason, "”, “"), m.papers[s.field]}})
	}
	return all
}

// propose is what is proposed for a paper, the first proposal first: what it continues, then the table's procedures and rows, then its words.
func propose(continued []Guess, rows []Row, samples []Sample, p Paper) []Guess {
	var all []Guess
	for _, g := range slices.Concat(continued, byTable(rows, p), byWords(samples, p.Subject)) {
		all = add(all, g)
	}
	return all
}
