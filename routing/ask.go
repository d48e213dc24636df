package routing

// Ask puts one slot of one post to the clauses, with the principals of the facts, and answers with the matches of that
// question alone. It names whom the clauses name: posts that the paper is about are not passed over. Signing authority is asked
// this way: who signs TL. ([SlotSigner]) and in whose fields a deputy signs KT. ([SlotLeader]).
func (e *Engine) Ask(slot Slot, f Facts) (Question, []Match) {
	p := e.principals(&f)
	q := Question{Slot: slot, Field: f.Field, Area: f.Area}
	if !slot.One() {
		return q, nil
	}
	c := e.candidates(nil, slot, &p)
	outcome, target := e.settle(c, [2]uint16{none, none})
	q.Outcome = outcome
	if target != none {
		e.name(&q, target)
	}
	var d Decision
	e.record(&d, q, c)
	return q, d.Matches
}
