package audit

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/rfc6962"
)

// The hashes are those of RFC 6962 §2.1: a leaf is SHA-256(0x00 ‖ text), two children are joined as SHA-256(0x01 ‖ left ‖ right).
var hasher = rfc6962.DefaultHasher

// canonical is the text of an entry that is hashed: a JSON array of strings in this order, without HTML escapes, the time in UTC as RFC 3339
// with as many digits as it has. It must never change; another program can make it from the row.
func (e Entry) canonical(in stream) []byte {
	return array(string(in), e.ID.String(), e.OrganID.String(), e.At.UTC().Format(time.RFC3339Nano),
		e.AccountID.String(), e.PersonID.String(), e.Name, e.Title, e.Action, e.ObjectID.String(), e.Detail)
}

func (e Entry) leaf(in stream) []byte { return hasher.HashLeaf(e.canonical(in)) }

// next is the hash of the link after the one with hash before.
func next(before, leaf []byte) []byte { return hasher.HashChildren(before, leaf) }

// nothing stands for what is before the first link and the first root.
func nothing() []byte { return hasher.EmptyRoot() }

// canonical is the text of a chain's head in a root.
func (h head) canonical() []byte {
	return array(string(h.Stream), h.OrganID.String(), strconv.FormatInt(h.Number, 10), hex.EncodeToString(h.Hash))
}

// rootOf is the Merkle tree head over the root before and the heads, which are in the order of their organs and streams.
func rootOf(before []byte, heads []head) ([]byte, error) {
	tree := (&compact.RangeFactory{Hash: hasher.HashChildren}).NewEmptyRange(0)
	if err := tree.Append(hasher.HashLeaf(before), nil); err != nil {
		return nil, err
	}
	for _, h := range heads {
		if err := tree.Append(hasher.HashLeaf(h.canonical()), nil); err != nil {
			return nil, err
		}
	}
	return tree.GetRootHash(nil)
}

func array(values ...string) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(values) // strings always encode
	return bytes.TrimSuffix(text.Bytes(), []byte("\n"))
}
