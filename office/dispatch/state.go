package dispatch

import (
	"fmt"
	"slices"
	"strings"
)

// State of a delivery: the codes that sender and receiver exchange (QĐ 28/2018/QĐ-TTg), and "sent" before the first.
type State string

// The states.
const (
	Sent       State = "sent" // in the dispatch's transaction; nothing has reached the recipient yet
	Arrived    State = "01"   // đã đến: bytes read back, hash and signatures checked
	Refused    State = "02"   // từ chối, trả lại
	Received   State = "03"   // đã tiếp nhận: số đến given
	Assigned   State = "04"   // đã phân công
	InProgress State = "05"   // đang xử lý
	Done       State = "06"   // hoàn thành
)

// States lists all states in the order of their codes.
func States() []State { return []State{Sent, Arrived, Refused, Received, Assigned, InProgress, Done} }

// Open are the states of a registered delivery that still waits for somebody.
func Open() []State { return []State{Received, Assigned, InProgress} }

// Act is something that moves a delivery.
type Act string

// The acts.
const (
	ActArrive   Act = "arrive"   // the fan-out job
	ActRegister Act = "register" // the clerk, or the organ's rule
	ActRefuse   Act = "refuse"   // the clerk: sends back
	ActAssign   Act = "assign"   // a leader's endorsement, or the organ's third way
	ActStart    Act = "start"    // the officer's first act
	ActFinish   Act = "finish"   // with a note
	ActReroute  Act = "reroute"  // the facts were wrong: a new decision
)

// moves is the state machine: what an act makes of a state. An act that is not here for a state is refused.
var moves = []struct {
	act  Act
	from []State
	to   State
}{
	{ActArrive, []State{Sent}, Arrived},
	{ActRegister, []State{Arrived}, Received},
	{ActRefuse, []State{Arrived, Received, Assigned, InProgress}, Refused}, // after 03: found misaddressed, the số đến stays (Điều 21.2b)
	{ActAssign, []State{Received, Assigned, InProgress}, Assigned},         // again: given to somebody else
	{ActStart, []State{Assigned}, InProgress},
	{ActFinish, []State{Assigned, InProgress}, Done},
	{ActReroute, []State{Received, Assigned, InProgress}, Received}, // "sai lĩnh vực": the right leader has not seen it yet
}

// After gives the state that an act leads to, and whether the state allows it.
func After(act Act, from State) (State, bool) {
	for _, m := range moves {
		if m.act == act && slices.Contains(m.from, from) {
			return m.to, true
		}
	}
	return from, false
}

// Allowed lists the acts that a state allows.
func Allowed(from State) []Act {
	var acts []Act
	for _, m := range moves {
		if slices.Contains(m.from, from) {
			acts = append(acts, m.act)
		}
	}
	return acts
}

// Diagram draws the state machine in Mermaid's language, for the documentation.
func Diagram() string {
	var text strings.Builder
	text.WriteString("stateDiagram-v2\n    [*] --> sent: send\n")
	for _, m := range moves {
		for _, from := range m.from {
			fmt.Fprintf(&text, "    %s --> %s: %s\n", from, m.to, m.act)
		}
	}
	text.WriteString("    02 --> [*]\n    06 --> [*]\n")
	return text.String()
}
