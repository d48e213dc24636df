package routing

// Facts are what is known of one paper (thông tin phân loại). Each may be blank, which is "unknown" and satisfies blank
// selectors only.
type Facts struct {
	Field       Field   `json:"field,omitempty"` // the principal field
	OtherFields []Field `json:"other_fields,omitempty"`
	Area        Area    `json:"area,omitempty"` // the principal area
	OtherAreas  []Area  `json:"other_areas,omitempty"`
	Kind        Kind    `json:"kind,omitempty"`
	Issuer      Issuer  `json:"issuer,omitempty"` // the issuing organ if the tree knows it, else its class
	Urgency     Urgency `json:"urgency,omitempty"`

	Named     Post   `json:"named,omitempty"`     // the post that the paper is addressed to by name
	Continues Post   `json:"continues,omitempty"` // the post that handled the matter it answers or continues
	Excluded  []Post `json:"excluded,omitempty"`  // posts that it must not reach: those a complaint is about
}
