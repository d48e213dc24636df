// Package paper knows what a page looks like: it writes a paper in the layout of NĐ 30/2020 (Write), reads the words of a page with their
// boxes (Reader, Page), finds where number, date and signature belong (FindPlaces), puts number and date there before the page is signed
// (StampNumber), draws what a signature and a seal show (Mark), and proposes what a page says about itself (Classify).
//
// Measures are PDF points (1/72 inch), the origin is the lower left corner of the page as it is stored, y grows upwards, unless a name
// ends in MM. Nothing here talks to the network or reads the clock.
//
// Reader and StampNumber walk the structure of a PDF. A file from outside may kill the process that does this: call them in a child of
// package parse, and directly only on files that Write or StampNumber made.
package paper

import "fmt"

// Millimetre is one millimetre in points.
const Millimetre = 72 / 25.4

// A4 in points (NĐ 30/2020, appendix I, part I, I.1).
const (
	A4Width  = 210 * Millimetre
	A4Height = 297 * Millimetre
)

// Error says why a page was refused. Key is a key of the message catalogues, Field the part of the input at fault, Args fill the sentence.
type Error struct {
	Key   string
	Field string
	Args  []any
	Cause error
}

func (e *Error) Error() string {
	text := e.Key
	if e.Field != "" {
		text += " (" + e.Field + ")"
	}
	if len(e.Args) > 0 {
		text += fmt.Sprint(" ", e.Args)
	}
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

func refuse(key, field string, args ...any) *Error {
	return &Error{Key: key, Field: field, Args: args}
}

// Box is a rectangle on a page.
type Box struct {
	X0, Y0, X1, Y1 float64
}

// Width is the extent from left to right.
func (b Box) Width() float64 { return b.X1 - b.X0 }

// Height is the extent from bottom to top.
func (b Box) Height() float64 { return b.Y1 - b.Y0 }

// Centre is the middle of the box.
func (b Box) Centre() (x, y float64) { return (b.X0 + b.X1) / 2, (b.Y0 + b.Y1) / 2 }

func (b Box) move(x, y float64) Box { return Box{b.X0 + x, b.Y0 + y, b.X1 + x, b.Y1 + y} }

// Empty reports whether the box holds no area.
func (b Box) Empty() bool { return b.X1 <= b.X0 || b.Y1 <= b.Y0 }

// Union is the least box around both; an empty box adds nothing.
func (b Box) Union(c Box) Box {
	switch {
	case b == Box{}:
		return c
	case c == Box{}:
		return b
	}
	return Box{min(b.X0, c.X0), min(b.Y0, c.Y0), max(b.X1, c.X1), max(b.Y1, c.Y1)}
}
