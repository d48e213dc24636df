package api

import (
	"context"
	"unicode/utf8"

	"congvan/office/regulation"
	"congvan/office/regulation/wording"
)

// ProposeClauses reads the text of a decision: POST /regulations/propose.
func (a *API) ProposeClauses(ctx context.Context, r ProposeClausesRequestObject) (ProposeClausesResponseObject, error) {
	p, err := a.Regulation.ReadText(ctx, callerOf(ctx).Actor, r.Body.Text)
	if err != nil {
		return nil, inBody(err)
	}
	at := codePoints(p.Text)
	out := ProposeClauses200JSONResponse{Kind: ProposedClausesKind(p.Kind), Proposals: []ProposedClause{}, Unmatched: []UnmatchedPhrase{}, Notes: []NotedPhrase{}}
	if p.Deputy != nil {
		out.Deputy = &p.Deputy.Post
	}
	for i, proposal := range p.Proposals {
		out.Proposals = append(out.Proposals, proposedClause(p, i, at(proposal.Span)))
	}
	for _, u := range p.Unmatched {
		place := at(u.Span)
		out.Unmatched = append(out.Unmatched, UnmatchedPhrase{Start: place.Start, End: place.End, Phrase: u.Phrase(p.Text), Reference: u.Reference, Why: string(u.Why)})
	}
	for _, n := range p.Notes {
		place := at(n.Span)
		out.Notes = append(out.Notes, NotedPhrase{Start: place.Start, End: place.End, Phrase: n.Phrase(p.Text), Kind: string(n.Kind)})
	}
	return out, nil
}

func proposedClause(p regulation.Proposed, i int, at wording.Span) ProposedClause {
	proposal := p.Proposals[i]
	subject := p.Subjects[proposal.Subject]
	out := ProposedClause{Start: at.Start, End: at.End, Who: subject.Phrase(p.Text), Certain: p.Certain(proposal), Doubts: []string{}, Clause: clauseOut(p.Clauses[i])}
	out.Clause.Id = nil // it is no clause yet
	if len(subject.Candidates) > 0 {
		out.Candidates = &subject.Candidates
	}
	for _, doubts := range [][]wording.Doubt{subject.Doubts, proposal.Doubts} {
		for _, d := range doubts {
			out.Doubts = append(out.Doubts, string(d))
		}
	}
	return out
}

// codePoints turns places in bytes into places in code points, which every language counts alike.
func codePoints(text string) func(wording.Span) wording.Span {
	counted := make([]int, len(text)+1)
	n := 0
	for i := 0; i < len(text); {
		_, size := utf8.DecodeRuneInString(text[i:])
		for j := range size {
			counted[i+j] = n
		}
		i, n = i+size, n+1
	}
	counted[len(text)] = n
	return func(s wording.Span) wording.Span { return wording.Span{Start: counted[s.Start], End: counted[s.End]} }
}
