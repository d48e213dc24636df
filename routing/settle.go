package routing

// highBits has the top bit of each of the five bytes of candidate.narrow.
const highBits = 0x80_80_80_80_80

// dominates reports whether a is nowhere wider and somewhere narrower than b. Levels stay far below 128, so with the
// top bit of each byte of a set, subtracting b borrows it exactly where b is the narrower one.
func dominates(a, b uint64) bool { return ((a|highBits)-b)&highBits == highBits && a != b }

// level is the packed level of the selector at a place of the precedence.
func level(narrow uint64, place int) uint8 { return uint8(narrow >> (8 * (selectors - 1 - place))) }

// settle applies steps 3, 4 and 7 to the candidates of a question, and marks each with its fate. The target is none when
// nothing matched or when there is a conflict. favoured are the posts that the paper names, or none.
func (e *Engine) settle(w *work, c []candidate, favoured [2]uint16) (Outcome, uint16) {
	switch len(c) {
	case 0:
		return OutcomeNone, none
	case 1:
		return OutcomeAgreed, c[0].target
	}
	e.measure(w, c)
	outcome, target := OutcomeAgreed, c[beat(c)].target
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
		if c[i].fate == FateWon && c[i].target != target {
			return true
		}
	}
	return false
}

// favourite is the first favoured post among the winners.
func favourite(c []candidate, favoured [2]uint16) uint16 {
	for _, post := range favoured {
		for i := range c {
			if post != none && c[i].fate == FateWon && c[i].target == post {
				return post
			}
		}
	}
	return none
}

func setAside(c []candidate, target uint16) {
	for i := range c {
		if c[i].fate == FateWon && c[i].target != target {
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
	outcome, target := OutcomeOutranked, c[best].target
	for i := range c {
		if c[i].fate == FateWon && c[i].narrow == c[best].narrow && c[i].target != target {
			outcome = OutcomeConflict
		}
	}
	for i := range c {
		switch {
		case c[i].fate != FateWon:
		case c[i].narrow < c[best].narrow && (c[i].target != target || outcome == OutcomeConflict):
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
func (e *Engine) differ(a, b uint64) Selector {
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
