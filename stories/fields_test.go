package stories

import (
	"testing"

	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/office/fields"
)

// Keeps keeps a line of the table from symbol to field.
func (b By) Keeps(symbol string, field office.FieldCode) {
	b.s.Helper()
	_, err := b.s.Fields.Keep(ctx, b.actor, fields.Row{Symbol: symbol, FieldCode: field})
	b.end("keep a line", err)
}

// Guesses are the fields proposed for the own organ's receipt.
func (b By) Guesses(d document.Document) []fields.Guess {
	b.s.Helper()
	all, err := b.s.Dispatch.Guesses(ctx, b.actor, b.of(d))
	b.end("guess", err)
	return all
}

// Table is the table with how right it is.
func (b By) Table() fields.Table {
	b.s.Helper()
	table, err := b.s.Fields.Table(ctx, b.actor)
	b.end("read the table", err)
	return table
}

// TestTheTableIsHeldAgainstWhatPapersTurnOutToBeAndProposesItsMending: the sender's papers of one symbol are said to be land and are schools.
func TestTheTableIsHeldAgainstWhatPapersTurnOutToBeAndProposesItsMending(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		s.As(ward.LandOfficer).Refused("fields.may_not_keep").Keeps("UBND-NNMT", land)
		s.As(ward.Clerk).Refused("fields.unknown_field").Keeps("UBND-NNMT", "99")
		s.As(ward.Clerk).Refused("fields.says_nothing").Keeps(" ", land)
		for i := range 5 {
			d := s.Dispatched(Directive{Field: land, Subject: "Rà soát trường học lần " + string(rune('1'+i))}, ward)
			s.As(ward.Clerk).Register(d)
			s.As(ward.Economy).WrongField(d, schools)
		}
		table := s.As(ward.Clerk).Table()
		if len(table.Missing) != 1 || table.Missing[0].Field != schools || table.Missing[0].Symbol != "UBND-NNMT" || table.Missing[0].Times != 5 {
			s.Fatalf("missing %+v", table.Missing)
		}
		s.As(ward.Clerk).Keeps("…/UBND-NNMT", land) // as the sender says, wrongly
		for i := range 4 {
			d := s.Dispatched(Directive{Field: land, Subject: "Khai giảng năm học lần " + string(rune('1'+i))}, ward)
			if got := s.As(ward.Clerk).Guesses(d); len(got) == 0 || got[0].Source != fields.FromTable || got[0].Field != land {
				s.Errorf("proposed %+v", got)
			}
			if i == 0 {
				s.As(ward.Clerk).Register(d)
			} else {
				s.As(ward.Clerk).Register(d, schools)
			}
		}
		row := s.As(ward.Clerk).Table().Rows[0]
		if row.Right != 1 || row.Wrong != 3 || row.Mend() != schools {
			s.Errorf("%+v, to be mended to %q", row, row.Mend())
		}
		s.As(ward.Chief).Keeps("UBND-NNMT", schools)
		if row := s.As(ward.Clerk).Table().Rows[0]; row.FieldCode != schools || row.Right+row.Wrong != 0 {
			s.Errorf("mended: %+v", row)
		}
		if rows := s.As(s.Market.Clerk).Table().Rows; len(rows) != 0 {
			s.Errorf("another organ sees %+v", rows)
		}
	})
}

// TestWhatIsProposedFromWordsRoutesNothingWithoutAPerson: an organ that trusts the sender takes its papers in by itself, on the sender's word alone.
func TestWhatIsProposedFromWordsRoutesNothingWithoutAPerson(t *testing.T) {
	Tell(t, func(s *Story) {
		market := s.Market
		s.As(market.Clerk).Keeps("UBND-NNMT", schools)
		d := s.Dispatched(Directive{Field: land, Subject: "Rà soát đất công"}, market)
		v := s.As(market.Clerk).See(d)
		if v.State != dispatch.Assigned || len(v.Facts) != 1 || v.Facts[0].Value != string(land) || v.Facts[0].Source != dispatch.FromSender {
			s.Errorf("%s by %+v", v.State, v.Facts)
		}
	})
}

func TestAPaperThatNamesOneOfTheOrgansOwnGoesOnWithItsMatter(t *testing.T) {
	Tell(t, func(s *Story) {
		ward := s.Ward
		first := s.Dispatched(Directive{Field: land, Subject: "Kiểm kê đất công"}, ward)
		s.As(ward.Clerk).Register(first, schools)
		d := s.Dispatched(Directive{Field: land, Subject: "Đôn đốc thực hiện Công văn số " + first.CodeText()}, ward)
		got := s.As(ward.Clerk).Guesses(d)
		if len(got) == 0 || got[0].Source != fields.FromMatter || got[0].Field != schools {
			s.Errorf("proposed %+v", got)
		}
	})
}
