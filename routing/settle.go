package routing

const (
	levelBits = 4       // of each level in candidate.narrow: enough for maxDepth, and one to spare
	spareBits = 0x88888 // the spare ones
)

// dominates reports whether a is nowhere wider and somewhere narrower than b. Levels leave the top one of their bits free,
// so with that of each level of a set, subtracting b borrows it exactly where b is the narrower one.
func dominates(a, b uint32) bool { return ((a|spareBits)-b)&spareBits == spareBits && a != b }

// level is the packed level of the selector at a place of the precedence.
func level(narrow uint32, place int) uint32 {
	return narrow >> (levelBits * (selectors - 1 - place)) & (1<<levelBits - 1)
}

// settle applies steps 3, 4 and 7 to the candidates of a question, and marks each with its fate. The target is none when
// nothing matched or when there is a conflict. favoured are the posts that the paper names, or none.
func (e *Engine) settle(c []candidate, favoured [2]uint16) (Outcome, uint16) {
	switch len(c) {
	case 0:
		return OutcomeNone, none
	case 1:
		return OutcomeAgreed, c[0].target()
	}
	outcome, target := OutcomeAgreed, c[beat(c)].target()
	if several(c, target) {
		if outcome, target = OutcomeNamed, favourite(c, favoured); target != none {
			setAside(c, target)
		} else {
			outcome, target = e.rank(c)
		}
	}
	e.explain(c)
	return outcome, target
}

// beat marks the candidates that another dominates, and returns one that none does.
func beat(c []candidate) (winner int) {
	winner = -1
	for i := range c {
		for j := range c {
			if dominates(c[j].narrow, c[i].narrow) {
				c[i].fate = FateBeaten
				break
			}
		}
		if winner < 0 && c[i].fate == FateWon {
			winner = i
		}
	}
	return winner
}

// several reports whether the candidates still winning name another target too.
func several(c []candidate, target uint16) bool {
	for i := range c {
		if c[i].fate == FateWon && c[i].target() != target {
			return true
		}
	}
	return false
}

// favourite is the first favoured post among the winners.
func favourite(c []candidate, favoured [2]uint16) uint16 {
	for _, post := range favoured {
		if post == none {
			continue
		}
		for i := range c {
			if c[i].fate == FateWon && c[i].target() == post {
				return post
			}
		}
	}
	return none
}

func setAside(c []candidate, target uint16) {
	for i := range c {
		if c[i].fate == FateWon && c[i].target() != target {
			c[i].fate = FateSetAside
		}
	}
}

// rank follows the precedence: at each selector in turn only the narrowest winners stay, until they name one target.
// That is the order of the packed levels. What loses to the narrowest, loses on the first selector where they differ.
func (e *Engine) rank(c []candidate) (Outcome, uint16) {
	best := -1
	for i := range c {
		if c[i].fate == FateWon && (best < 0 || c[i].narrow > c[best].narrow) {
			best = i
		}
	}
	outcome, target := OutcomeOutranked, c[best].target()
	for i := range c {
		if c[i].fate == FateWon && c[i].narrow == c[best].narrow && c[i].target() != target {
			outcome = OutcomeConflict
		}
	}
	for i := range c {
		switch {
		case c[i].fate != FateWon:
		case c[i].narrow < c[best].narrow && (c[i].target() != target || outcome == OutcomeConflict):
			c[i].fate, c[i].on, c[i].by = FateOutranked, e.differ(c[best].narrow, c[i].narrow), uint16(best)
		case outcome == OutcomeConflict:
			c[i].fate = FateTied
		}
	}
	if outcome == OutcomeConflict {
		return outcome, none
	}
	return outcome, target
}

// differ is the first selector of the precedence on which a is narrower than b.
func (e *Engine) differ(a, b uint32) Selector {
	for place, selector := range e.precedence {
		if level(a, place) > level(b, place) {
			return selector
		}
	}
	return NoSelector
}

// explain names for each beaten candidate one that nothing beat, a final winner if there is one, and the selector.
func (e *Engine) explain(c []candidate) {
	for i := range c {
		if c[i].fate != FateBeaten {
			continue
		}
		by := -1
		for j := range c {
			if c[j].fate != FateBeaten && dominates(c[j].narrow, c[i].narrow) && (by < 0 || c[j].fate < c[by].fate) {
				by = j
			}
		}
		c[i].on, c[i].by = e.differ(c[by].narrow, c[i].narrow), uint16(by)
	}
}
