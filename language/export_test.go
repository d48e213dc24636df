package language

var (
	Fill          = fill
	LoadCatalogue = loadCatalogue
	FoldAny       = foldAny
)

// ParseAbbreviations are the rows of the table.
func ParseAbbreviations() []*Abbreviation {
	var all []*Abbreviation
	seen := make(map[*Abbreviation]bool)
	for _, forms := range parseAbbreviations(abbreviationTable) {
		for _, f := range forms {
			if !seen[f.means] {
				seen[f.means] = true
				all = append(all, f.means)
			}
		}
	}
	return all
}
