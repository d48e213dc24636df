package wording

import (
	"slices"
	"strings"

	"congvan/office"
)

// named is somebody as a text names him: the posts and departments that his name and titles mean.
type named struct {
	Span
	mentions []mention
	name     bool // a name that is nobody's here
}

// says reports whether something of a kind was said.
func (n *named) says(kind mentionKind) bool {
	return slices.ContainsFunc(n.mentions, func(m mention) bool { return m.kind == kind })
}

// naming reads who is named at the beginning of tokens, and how many tokens that takes: courtesy, name, titles and the organ, in any order; "và" and
// a second courtesy begin the next one.
func (b *book) naming(tokens []token) (all []named, length int) {
	var who named
	end := func() {
		if len(who.mentions) > 0 || who.name {
			all = append(all, who)
		}
		who = named{}
	}
reading:
	for i := 0; i < len(tokens); {
		t := tokens[i]
		means, n := b.who.find(tokens[i:])
		if v, m := verbs.find(tokens[i:]); m >= n && m > 0 && v[0] == sits {
			break reading // "Trưởng ban …" is what he is there, not who he is
		}
		switch {
		case n > 0 && means[0].kind == aCourtesy:
			if who.name || who.says(aHolder) {
				end()
			}
			i += n
			if next, m := b.who.find(tokens[i:]); m == 0 || next[0].kind == aCourtesy {
				i += b.properName(tokens[i:], &who)
			}
		case n > 0 && means[0].kind == aPlace:
			i += n
			i += b.placeName(tokens[i:])
		case n > 0:
			who.mentions = append(who.mentions, means...)
			who.Span = who.Span.with(spanOf(tokens[i : i+n]))
			i += n
		case t.word == "và" && len(who.mentions) > 0:
			end()
			i++
		case t.sign && strings.Contains(",-()/", t.word):
			i++
		default:
			break reading
		}
		length = i
	}
	end()
	return all, length
}

// properName reads a name that is nobody's here: up to six words with capitals, up to a title or a verb.
func (b *book) properName(tokens []token, who *named) int {
	n := 0
	for n < len(tokens) && n < 6 && tokens[n].capital {
		_, titled := b.who.find(tokens[n:])
		_, verbal := verbs.find(tokens[n:])
		if titled > 0 || verbal > 0 && n > 0 {
			break
		}
		n++
	}
	if n > 0 {
		who.name = true
		who.Span = who.Span.with(spanOf(tokens[:n]))
	}
	return n
}

// placeName counts the words of a place's name: "Tương Mai" of "UBND phường Tương Mai".
func (b *book) placeName(tokens []token) int {
	n := 0
	for n < len(tokens) && n < 4 && tokens[n].capital && !tokens[n].shout {
		_, titled := b.who.find(tokens[n:])
		_, verbal := verbs.find(tokens[n:])
		if titled > 0 || verbal > 0 {
			break
		}
		n++
	}
	return n
}

func spanOf(tokens []token) Span { return Span{tokens[0].Start, tokens[len(tokens)-1].End} }

// resolve says which post or department somebody is. ok is false for nobody in particular.
func (b *book) resolve(n named) (s Subject, ok bool) {
	s.Span = n.Span
	if n.says(aCrowd) || len(n.mentions) == 0 && !n.name || b.rollCall(n) {
		return s, false
	}
	if i := slices.IndexFunc(n.mentions, func(m mention) bool { return m.kind == aDepartment }); i >= 0 {
		s.Department = b.organ.Departments[n.mentions[i].unit].ID
		return s, true
	}
	held, titled := b.held(n), b.titled(n)
	both := slices.DeleteFunc(slices.Clone(held), func(p int) bool { return !slices.Contains(titled, p) })
	switch {
	case len(held) > 0 && len(both) > 0:
		b.choose(&s, both)
	case len(held) > 0:
		if len(titled) > 0 {
			s.Doubts = append(s.Doubts, NameElsewhere)
		}
		b.choose(&s, held)
	default:
		if n.name && len(titled) == 1 {
			s.Doubts = append(s.Doubts, NameUnknown)
		}
		b.choose(&s, titled)
	}
	return s, true
}

// rollCall reports whether titles are told off without a name, "Chủ tịch, Phó Chủ tịch": no one of them is meant.
func (b *book) rollCall(n named) bool {
	head, deputy := false, false
	for _, m := range n.mentions {
		role := m.role
		if m.kind == aPost {
			role = b.organ.Posts[m.post].Role
		}
		head, deputy = head || role == office.RoleHead, deputy || role == office.RoleDeputy
	}
	return head && deputy && !n.name && !n.says(aHolder)
}

// choose takes the one post that is meant. Who holds several is named as the leader that he is.
func (b *book) choose(s *Subject, posts []int) {
	leading := slices.DeleteFunc(slices.Clone(posts), func(p int) bool {
		role := b.organ.Posts[p].Role
		return role != office.RoleHead && role != office.RoleDeputy
	})
	if len(leading) == 1 {
		posts = leading
	}
	switch len(posts) {
	case 0:
		s.Doubts = append(s.Doubts, NobodyFound)
	case 1:
		s.Post = b.organ.Posts[posts[0]].ID
	default:
		s.Doubts = append(s.Doubts, SeveralPosts)
		for _, p := range posts {
			s.Candidates = append(s.Candidates, b.organ.Posts[p].ID)
		}
	}
}

// held are the posts of the person who is named.
func (b *book) held(n named) []int {
	var posts []int
	for _, m := range n.mentions {
		if m.kind == aHolder && !slices.Contains(posts, m.post) {
			posts = append(posts, m.post)
		}
	}
	return posts
}

// titled are the posts that a title means: those that are called so, else those of that role.
func (b *book) titled(n named) []int {
	var own, roles []int
	for _, m := range n.mentions {
		switch m.kind {
		case aPost:
			own = append(own, m.post)
		case aRole:
			for i, p := range b.organ.Posts {
				if p.Role == m.role && !slices.Contains(roles, i) {
					roles = append(roles, i)
				}
			}
		}
	}
	if len(own) > 0 {
		return own
	}
	return roles
}

// post finds a post by its identifier.
func (b *book) post(id office.ID) (Post, bool) {
	i := slices.IndexFunc(b.organ.Posts, func(p Post) bool { return p.ID == id })
	if i < 0 {
		return Post{}, false
	}
	return b.organ.Posts[i], true
}
