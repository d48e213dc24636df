package annex

import (
	"bytes"
	"context"
	"io"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/office/annex/dmn"
	"congvan/office/regulation"
	"congvan/paper"
	"congvan/sheet"
)

// Format is a form in which a regulation goes out; its name is the ending of the file's.
type Format string

// The formats.
const (
	Workbook Format = "xlsx" // that Import reads
	JSON     Format = "json" // the same, for programs
	DMN      Format = "dmn"  // decision tables, to ask any engine
	PDF      Format = "pdf"  // the annex of the decision that adopts it
)

// Formats are all of them, as they are offered.
func Formats() []Format { return []Format{Workbook, PDF, JSON, DMN} }

// MediaType is the type of a file of the format.
func (f Format) MediaType() string {
	switch f {
	case Workbook:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case JSON:
		return "application/json"
	case DMN:
		return "application/xml"
	default:
		return "application/pdf"
	}
}

// File is what goes out.
type File struct {
	Name, MediaType string
	Content         []byte
}

// writers write a version in each format.
var writers = map[Format]func(l *lists, v *regulation.Version, w io.Writer) error{
	Workbook: func(l *lists, v *regulation.Version, w io.Writer) error {
		return sheet.WriteWorkbook(w, l.forms(), guide, l.tables(*v))
	},
	JSON: func(l *lists, v *regulation.Version, w io.Writer) error {
		return sheet.WriteJSON(w, l.forms(), l.tables(*v))
	},
	DMN: func(l *lists, v *regulation.Version, w io.Writer) error {
		model, err := l.model(v)
		if err != nil {
			return err
		}
		return dmn.Write(w, model)
	},
	PDF: func(l *lists, v *regulation.Version, w io.Writer) error {
		file, err := paper.WriteAnnex(l.annex(v))
		if err != nil {
			return err
		}
		_, err = w.Write(file)
		return err
	},
}

// Export gives a version that the actor may read in a format.
func (s *Service) Export(ctx context.Context, actor office.Actor, id office.ID, f Format) (File, error) {
	v, err := s.regulation.Get(ctx, actor, id)
	if err != nil {
		return File{}, err
	}
	write := writers[f]
	if write == nil {
		return File{}, office.NotFound("annex.no_format", string(f))
	}
	l, err := s.lists(ctx, v.OrganID)
	if err != nil {
		return File{}, err
	}
	var out bytes.Buffer
	err = write(l, &v, &out)
	return File{Name: nameOf(v.Number, f), MediaType: f.MediaType(), Content: out.Bytes()}, err
}

// Template is the workbook without clauses, with the lists of the actor's organ.
func (s *Service) Template(ctx context.Context, actor office.Actor) (File, error) {
	if err := mayImport(actor); err != nil {
		return File{}, err
	}
	l, err := s.lists(ctx, actor.Organ)
	if err != nil {
		return File{}, err
	}
	var out bytes.Buffer
	err = writers[Workbook](l, &regulation.Version{Title: l.titleFor()}, &out)
	return File{Name: "quy-che-mau.xlsx", MediaType: Workbook.MediaType(), Content: out.Bytes()}, err
}

// nameOf is the name of a file: "quy-che-112-qd-ubnd.xlsx", of a draft "quy-che-du-thao.xlsx".
func nameOf(number string, f Format) string {
	words := language.FoldWords(number)
	if len(words) == 0 {
		words = []string{"du-thao"}
	}
	return "quy-che-" + strings.Join(words, "-") + "." + string(f)
}
