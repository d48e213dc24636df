package parse

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"congvan/office"
	"congvan/paper"
	"congvan/signing"
)

// Between parent and child go frames: the length of a JSON head (4 bytes), the length of a body (8 bytes), head, body. The first frame to
// the child is its settings, answered when it is ready; then one request and one answer at a time. The body of a request is the file.

// settings is what a child is told at its start.
type settings struct {
	CacheDir string `json:"cache_dir"`
	Memory   int64  `json:"memory"`
}

// operation names what a child is asked to do.
type operation string

const (
	inspect operation = "inspect"
	picture operation = "picture"
	stamp   operation = "stamp"
	verify  operation = "verify"
)

// request is the head of a question. Time lets the child end itself when nobody is left to end it.
type request struct {
	Operation operation     `json:"operation"`
	Time      time.Duration `json:"time"`
	Wanted    Wanted        `json:"wanted,omitzero"`
	Page      int           `json:"page,omitempty"`
	Width     int           `json:"width,omitempty"`
	Height    int           `json:"height,omitempty"`

	Places    *paper.Places    `json:"places,omitempty"`
	Numbering *paper.Numbering `json:"numbering,omitempty"`
	Check     *Check           `json:"check,omitempty"`
}

// answer is the head of an answer; a picture or a stamped file is its body.
type answer struct {
	Error  *office.Error   `json:"error,omitempty"`
	Cause  string          `json:"cause,omitempty"` // of Error, for the log
	Result *Result         `json:"result,omitempty"`
	Report *signing.Report `json:"report,omitempty"`
	// Retire asks the parent to end this child: the file was such that its reader's memory is not to be trusted.
	Retire bool `json:"retire,omitempty"`
}

// errTooMuch says that a frame is larger than allowed.
var errTooMuch = errors.New("parse: the frame is too large")

func writeFrame(w io.Writer, head any, body io.Reader, size int64) error {
	data, err := json.Marshal(head)
	if err != nil {
		return fmt.Errorf("parse: write a frame: %w", err)
	}
	frame := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	frame = binary.BigEndian.AppendUint64(frame, uint64(size))
	if _, err := w.Write(append(frame, data...)); err != nil {
		return err
	}
	if size == 0 {
		return nil
	}
	_, err = io.CopyN(w, body, size)
	return err
}

// readFrame reads a frame of at most limit bytes. io.EOF means that the other side has closed between two frames.
func readFrame(r io.Reader, head any, limit int64) ([]byte, error) {
	var lengths [12]byte
	if _, err := io.ReadFull(r, lengths[:]); err != nil {
		return nil, err
	}
	headSize, bodySize := int64(binary.BigEndian.Uint32(lengths[:4])), int64(binary.BigEndian.Uint64(lengths[4:]))
	if headSize > limit || bodySize < 0 || bodySize > limit-headSize {
		return nil, errTooMuch
	}
	data := make([]byte, headSize+bodySize)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, fmt.Errorf("parse: read a frame: %w", err)
	}
	if err := json.Unmarshal(data[:headSize], head); err != nil {
		return nil, fmt.Errorf("parse: read a frame: %w", err)
	}
	return data[headSize:], nil
}
