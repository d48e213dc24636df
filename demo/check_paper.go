package demo

import (
	"slices"

	"congvan/office"
)

// paper checks one document of the story against the city's office, which issues it.
func (c *checker) paper(p *Paper) {
	top := c.places[p.File]
	c.want(p.ID != "" && p.Subject != "" && len(p.Paragraphs) > 0, top, "a paper needs id, subject and paragraphs")
	c.want(p.Send != "", top, "no day of sending")
	if err := p.Send.check(); err != nil {
		c.fault(top.at("send").errorf("%v", err))
	}
	c.want(c.kinds[p.Kind], top.at("kind"), "unknown kind of document %q", p.Kind)
	c.want(p.Urgency.Valid(), top.at("urgency"), "unknown urgency %q", p.Urgency)
	c.want(c.fields[p.Field], top.at("field"), "unknown field %q", p.Field)
	c.fieldList(top, "other_fields", p.OtherFields)
	c.want(!slices.Contains(p.OtherFields, p.Field), top.at("other_fields"), "the principal field %s is not one of the others", p.Field)
	c.recipients(p, top)
	c.signers(p, top)
	c.blanks(top.at("subject"), p.Subject)
	for i, text := range p.Paragraphs {
		c.blanks(top.at("paragraphs", i), text)
	}
}

func (c *checker) recipients(p *Paper, top place) {
	c.want(len(p.Recipients) > 0, top, "no recipients")
	values(c, top, "recipients", "recipient", p.Recipients, func(code string) bool {
		return code == everybody || slices.ContainsFunc(c.city.Localities, func(l Locality) bool { return l.Code == office.LocalityCode(code) })
	})
}

func (c *checker) signers(p *Paper, top place) {
	d := desk{posts: map[PostCode]Post{}}
	for _, post := range c.city.Office.Posts {
		d.posts[post.ID] = post
	}
	c.known(&d, top.at("drafter"), p.Drafter)
	c.known(&d, top.at("signature", "signer"), p.Signature.Signer)
	for i, post := range p.Reviewers {
		c.known(&d, top.at("reviewers", i), post)
	}
}

// blanks wants what stands in braces to be a day from today, or the year.
func (c *checker) blanks(at place, text string) {
	for _, m := range blank.FindAllStringSubmatch(text, -1) {
		_, day := When(m[1]).offset()
		c.want(day || m[1] == "year", at, "{%s} is neither a day like {today + 7} nor {year}", m[1])
	}
}
