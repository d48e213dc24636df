package demo

import (
	"fmt"
	"slices"
	"strings"

	"congvan/office"
)

// Area is a thôn or tổ dân phố.
type Area struct {
	Code office.AreaCode `yaml:"code"`
	Name string          `yaml:"name"`
}

// Areas are the parts of a locality, written as a numbered row, as a list of names, or both.
type Areas struct {
	Numbered Numbered `yaml:"numbered"`
	Named    []Area   `yaml:"named"`
}

// Numbered is the row "Tổ dân phố 1" to "Tổ dân phố 52" with the codes tdp-1 to tdp-52, some numbers left out.
type Numbered struct {
	Code    string `yaml:"code"`
	Name    string `yaml:"name"`
	Last    int    `yaml:"last"`
	Without []int  `yaml:"without"`
}

// List is every area, the numbered ones first, in their order.
func (a Areas) List() []Area {
	list := make([]Area, 0, a.Numbered.Last+len(a.Named))
	for n := 1; n <= a.Numbered.Last; n++ {
		if !slices.Contains(a.Numbered.Without, n) {
			list = append(list, Area{
				Code: office.AreaCode(fmt.Sprintf("%s-%d", a.Numbered.Code, n)),
				Name: fmt.Sprintf("%s %d", a.Numbered.Name, n),
			})
		}
	}
	return append(list, a.Named...)
}

// noArea is a code that is not among the areas at hand.
type noArea office.AreaCode

func (n noArea) Error() string { return fmt.Sprintf("no area %q here", string(n)) }

// expand writes out a selector's value: one code, or a span "tdp-1..tdp-10" in the order of list.
func expand(value office.AreaCode, list []Area) ([]office.AreaCode, error) {
	first, last, span := strings.Cut(string(value), "..")
	if !span {
		last = first
	}
	from, to := indexOf(first, list), indexOf(last, list)
	switch {
	case from < 0:
		return nil, noArea(first)
	case to < 0:
		return nil, noArea(last)
	case from > to:
		return nil, fmt.Errorf("%q runs backwards", value)
	}
	codes := make([]office.AreaCode, 0, to-from+1)
	for _, area := range list[from : to+1] {
		codes = append(codes, area.Code)
	}
	return codes, nil
}

func indexOf(code string, list []Area) int {
	return slices.IndexFunc(list, func(a Area) bool { return string(a.Code) == code })
}
