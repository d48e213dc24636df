package routing

import (
	"encoding/json"
	"fmt"
	"math/bits"
)

// Flags are the marks that a decision or a resolution carries, for the queue of the chief of office and for statistics.
type Flags uint32

// Marks of a decision.
const (
	Gap              Flags = 1 << iota // no clause names a leader: the head leads, by law
	Conflict                           // several leaders are left: the head decides
	GeneralOnly                        // only a general clause ("phụ trách chung") named the leader
	OfficeLeads                        // no clause names a department, or several: the office leads
	DepartmentTied                     // several departments are left
	HandDown                           // no officer, or several: the head of the department hands the paper down
	Unclassified                       // no principal field is known: the distributor classifies it first
	OtherGap                           // another field or area of the paper has no leader or department
	OtherConflict                      // another field or area of the paper has several
	NamedLeads                         // the post that the paper names, or that handled the matter before, leads
	NamedCooperates                    // that post would not win, so it cooperates
	ExcludedPassed                     // a post that the paper is about was passed over
	ToSuperior                         // the paper is about the head: it goes to the superior organ
	NoRegulation                       // no version of the regulation is in force: everything goes to the head
	DepartmentPassed                   // the head of the leading department is excluded, so the office leads

	// Marks of a resolution.
	Vacant       // nobody holds the post
	Absent       // its holder is away
	Delegated    // the matter was handed over by a delegation in force
	StoodIn      // somebody else than the holder has the desk
	EveryoneAway // nobody is there: the queue of the chief of office, or the duty roster
)

var flagWords = []string{
	"gap", "conflict", "general_only", "office_leads", "department_tied", "hand_down", "unclassified", "other_gap",
	"other_conflict", "named_leads", "named_cooperates", "excluded_passed", "to_superior", "no_regulation",
	"department_passed", "vacant", "absent", "delegated", "stood_in", "everyone_away",
}

// Has reports whether all the marks of other are set.
func (f Flags) Has(other Flags) bool { return f&other == other }

// Words lists the marks that are set, in their declared order.
func (f Flags) Words() []string {
	words := make([]string, 0, bits.OnesCount32(uint32(f)))
	for i, word := range flagWords {
		if f.Has(1 << i) {
			words = append(words, word)
		}
	}
	return words
}

// MarshalJSON writes the marks as a list of words.
func (f Flags) MarshalJSON() ([]byte, error) { return json.Marshal(f.Words()) }

// UnmarshalJSON reads what MarshalJSON wrote.
func (f *Flags) UnmarshalJSON(data []byte) error {
	var words []string
	if err := json.Unmarshal(data, &words); err != nil {
		return err
	}
	*f = 0
	for _, word := range words {
		flag, ok := flagOf(word)
		if !ok {
			return fmt.Errorf("routing: unknown flag %q", word)
		}
		*f |= flag
	}
	return nil
}

func flagOf(word string) (Flags, bool) {
	for i, known := range flagWords {
		if known == word {
			return 1 << i, true
		}
	}
	return 0, false
}
