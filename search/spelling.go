package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxGuesses is how many spellings are tried in the place of one word.
const maxGuesses = 12

// Slips is how many slips of the finger a word may hold and still be guessed: none in numbers and in words of one or two letters, for
// nearly every two letters are a syllable; two in long words.
func Slips(word string) int {
	if strings.ContainsAny(word, "0123456789") {
		return 0
	}
	switch length := utf8.RuneCountInString(word); {
	case length < 3:
		return 0
	case length < 8:
		return 1
	default:
		return 2
	}
}

// Speller guesses what a word could have been meant to be, from the words that the index knows.
type Speller struct {
	word    []rune
	slips   int
	prefix  bool
	guesses []guess
}

type guess struct {
	word     string
	distance int
	count    int
}

// NewSpeller makes a speller for one folded word. With prefix, words that begin with it are guesses too: the last word of a query may not
// have been typed to its end.
func NewSpeller(word string, prefix bool) *Speller {
	return &Speller{word: []rune(word), slips: Slips(word), prefix: prefix && utf8.RuneCountInString(word) >= 2}
}

// Hopeless reports that no word can be a guess, so that the index need not be asked.
func (s *Speller) Hopeless() bool { return s.slips == 0 && !s.prefix }

// Offer shows the speller a word of the index that occurs in so many entries.
func (s *Speller) Offer(word string, count int) {
	length := utf8.RuneCountInString(word)
	switch {
	case s.prefix && length > len(s.word) && strings.HasPrefix(word, string(s.word)):
		s.guesses = append(s.guesses, guess{word, 1, count})
	case s.slips > 0 && length >= len(s.word)-s.slips && length <= len(s.word)+s.slips:
		if d := Distance(s.word, []rune(word), s.slips); d > 0 && d <= s.slips {
			s.guesses = append(s.guesses, guess{word, d, count})
		}
	}
}

// Guesses are the best of what was offered: fewest slips, then most frequent.
func (s *Speller) Guesses() []string {
	slices.SortFunc(s.guesses, func(a, b guess) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(b.count, a.count), cmp.Compare(a.word, b.word))
	})
	words := make([]string, 0, maxGuesses)
	for _, g := range s.guesses[:min(len(s.guesses), maxGuesses)] {
		words = append(words, g.word)
	}
	return words
}

// Distance counts the slips between two words: a letter left out, put in, or taken for another, or two neighbours exchanged (the optimal
// string alignment distance). Beyond most it gives most+1.
func Distance(a, b []rune, most int) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
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
