package demo

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"

	yaml "go.yaml.in/yaml/v3"
)

// FileError is something wrong in one of the files, for whoever mends it.
type FileError struct {
	File    string // "communes/00322-tuong-mai.yaml"
	Line    int    // from 1; 0 when the whole file is at fault
	Problem string
}

func (e *FileError) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Problem
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Problem)
}

// source is a YAML file; its tree is made when a fault is to be located, and not before.
type source struct {
	file string
	text []byte
	root *yaml.Node
}

// place is a spot in a YAML file, so that a check of decoded values can name the line it speaks of.
type place struct {
	in   *source
	path []any // keys of mappings (string) and indexes of lists (int), from the top
}

// at goes down from p.
func (p place) at(path ...any) place {
	return place{in: p.in, path: append(slices.Clip(p.path), path...)}
}

// line is that of the spot, or of the last thing on the way to it that the file holds.
func (p place) line() int {
	if p.in.root == nil {
		p.in.root = &yaml.Node{}
		if err := yaml.Unmarshal(p.in.text, p.in.root); err != nil || len(p.in.root.Content) == 0 {
			return 0
		}
	}
	node := p.in.root.Content[0]
	for _, step := range p.path {
		next := child(node, step)
		if next == nil {
			break
		}
		node = next
	}
	return node.Line
}

func child(node *yaml.Node, step any) *yaml.Node {
	switch step := step.(type) {
	case int:
		if node.Kind == yaml.SequenceNode && step < len(node.Content) {
			return node.Content[step]
		}
	case string:
		for i := 0; node.Kind == yaml.MappingNode && i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == step {
				return node.Content[i+1]
			}
		}
	}
	return nil
}

func (p place) errorf(format string, args ...any) error {
	return &FileError{File: p.in.file, Line: p.line(), Problem: fmt.Sprintf(format, args...)}
}

// read decodes one YAML file into value, refusing keys that it does not know, and gives the place of its top.
func read(file string, text []byte, value any) (place, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(value); err != nil {
		return place{}, located(file, err)
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return place{}, &FileError{File: file, Problem: "holds more than one document"}
	}
	return place{in: &source{file: file, text: text}}, nil
}

var (
	lineOf     = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)
	unknownKey = regexp.MustCompile(`^field (.+) not found in type .*$`)
)

// located turns what the YAML library says into errors with file and line.
func located(file string, err error) error {
	sayings := []string{err.Error()}
	var several *yaml.TypeError
	if errors.As(err, &several) {
		sayings = slices.Clone(several.Errors)
	}
	all := make([]error, len(sayings))
	for i, saying := range sayings {
		e := &FileError{File: file, Problem: saying}
		if m := lineOf.FindStringSubmatch(saying); m != nil {
			e.Line, _ = strconv.Atoi(m[1])
			e.Problem = unknownKey.ReplaceAllString(m[2], `unknown key "$1"`)
		}
		all[i] = e
	}
	return errors.Join(all...)
}
