package language_test

import (
	"slices"
	"strings"
	"testing"

	"congvan/language"
)

func TestSyllablesAreThoseThatVietnameseSpellingAllows(t *testing.T) {
	known := language.Syllables()
	text := `Ủy ban nhân dân thành phố yêu cầu các xã, phường rà soát nhà chung cư, chợ dân sinh, kho xưởng; quyết định phê duyệt quy hoạch, khuyến
		khích tuyên truyền nghiêm túc, giải phóng mặt bằng, gì, giếng, khuỷu, nghĩa, kỹ thuật, thuở, ngoằn ngoèo, xoong, uống, yên, y tế, quốc,
		quýt, hươu, rượu, boong, huých, tuếch, thuê, khuya, quanh, ngoan, oanh, ưu, êm`
	for _, word := range language.FoldWords(text) {
		if !slices.Contains(known, word) {
			t.Errorf("%q is no syllable", word)
		}
	}
	for slip := range strings.FieldsSeq("cahc huyeetj phongf datt boj ngi kang ghan qoc pccc xyz w f") {
		if slices.Contains(known, slip) {
			t.Errorf("%q is taken for a syllable", slip)
		}
	}
	if len(known) > 5000 {
		t.Errorf("%d syllables are more than the language has", len(known))
	}
}
