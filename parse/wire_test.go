package parse

import (
	"bytes"
	"testing"
)

// A child that a file has taken over may answer anything: reading it ends within the limit.
func FuzzReadFrame(f *testing.F) {
	var whole bytes.Buffer
	if err := writeFrame(&whole, answer{Cause: "x"}, bytes.NewReader([]byte("body")), 4); err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{whole.Bytes(), whole.Bytes()[:13], nil, bytes.Repeat([]byte{0xff}, 12), append([]byte{0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0}, "{}"...)} {
		f.Add(seed)
	}
	const limit = 1 << 16
	f.Fuzz(func(t *testing.T, frame []byte) {
		var head answer
		body, err := readFrame(bytes.NewReader(frame), &head, limit)
		if err == nil && len(body) > limit {
			t.Errorf("a body of %d bytes", len(body))
		}
	})
}
