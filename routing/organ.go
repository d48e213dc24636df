package routing

// Seat is a post of the organ and the department it belongs to; leaders of the organ belong to none.
type Seat struct {
	Post       Post
	Department Department
}

// Unit is a department of the organ with the post that heads it.
type Unit struct {
	Department Department
	Head       Post
}

// Way is the way a paper goes first, set by each organ (NĐ 30/2020, Điều 23).
type Way uint8

// The ways.
const (
	ToLeader              Way = iota // to the leader in charge; the default
	ToDistributor                    // the distributor confirms the proposal
	ToLeaderAndDepartment            // to leader and department at once
)

var wayWords = []string{"leader", "distributor", "leader_and_department"}

func (w Way) String() string                { return wordOf(wayWords, w) }
func (w Way) MarshalText() ([]byte, error)  { return textOf(wayWords, w) }
func (w *Way) UnmarshalText(t []byte) error { return valueOf(wayWords, t, w) }

// Organ is what routing must know of the organ that receives: its seats, not the people on them.
type Organ struct {
	Head          Post       // chủ tịch; decides gaps and conflicts
	ChiefOfOffice Post       // chánh văn phòng; keeps the queue when everyone is away
	Office        Department // leads where no department does
	Superior      OrganID    // takes complaints about the head
	Posts         []Seat
	Departments   []Unit
	Areas         []Area // of this locality; a clause about another one's area is refused

	Way         Way
	Distributor Post // confirms proposals; blank means the chief of office, or the head where there is none
}
