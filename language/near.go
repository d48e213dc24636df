package language

import (
	"cmp"
	"slices"
	"strings"
)

// nearest is how many proposals somebody who mistyped is given.
const nearest = 3

// shortest is how many letters a text must have for others to be like it: every code of two is near to every other.
const shortest = 3

// Near are the words among some that a reader may have meant by a text that is none of them, the likeliest first and three at most: those that
// differ from it, diacritics and case aside, by few letters, and those that hold all of its syllables ("Kinh tế" for "Phòng Kinh tế").
func Near(text string, among []string) []string {
	type near struct {
		word     string
		distance int
	}
	sought := []rune(Fold(strings.TrimSpace(text)))
	if len(sought) < shortest {
		return nil
	}
	syllables := FoldWords(text)
	var found []near
	for _, word := range among {
		folded := Fold(word)
		most := 1 + min(len(sought), len([]rune(folded)))/10
		distance := apart(sought, []rune(folded), most)
		if distance > most && holds(FoldWords(word), syllables) {
			distance = most
		}
		if distance <= most && !slices.ContainsFunc(found, func(n near) bool { return n.word == word }) {
			found = append(found, near{word, distance})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.distance, b.distance) })
	words := make([]string, min(len(found), nearest))
	for i := range words {
		words[i] = found[i].word
	}
	return words
}

// holds reports whether every syllable sought stands among those of a word, some with one slip; one at least stands as it is, if there are several.
func holds(word, sought []string) bool {
	exact := 0
	for _, s := range sought {
		switch {
		case slices.Contains(word, s):
			exact++
		case len(s) < shortest || !slices.ContainsFunc(word, func(w string) bool { return apart([]rune(s), []rune(w), 1) < 2 }):
			return false
		}
	}
	return exact > 0 || len(sought) == 1 && len(sought[0]) > shortest
}

// apart is how many letters have to be put in, left out, changed or swapped with their neighbour to make one text of another; more than most
// is told as most+1. Only the diagonals within most are looked at.
func apart(a, b []rune, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			if j < i-most || j > i+most {
				row[j] = most + 1
				continue
			}
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], most+1)
}
