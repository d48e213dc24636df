package routing

// Limits of what one engine holds. A clause's number and its target are packed into one word with them. The longest
// regulation seen in print has some sixty clauses, the largest office some three hundred posts.
const (
	maxClauses = 1024
	maxPosts   = 512
	maxUnits   = 256
)

// Engine answers for one version of a regulation. It never changes after [Compile] and is safe for concurrent use.
//
// A city asks thousands of engines in turn, and then waiting for memory is what takes the time. So all that deciding
// reads of an engine is small, lies together and is asked for early: the first fields here, which are two lines of memory,
// and of the block the parts that concern a paper (see [layout]). Of the names that numbers stand for a decision takes
// substrings, so it never waits for their text.
type Engine struct {
	block   []uint32
	names   string // of posts, departments and clauses, one after the other
	trees   *Trees
	version VersionID

	departments uint32 // where in block the places of their names begin; those of the posts begin it
	groups      uint32 // and the places of the groups
	common      uint32 // where what every paper reads ends: all of these, and the first group
	postCount   uint16
	unitCount   uint16
	first       [slotEnd + 1]uint16 // first clause of each slot; that of the next slot ends it
	head        uint16
	office      uint16
	precedence  [selectors]Selector
	shifts      [selectors]uint8 // where the level of each selector is packed
	way         Way

	seating     *seating // what only rarer papers and Resolve need
	organ       Organ
	substitutes map[Post][]Post
	deputy      Post
}

// Version is the version that the engine was compiled from.
func (e *Engine) Version() VersionID { return e.version }

// nameAt is the name that begins where a word of the block says, and ends where the next one says.
func (e *Engine) nameAt(word uint32) string { return e.names[e.block[word]:e.block[word+1]] }

func (e *Engine) clauseID(c *candidate) ClauseID {
	return ClauseID(e.names[c.name : c.name+c.length])
}
func (e *Engine) post(n uint16) Post { return Post(e.nameAt(uint32(n))) }
func (e *Engine) departmentOf(n uint16) Department {
	return Department(e.nameAt(e.departments + uint32(n)))
}

// group is where the sheets of a group begin and where they end. Group 0 are the clauses blank on the field, and group n+1
// those that list field n.
func (e *Engine) group(n uint32) (from, end uint32) {
	return e.block[e.groups+n], e.block[e.groups+n+1]
}

// fetch asks for the memory of a part of the block that will be read, so that all of it comes while other work goes on.
// Read in turn, each line of it would be waited for. What is in the words does not matter; that their sum is kept makes
// the compiler read them.
func (e *Engine) fetch(w *work, from, end uint32) {
	sum := uint32(0)
	for at := from &^ (wordsOfLine - 1); at < end; at += wordsOfLine {
		sum += e.block[at]
	}
	w.fetched += sum
}

// wordsOfLine is how many words of the block come from memory at once.
const wordsOfLine = 16

// work is everything that one decision needs beside its result.
type work struct {
	lines    [selectors][]uint32   // of the values asked for
	room     [48]candidate         // for the usual number of matches
	excluded postSet               // posts that the paper is about
	co       postSet               // posts that cooperate
	inform   postSet               // posts to inform
	coUnits  [maxUnits / 64]uint64 // departments that cooperate
	favoured [2]uint16             // posts that the paper names and that handled its matter, in this order
	complain bool                  // the paper is about somebody
	fetched  uint32                // tells nothing: see fetch
}

// postSet is a set of posts by number. Posts are numbered in the order of their identifiers, so reading a set out gives a
// list whose order tells nothing of the clauses.
type postSet [maxPosts / 64]uint64

func (s *postSet) add(n uint16)      { s[n/64] |= 1 << (n % 64) }
func (s *postSet) drop(n uint16)     { s[n/64] &^= 1 << (n % 64) }
func (s *postSet) has(n uint16) bool { return s[n/64]>>(n%64)&1 != 0 }
