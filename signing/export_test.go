package signing

// Forgeries need the parts that Prepare and Finish would not misuse.
var (
	BuildCMS        = buildCMS
	BuildAttributes = buildAttributes
)
