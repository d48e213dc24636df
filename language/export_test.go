package language

var (
	Fill          = fill
	LoadCatalogue = loadCatalogue
)
