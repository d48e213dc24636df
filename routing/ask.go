package routing

// Ask puts one slot of one post to the clauses, with the principals of the facts, and answers with the matches of that
// question alone. It names whom the clauses name: posts that the paper is about are not passed over. Signing authority is asked
// this way: who signs TL. ([SlotSigner]) and in whose fields a deputy signs KT. ([SlotLeader]).
func (e *Engine) Ask(slot Slot, f Facts) (Question, []Match) {
	if !slot.One() {
		return Question{Slot: slot}, nil
	}
	var w work
	e.read(&w, &f)
	_, found := e.cut(e.match(w.room[:0], &w), slot-1)
	c, _ := e.cut(found, slot)
	outcome, target := e.settle(c, [2]uint16{none, none})
	var d Decision
	q := e.question(&d, slot, f.Field, f.Area, outcome)
	if target != none {
		e.name(q, target)
	}
	e.record(&d, c)
	return *q, d.Matches
}
