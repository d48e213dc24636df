package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/intake"
	"congvan/sheet"
)

// Import is the command that takes in organs, people and regulations from a workbook or a JSON document: congvan import FILE.
type Import struct {
	Settings
	File     string `arg:"" optional:"" help:"Workbook (XLSX) or JSON document." type:"existingfile"`
	Organ    string `help:"Identifier of the only organ whose rows count."`
	DryRun   bool   `help:"Tell every fault and what would change, and change nothing."`
	JSON     bool   `help:"Print the result as JSON."`
	English  bool   `help:"English words."`
	Template string `help:"Write the empty workbook to this file and end." type:"path" placeholder:"FILE.xlsx"`
}

// Run takes the file in, or writes the form for it. The exit code is 1 when there is any fault.
func (c *Import) Run(ctx context.Context) error {
	if c.Template != "" {
		return writeFile(c.Template, func(w io.Writer) error { return sheet.WriteWorkbook(w, intake.Forms(), intake.Guide, nil) })
	}
	if c.File == "" {
		return errors.New("name a file, or --template FILE.xlsx for the form")
	}
	book, err := c.read()
	if err != nil {
		return err
	}
	a, err := Open(ctx, c.Settings, office.SystemClock, slog.Default())
	if err != nil {
		return err
	}
	defer a.Close()
	result, err := intake.New(a.Database, a.Identity).Import(ctx, office.Operator(office.DayOf(a.Clock())), book, intake.Options{Organ: c.Organ, DryRun: c.DryRun})
	if err != nil {
		return err
	}
	if err := c.print(os.Stdout, result); err != nil {
		return err
	}
	if len(result.Faults) > 0 {
		return Exit(1)
	}
	return nil
}

func (c *Import) read() (*sheet.Book, error) {
	file, err := os.Open(c.File)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, sheet.MaxFile+1))
	if err != nil {
		return nil, err
	}
	return intake.Read(content)
}

func (c *Import) language() language.Lang {
	if c.English {
		return language.English
	}
	return language.Vietnamese
}

// fault is a fault as --json prints it.
type fault struct {
	sheet.Place
	Key  string `json:"key"`
	Text string `json:"text"`
}

func (c *Import) print(out io.Writer, result intake.Result) error {
	lang := c.language()
	if len(result.Faults) > 0 {
		result.Changes = nil // of a book at fault they say nothing
	}
	if c.JSON {
		faults := make([]fault, len(result.Faults))
		for i, f := range result.Faults {
			faults[i] = fault{f.Place, f.Key, f.In(lang)}
		}
		return json.NewEncoder(out).Encode(map[string]any{"faults": faults, "changes": result.Changes, "imported": result.Done})
	}
	var text bytes.Buffer
	for _, f := range result.Faults {
		fmt.Fprintf(&text, "%s: %s\n", f.Place, f.In(lang))
	}
	for _, change := range result.Changes {
		fmt.Fprintf(&text, "%6d  %s\n", change.Count, language.Text(lang, "intake.change."+change.Sort))
	}
	switch {
	case len(result.Faults) > 0:
		fmt.Fprintln(&text, language.Text(lang, "intake.refused", len(result.Faults)))
	case len(result.Changes) == 0:
		fmt.Fprintln(&text, language.Text(lang, "intake.nothing"))
	case result.Done:
		fmt.Fprintln(&text, language.Text(lang, "intake.done"))
	default:
		fmt.Fprintln(&text, language.Text(lang, "intake.would"))
	}
	_, err := text.WriteTo(out)
	return err
}

// Export is the command that writes what import takes in: congvan export FILE.
type Export struct {
	Settings
	File  string `arg:"" help:"File to write: .xlsx, or .json." type:"path"`
	Organ string `help:"Identifier of the only organ to be written."`
}

// Run writes the file.
func (c *Export) Run(ctx context.Context) error {
	a, err := Open(ctx, c.Settings, office.SystemClock, slog.Default())
	if err != nil {
		return err
	}
	defer a.Close()
	tables, err := intake.New(a.Database, a.Identity).Export(ctx, office.Operator(office.DayOf(a.Clock())), c.Organ)
	if err != nil {
		return err
	}
	return writeFile(c.File, func(w io.Writer) error {
		if strings.HasSuffix(strings.ToLower(c.File), ".json") {
			return sheet.WriteJSON(w, intake.Forms(), tables)
		}
		return sheet.WriteWorkbook(w, intake.Forms(), intake.Guide, tables)
	})
}

// writeFile writes a new file for its owner alone, and tells where it lies. It does not write over one that is there.
func writeFile(name string, write func(io.Writer) error) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(write(file), file.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	fmt.Println(name)
	return nil
}
