package paper

import (
	"embed"
	"sync"

	"github.com/signintech/gopdf"
)

// fontFiles are the four cuts of Cong Van Serif; font/README.md says where they come from.
//
//go:embed font/*.ttf
var fontFiles embed.FS

// cut is a cut of the typeface, by the name it has in the PDF.
type cut string

const (
	regular    cut = "CongVanSerif-Regular"
	bold       cut = "CongVanSerif-Bold"
	italic     cut = "CongVanSerif-Italic"
	boldItalic cut = "CongVanSerif-BoldItalic"
)

var allCuts = []cut{regular, bold, italic, boldItalic}

func (c cut) file() []byte {
	data, err := fontFiles.ReadFile("font/" + string(c) + ".ttf")
	if err != nil {
		panic(err) // embedded: a fault of the build
	}
	return data
}

// fonts holds the parsed cuts, since parsing them costs more than laying out a page.
var fonts = sync.OnceValue(func() *gopdf.FontContainer {
	var container gopdf.FontContainer
	for _, c := range allCuts {
		if err := container.AddTTFFontData(string(c), c.file()); err != nil {
			panic(err) // embedded: a fault of the build
		}
	}
	return &container
})
