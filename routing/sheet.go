package routing

// A sheet holds up to 32 clauses of one group. In words: what the constants name; for each selector that they ask beside
// the field a list, in the order of listed; an [entry] for each clause. A list is how many words follow, the clauses that
// are blank on the selector, a bit each, and the postings in ascending order. So a clause costs a few words, which all lie
// together, and matching a sheet is a search and an AND for each selector, whatever the number of clauses.

// The words that a sheet begins with, and where its lists do.
const (
	sheetSize   = iota // of all of it, in words
	sheetCount         // of its clauses
	sheetNames         // where their names begin
	sheetLength        // of each of the names
	sheetListed        // which of the selectors listed they ask, a bit each
	sheetLists
)

const (
	sheetClauses = 32 // the most in one
	sheetBits    = 5  // to number them
)

// listed are the selectors whose values a sheet lists.
var listed = [...]Selector{ByUrgency, ByKind, ByIssuer, ByArea}

// posting says that a clause of a sheet lists a value: the number of the value, and that of the clause in the sheet.
type posting uint32

func posted(value uint32, clause int) posting { return posting(value<<sheetBits | uint32(clause)) }

func (p posting) value() uint32  { return uint32(p >> sheetBits) }
func (p posting) clause() uint32 { return uint32(p % sheetClauses) }

// entry is what deciding needs of a clause, packed: its number, whom it names, the department of a post that it names, and a
// bit for each of the listed selectors that it asks.
type entry uint32

const (
	clauseBits = 10 // maxClauses
	targetBits = 9  // maxPosts
	unitBits   = 9  // maxUnits, and none
)

func packed(clause int, target, unit uint16, asks uint8) entry {
	return entry(clause) | entry(target)<<clauseBits | entry(unit&(1<<unitBits-1))<<(clauseBits+targetBits) |
		entry(asks)<<(clauseBits+targetBits+unitBits)
}

func (n entry) clause() uint16 { return uint16(n & (1<<clauseBits - 1)) }
func (n entry) target() uint16 { return uint16(n >> clauseBits & (1<<targetBits - 1)) }
func (n entry) unit() uint16   { return uint16(n >> (clauseBits + targetBits) & (1<<unitBits - 1)) }
func (n entry) asks() uint8    { return uint8(n >> (clauseBits + targetBits + unitBits)) }
