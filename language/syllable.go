package language

import (
	"strings"
	"sync"
)

// Syllables are all folded syllables that Vietnamese spelling allows: an initial and a rime. A word that is none of them is a slip of the
// finger, a name or foreign; one that is may be meant even where it looks like a slip of another.
var Syllables = sync.OnceValue(func() []string {
	var all []string
	seen := make(map[string]bool)
	for _, initial := range append(strings.Fields(initials), "") {
		for rime := range strings.FieldsSeq(rimes) {
			if syllable := initial + rime; spelt(initial, rime) && !seen[syllable] {
				seen[syllable] = true
				all = append(all, syllable)
			}
		}
	}
	return all
})

// initials and rimes without marks: â and ă are a, ê is e, ô and ơ are o, ư is u, đ is d.
const (
	initials = `b c ch d g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x`

	rimes = `a ac ach ai am an ang anh ao ap at au ay
		e ec ech em en eng enh eo ep et eu
		i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu
		o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oem oen oeo oet oi om on ong ooc oong op ot
		u ua uan uang uat uau uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet uyn uynh uyt uyu
		y yem yen yeng yet yeu`
)

// spelt knows which letter writes a sound before which: k, gh, ngh before e and i, else c, g, ng; q always with u; y begins a rime only
// alone or after few initials.
func spelt(initial, rime string) bool {
	front := strings.ContainsAny(rime[:1], "eiy")
	switch initial {
	case "k", "gh", "ngh":
		return front
	case "c", "ng":
		return !front
	case "g":
		return !front || rime == "i"
	case "gi":
		return rime[0] != 'i' && rime[0] != 'y'
	case "q":
		return rime[0] == 'u'
	case "qu":
		return rime[0] == 'a' || front && rime[0] != 'y' || rime == "o" || rime == "oc"
	default:
		return rime[0] != 'y' || rime == "y" || initial == ""
	}
}
