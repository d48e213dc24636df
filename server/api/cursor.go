package api

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"strconv"
	"strings"

	"congvan/office"
)

// list is a list with the filters it was asked with. A cursor holds for it alone: going on in another list from a place in this one would leave
// things out in silence. A cursor is a place and no permission: whoever changes one reads no more than he may see.
type list struct {
	name    string
	filters []string
}

// listOf names a list of the caller's organ with its filters, in their order.
func listOf(who caller, name string, filters ...string) list {
	return list{name, append([]string{who.Organ.String()}, filters...)}
}

const (
	cursorVersion = 1
	markLength    = 8
	sumLength     = 4
	mostPosition  = 200
)

// mark tells lists apart.
func (l list) mark() []byte {
	sum := sha256.Sum256([]byte(l.name + "\x00" + strconv.Itoa(len(l.filters)) + "\x00" + strings.Join(l.filters, "\x00")))
	return sum[:markLength]
}

// cursor is the cursor of what comes after a position.
func (l list) cursor(position string) string {
	text := append([]byte{cursorVersion}, l.mark()...)
	text = append(text, position...)
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(text, crc32.ChecksumIEEE(text)))
}

// position reads a cursor; none is the beginning, "".
func (l list) position(cursor *string) (string, error) {
	if cursor == nil {
		return "", nil
	}
	text, err := base64.RawURLEncoding.Strict().DecodeString(*cursor)
	if err != nil || len(text) < 1+markLength+sumLength || len(text) > 1+markLength+mostPosition+sumLength || text[0] != cursorVersion {
		return "", office.Invalid("api.bad_cursor", "cursor").Because(err)
	}
	text, sum := text[:len(text)-sumLength], text[len(text)-sumLength:]
	if crc32.ChecksumIEEE(text) != binary.BigEndian.Uint32(sum) {
		return "", office.Invalid("api.bad_cursor", "cursor")
	}
	if string(text[1:1+markLength]) != string(l.mark()) {
		return "", office.Invalid("api.foreign_cursor", "cursor")
	}
	return string(text[1+markLength:]), nil
}

// before reads a cursor of a list that goes by identifiers.
func (l list) before(cursor *string) (office.ID, error) {
	position, err := l.position(cursor)
	if err != nil || position == "" {
		return office.ID{}, err
	}
	if len(position) != len(office.ID{}) {
		return office.ID{}, office.Invalid("api.bad_cursor", "cursor")
	}
	return office.ID([]byte(position)), nil
}

// next is the cursor of the page after one that ends with an identifier.
func (l list) next(last office.ID) *string {
	cursor := l.cursor(string(last[:]))
	return &cursor
}

const defaultLimit = 50

// limitOf is how many items a page has. One more is read, to know whether there is another page.
func limitOf(limit *int) int {
	if limit == nil {
		return defaultLimit
	}
	return *limit
}

// cut keeps a page of what was read, and tells whether more follows.
func cut[T any](all []T, limit int) ([]T, bool) {
	if len(all) > limit {
		return all[:limit], true
	}
	return all, false
}
