// Package dmn writes decision tables as Decision Model and Notation 1.3 (OMG formal/21-02-01), so that any engine that reads it can be asked.
//
// The tables have the hit policy UNIQUE: exactly one rule holds for any input, and no engine needs to know which of several is the narrower. What a
// rule asks of an input is a set of texts, or everything but a set; null, which is what is unknown, belongs to everything but a set.
package dmn

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// Model is a set of decisions on the same inputs.
type Model struct {
	Name      string // "Quy chế phân công lãnh đạo UBND phường Tương Mai"
	Namespace string // an identifier of the model that no other has: "urn:uuid:…"
	Inputs    []Input
	Decisions []Decision
}

// Input is something known of the case, a text or null. Its name is one word of ASCII letters.
type Input struct{ Name, Label string }

// Decision is a decision table. Its name is one word of ASCII letters.
type Decision struct {
	Name, Label string
	Outputs     []Output
	Rules       []Rule
}

// Output is a column of answers. Type is "string", or "" for lists.
type Output struct{ Name, Label, Type string }

// Rule is one row: a test for each input of the model, a value for each output of the decision.
type Rule struct {
	Tests  []Test
	Values []any // string, []string, or nil for none
}

// Test is the texts that an input may be; with Except it may be anything but those.
type Test struct {
	Except bool
	Texts  []string
}

// FEEL is the test as unary tests of the expression language (DMN 1.3, 10.3.1.2).
func (t Test) FEEL() string {
	switch texts := joined(t.Texts); {
	case !t.Except:
		return texts
	case len(t.Texts) == 0:
		return "-"
	default:
		return "not(" + texts + ")"
	}
}

// literal is a value as an expression.
func literal(value any) (string, error) {
	switch v := value.(type) {
	case nil:
		return "null", nil
	case string:
		return quoted(v), nil
	case []string:
		return "[" + joined(v) + "]", nil
	default:
		return "", fmt.Errorf("dmn: no literal for %T", value)
	}
}

func joined(texts []string) string {
	quotedTexts := make([]string, len(texts))
	for i, text := range texts {
		quotedTexts[i] = quoted(text)
	}
	return strings.Join(quotedTexts, ",")
}

// quoted is a text as a string literal (DMN 1.3, 10.3.1.2, rules 35 and 64). What XML cannot hold is escaped here already.
func quoted(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r < ' ' || r == 0xFFFE || r == 0xFFFF:
			fmt.Fprintf(&out, `\u%04X`, r)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
	return out.String()
}

// Write writes a model.
func Write(w io.Writer, m Model) error {
	document := definitions{ID: "definitions", Name: m.Name, Namespace: m.Namespace, Exporter: "Công Văn"}
	for _, input := range m.Inputs {
		document.Inputs = append(document.Inputs, inputData{ID: "input_" + input.Name, Name: input.Name, Label: input.Label,
			Variable: variable{ID: "variable_" + input.Name, Name: input.Name, Type: "string"}})
	}
	for i := range m.Decisions {
		d, err := decisionOf(&m, &m.Decisions[i])
		if err != nil {
			return err
		}
		document.Decisions = append(document.Decisions, d)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", " ")
	return encoder.Encode(document)
}

func decisionOf(m *Model, d *Decision) (decision, error) {
	out := decision{ID: d.Name, Name: d.Name, Label: d.Label, Variable: variable{ID: "variable_" + d.Name, Name: d.Name},
		Table: table{ID: d.Name + "_table", HitPolicy: "UNIQUE"}}
	for _, input := range m.Inputs {
		out.Requires = append(out.Requires, requirement{ID: d.Name + "_requires_" + input.Name, Input: reference{"#input_" + input.Name}})
		out.Table.Inputs = append(out.Table.Inputs, tableInput{ID: d.Name + "_" + input.Name, Label: input.Label,
			Expression: expression{ID: d.Name + "_" + input.Name + "_expression", Type: "string", Text: input.Name}})
	}
	for _, o := range d.Outputs {
		out.Table.Outputs = append(out.Table.Outputs, tableOutput{ID: d.Name + "_" + o.Name, Name: o.Name, Label: o.Label, Type: o.Type})
	}
	for n, r := range d.Rules {
		made, err := ruleOf(fmt.Sprintf("%s_%d", d.Name, n+1), r)
		if err != nil {
			return out, err
		}
		out.Table.Rules = append(out.Table.Rules, made)
	}
	return out, nil
}

func ruleOf(id string, r Rule) (rule, error) {
	made := rule{ID: id}
	for i, test := range r.Tests {
		made.Inputs = append(made.Inputs, entry{ID: fmt.Sprintf("%s_in%d", id, i+1), Text: test.FEEL()})
	}
	for i, value := range r.Values {
		text, err := literal(value)
		if err != nil {
			return made, err
		}
		made.Outputs = append(made.Outputs, entry{ID: fmt.Sprintf("%s_out%d", id, i+1), Text: text})
	}
	return made, nil
}
