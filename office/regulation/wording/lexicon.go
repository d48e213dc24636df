package wording

import "strings"

// lexicon finds phrases in a list of tokens, the longest one that begins at a place.
type lexicon[T any] struct{ root *branch[T] }

// branch is what may follow the words read so far.
type branch[T any] struct {
	next  map[string]*branch[T]
	joint *branch[T] // after a joint: comma, dash, "và"
	means []T
}

func newLexicon[T any]() *lexicon[T] { return &lexicon[T]{&branch[T]{}} }

// maxJoints is how many joints of a phrase may be written or left out; each doubles the phrase's spellings.
const maxJoints = 4

// add enters a phrase. Where it has a comma, a dash or "và", a text may have any of them or none: "phòng, chống thiên tai" is also found as "phòng
// chống thiên tai".
func (l *lexicon[T]) add(phrase string, meaning T) {
	if words := scan(phrase); len(words) > 0 {
		l.root.add(words, meaning, maxJoints)
	}
}

func (b *branch[T]) add(rest []token, meaning T, joints int) {
	if len(rest) == 0 {
		b.means = append(b.means, meaning)
		return
	}
	if n := jointLen(rest); n > 0 {
		if joints > 0 && n < len(rest) {
			b.add(rest[n:], meaning, joints-1)
		}
		if b.joint == nil {
			b.joint = &branch[T]{}
		}
		b.joint.add(rest[n:], meaning, joints-1)
		return
	}
	if b.next == nil {
		b.next = map[string]*branch[T]{}
	}
	if b.next[rest[0].word] == nil {
		b.next[rest[0].word] = &branch[T]{}
	}
	b.next[rest[0].word].add(rest[1:], meaning, joints)
}

// jointLen is how many tokens a joint takes: a sign, "và", or a sign and "và".
func jointLen(tokens []token) int {
	n := 0
	if n < len(tokens) && tokens[n].sign && strings.Contains(",-&/+", tokens[n].word) {
		n++
	}
	if n < len(tokens) && tokens[n].word == "và" {
		n++
	}
	return n
}

// find gives the meanings of the longest phrase at the beginning of tokens, and how many tokens it takes; none takes 0.
func (l *lexicon[T]) find(tokens []token) (means []T, length int) {
	b := l.root
	for i := 0; i < len(tokens); {
		if n := jointLen(tokens[i:]); n > 0 && b.joint != nil {
			b, i = b.joint, i+n
		} else if next := b.next[tokens[i].word]; next != nil {
			b, i = next, i+1
		} else {
			return means, length
		}
		if len(b.means) > 0 {
			means, length = b.means, i
		}
	}
	return means, length
}
