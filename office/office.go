// Package office holds the words that every part of the office shares: identifiers, days, who acts, and the one vocabulary of errors.
//
// It imports nothing of ours. Anything that belongs to one noun (a document, a register, a delivery) lives in that noun's folder below.
package office

import (
	"time"

	"github.com/google/uuid"
)

// ID identifies a row: a UUID of version 7 (RFC 9562 §5.7), so identifiers sort by the time they were made.
type ID = uuid.UUID

// NewID makes a new identifier.
func NewID() ID { return uuid.Must(uuid.NewV7()) }

// ParseID reads an identifier from outside; field names the input that held it.
func ParseID(field, text string) (ID, error) {
	id, err := uuid.Parse(text)
	if err != nil {
		return ID{}, Invalid("office.bad_id", field, text)
	}
	return id, nil
}

// LocalityCode is a commune-level unit's five-character code, a string for its leading zeros: "00322" is phường Tương Mai.
type LocalityCode string

// FieldCode is a node of the city-wide tree of subject matters: "07" is đất đai – GPMB, "KT" the group above it.
type FieldCode string

// AreaCode is a part of a locality, unique within it: "tdp-12", "thon-phu-dong".
type AreaCode string

// KindCode is a kind of document by the abbreviation of NĐ 30/2020 appendix III: "QĐ", "KH"; "CV" for công văn and "TCg" for thư công,
// to which the decree gives none.
type KindCode string

// Urgency is a document's degree of urgency, NĐ 30/2020 Điều 4: the zero value reads as ordinary.
type Urgency string

// The degrees of urgency.
const (
	Ordinary   Urgency = "thuong"
	Urgent     Urgency = "khan"
	VeryUrgent Urgency = "thuong_khan"
	Express    Urgency = "hoa_toc"
)

// Rank orders urgencies: 0 for ordinary up to 3 for hỏa tốc. An unknown text ranks as ordinary.
func (u Urgency) Rank() int {
	switch u {
	case Urgent:
		return 1
	case VeryUrgent:
		return 2
	case Express:
		return 3
	default:
		return 0
	}
}

// Valid reports whether u is one of the four degrees.
func (u Urgency) Valid() bool { return u == Ordinary || u.Rank() > 0 }

// Clock tells the time. The zero value is not usable; use SystemClock, or a fixed one in tests.
type Clock func() time.Time

// SystemClock is the machine's time in UTC, cut to microseconds because PostgreSQL keeps no more and equality must hold on both engines.
func SystemClock() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Hanoi is the office's time zone. Việt Nam has kept UTC+7 without daylight saving since 1975.
var Hanoi = time.FixedZone("+07", 7*60*60)
