package demo

import (
	"regexp"
	"strconv"

	"congvan/language"
	"congvan/office"
)

// Paper is a document of the story, as its drafter leaves it: number and date are given when it is signed.
type Paper struct {
	File string `yaml:"-"`

	ID          string             `yaml:"id"`
	Send        When               `yaml:"send"`
	Kind        office.KindCode    `yaml:"kind"`
	Symbol      string             `yaml:"symbol"` // what follows the number's stroke: "UBND-NNMT"
	Urgency     office.Urgency     `yaml:"urgency"`
	Field       office.FieldCode   `yaml:"field"` // the principal one
	OtherFields []office.FieldCode `yaml:"other_fields"`
	Subject     string             `yaml:"subject"` // without V/v
	To          []string           `yaml:"to"`      // Kính gửi
	Recipients  []string           `yaml:"recipients"`
	Paragraphs  []string           `yaml:"paragraphs"`
	Copies      []string           `yaml:"copies"` // Nơi nhận
	Drafter     PostCode           `yaml:"drafter"`
	Reviewers   []PostCode         `yaml:"reviewers"` // in order
	Signature   Signature          `yaml:"signature"`
}

// Signature is the block under which the signer stands.
type Signature struct {
	Authority []string `yaml:"authority"` // the lines above the name: TM., KT., title
	Signer    PostCode `yaml:"signer"`
}

// everybody stands in a list of recipients for all communes.
const everybody = "all"

// Communes are the recipients out of a city's communes.
func (p Paper) Communes(all []Organ) []Organ {
	var to []Organ
	for _, organ := range all {
		for _, recipient := range p.Recipients {
			if recipient == everybody || recipient == string(organ.Locality) {
				to = append(to, organ)
				break
			}
		}
	}
	return to
}

// blank is a place in the text that depends on the day: {today + 7} or {year}.
var blank = regexp.MustCompile(`\{([^{}]*)\}`)

// On is the paper as it reads when the demonstration runs on today: {today + 7} becomes that day, {year} the year.
func (p Paper) On(today office.Day) Paper {
	fill := func(text string) string {
		return blank.ReplaceAllStringFunc(text, func(place string) string { return reads(place[1:len(place)-1], today) })
	}
	p.Subject = fill(p.Subject)
	paragraphs := make([]string, len(p.Paragraphs))
	for i, text := range p.Paragraphs {
		paragraphs[i] = fill(text)
	}
	p.Paragraphs = paragraphs
	return p
}

func reads(place string, today office.Day) string {
	if place == "year" {
		return strconv.Itoa(today.Year())
	}
	return language.Date(language.Vietnamese, When(place).On(today).Time())
}
