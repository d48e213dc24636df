package demo

import (
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"congvan/office"
)

//go:embed city communes story
var embedded embed.FS

// Load reads the whole city and checks it. The error names every fault it found, each a [FileError].
func Load() (City, error) { return load(embedded) }

func load(files fs.FS) (City, error) {
	var city City
	if err := city.readLists(files); err != nil {
		return City{}, err
	}
	checks := newChecker(&city)
	if err := errors.Join(city.readOrgans(files, checks), city.readPapers(files, checks)); err != nil {
		return City{}, err
	}
	if err := checks.all(); err != nil {
		return City{}, err
	}
	return city, nil
}

// readLists reads the city's lists: communes, fields, issuers, kinds of document, codes of delivery.
func (c *City) readLists(files fs.FS) error {
	return errors.Join(
		rows(files, "city/localities.csv", "code,name,kind,full_name", func(r []string) {
			c.Localities = append(c.Localities, Locality{Code: office.LocalityCode(r[0]), Name: r[1], Kind: r[2], Full: r[3]})
		}),
		rows(files, "city/fields.csv", "code,parent,name", func(r []string) { c.Fields = append(c.Fields, Node{r[0], r[1], r[2]}) }),
		rows(files, "city/issuers.csv", "code,parent,name", func(r []string) { c.Issuers = append(c.Issuers, Node{r[0], r[1], r[2]}) }),
		rows(files, "city/document_kinds.csv", "code,name,group", func(r []string) {
			c.Kinds = append(c.Kinds, Kind{Code: office.KindCode(r[0]), Name: r[1], Group: r[2]})
		}),
		rows(files, "city/status_codes.csv", "code,name_vi,who_sends,trigger,direction", func(r []string) {
			c.Statuses = append(c.Statuses, Status{Code: r[0], Name: r[1]})
		}),
	)
}

// rows reads a table, whose first line must be head, row by row.
func rows(files fs.FS, name, head string, each func([]string)) error {
	file, err := files.Open(name)
	if err != nil {
		return fmt.Errorf("the demonstration's files: %w", err)
	}
	defer file.Close()
	reader := csv.NewReader(file)
	table, err := reader.ReadAll()
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		return &FileError{File: name, Line: bad.Line, Problem: bad.Err.Error()}
	}
	if err != nil {
		return fmt.Errorf("the demonstration's files: %s: %w", name, err)
	}
	if len(table) == 0 || strings.Join(table[0], ",") != head {
		return &FileError{File: name, Line: 1, Problem: "the columns are not " + head}
	}
	for _, row := range table[1:] {
		each(row)
	}
	return nil
}

// readOrgans reads the city's office and one file a commune, in the order of their codes.
func (c *City) readOrgans(files fs.FS, checks *checker) error {
	faults := []error{readOrgan(files, "city/office.yaml", &c.Office, checks)}
	of := map[office.LocalityCode]Organ{}
	names, err := fs.Glob(files, "communes/*.yaml")
	faults = append(faults, err)
	for _, name := range names {
		var organ Organ
		faults = append(faults, readOrgan(files, name, &organ, checks))
		if other, twice := of[organ.Locality]; twice {
			faults = append(faults, &FileError{File: name, Problem: fmt.Sprintf("%s has a file already, %s", organ.Locality, other.File)})
		}
		of[organ.Locality] = organ
	}
	for _, locality := range c.Localities {
		organ, found := of[locality.Code]
		if !found {
			faults = append(faults, &FileError{File: "communes", Problem: fmt.Sprintf("no file for %s %s", locality.Code, locality.Full)})
			continue
		}
		c.Communes = append(c.Communes, organ)
	}
	return errors.Join(faults...)
}

func readOrgan(files fs.FS, name string, organ *Organ, checks *checker) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("the demonstration's files: %w", err)
	}
	top, err := read(name, text, organ)
	if err != nil {
		return err
	}
	organ.File = name
	checks.places[name] = top
	if code, _, _ := strings.Cut(path.Base(name), "-"); code != string(organ.Locality) && path.Dir(name) == "communes" {
		return top.at("locality").errorf("the file is named for %s, not for %s", code, organ.Locality)
	}
	return nil
}

// readPapers reads the story in the order of its file names.
func (c *City) readPapers(files fs.FS, checks *checker) error {
	names, err := fs.Glob(files, "story/*.yaml")
	faults := []error{err}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return fmt.Errorf("the demonstration's files: %w", err)
		}
		var paper Paper
		top, err := read(name, text, &paper)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		paper.File = name
		checks.places[name] = top
		c.Papers = append(c.Papers, paper)
	}
	if len(names) == 0 {
		faults = append(faults, &FileError{File: "story", Problem: "holds no paper"})
	}
	return errors.Join(faults...)
}
