package paper

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/text/unicode/norm"

	"congvan/language"
)

// Numbering is what a paper gets at its signing.
type Numbering struct {
	Number string    // as the register writes it, below 10 with its zero: "05", "1503"
	Symbol string    // "UBND-VP"
	Date   time.Time // only its calendar day counts, in its own location
}

// StampNumber writes number and date into the places that FindPlaces found and returns a new file: PDF 1.7 with a plain cross-reference
// table, which two signatures in a row need. It must not be called on a signed file, and refuses one.
//
// Errors are of type *Error: paper.no_number_place, paper.no_date_place, paper.already_signed, paper.symbol_differs (the page prints
// another), paper.month_differs, paper.year_differs, paper.no_number_room, paper.no_date_room, paper.letter_missing, paper.encrypted,
// paper.unreadable.
func StampNumber(file []byte, places Places, n Numbering) ([]byte, error) {
	pieces, err := stampPieces(places, n)
	if err != nil {
		return nil, err
	}
	ctx, err := api.ReadAndValidate(bytes.NewReader(file), stampConfiguration())
	if err != nil {
		return nil, &Error{Key: "paper.unreadable", Field: "file", Cause: err}
	}
	if ctx.Encrypt != nil {
		return nil, refuse("paper.encrypted", "file")
	}
	if ctx.SignatureExist || ctx.AppendOnly {
		return nil, refuse("paper.already_signed", "file")
	}
	if err := drawPieces(ctx, pieces); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.Grow(len(file) + 16<<10)
	if err := api.WriteContext(ctx, &out); err != nil {
		return nil, &Error{Key: "paper.unreadable", Field: "file", Cause: err}
	}
	return out.Bytes(), nil
}

func stampConfiguration() *model.Configuration {
	api.DisableConfigDir() // pdfcpu would make a folder in the home directory
	conf := model.NewDefaultConfiguration()
	conf.Cmd = model.ADDWATERMARKS
	conf.ValidationMode = model.ValidationRelaxed
	conf.Optimize, conf.OptimizeBeforeWriting = false, false
	// A plain table and plain objects: the most readers, and the signer behind us, understand them.
	conf.WriteObjectStream, conf.WriteXRefStream = false, false
	return conf
}

// piece is a text to be put on page 1.
type piece struct {
	text  string
	cut   cut
	size  float64
	x, y  float64 // start of the baseline
	cover Box     // painted white before, where dots are
}

// stampPieces decides what is written where.
func stampPieces(places Places, n Numbering) ([]piece, error) {
	switch {
	case places.Number.Size <= 0 || places.Number.Room.Empty():
		return nil, refuse("paper.no_number_place", "number")
	case places.Date.Size <= 0:
		return nil, refuse("paper.no_date_place", "date")
	}
	number, err := numberPiece(places.Number, n)
	if err != nil {
		return nil, err
	}
	dates, err := datePieces(places.Date, n.Date)
	return append([]piece{number}, dates...), err
}

// numberPiece stands right before the printed symbol, so that both read as one; without a printed symbol it begins after "Số:".
func numberPiece(place NumberPlace, n Numbering) (piece, error) {
	if place.Symbol != "" && !sameSymbol(place.Symbol, n.Symbol) {
		return piece{}, refuse("paper.symbol_differs", "symbol", strings.TrimLeft(place.Symbol, "/-"), n.Symbol)
	}
	p := piece{text: n.Number, cut: regular, size: place.Size, y: place.Base}
	if place.Symbol == "" {
		p.text += "/" + n.Symbol
	}
	width, err := faces()[regular].width(p.text, p.size)
	if err != nil {
		return piece{}, err
	}
	if width > place.Room.Width() {
		return piece{}, refuse("paper.no_number_room", "number", p.text)
	}
	if p.x = place.Room.X1 - width; place.Symbol == "" {
		p.x = place.Room.X0 + 0.25*p.size
	}
	if place.Dotted {
		p.cover = place.Room
	}
	return p, nil
}

// sameSymbol compares a printed symbol ("/QĐ-UBND", "-CV/TU") with the register's, whatever the case.
func sameSymbol(printed, symbol string) bool {
	return strings.EqualFold(language.Normal(strings.TrimLeft(printed, "/-")), language.Normal(symbol))
}

// datePieces fill day, month and year (appendix I, part I, II.4.b: a zero before a day below 10 and before the months 1 and 2).
func datePieces(place DatePlace, day time.Time) ([]piece, error) {
	var pieces []piece
	month := strconv.Itoa(int(day.Month()))
	if day.Month() < 3 {
		month = "0" + month
	}
	for _, part := range []struct {
		blank         Blank
		text, refusal string
	}{
		{place.Day, fmt.Sprintf("%02d", day.Day()), "paper.already_dated"},
		{place.Month, month, "paper.month_differs"},
		{place.Year, strconv.Itoa(day.Year()), "paper.year_differs"},
	} {
		if part.blank.Printed != "" {
			if strings.TrimLeft(part.blank.Printed, "0") != strings.TrimLeft(part.text, "0") {
				return nil, refuse(part.refusal, "date", part.blank.Printed, part.text)
			}
			continue
		}
		p, err := centredIn(part.blank, part.text, place)
		if err != nil {
			return nil, err
		}
		pieces = append(pieces, p)
	}
	return pieces, nil
}

// centredIn sets a text in the middle of a blank, smaller if it must be.
func centredIn(blank Blank, text string, place DatePlace) (piece, error) {
	p := piece{text: text, cut: italic, size: place.Size, y: place.Base}
	width, err := faces()[italic].width(text, p.size)
	if err != nil {
		return piece{}, err
	}
	if room := blank.Room.Width(); width > room {
		if room < width*0.7 {
			return piece{}, refuse("paper.no_date_room", "date", text)
		}
		p.size, width = p.size*room/width, room
	}
	p.x = (blank.Room.X0 + blank.Room.X1 - width) / 2
	if blank.Dotted {
		p.cover = blank.Room
	}
	return p, nil
}

// drawPieces adds the pieces to page 1, after its own content, which is shut into q … Q because it may leave the page's coordinates changed.
func drawPieces(ctx *model.Context, pieces []piece) error {
	page, _, inherited, err := ctx.PageDict(1, false)
	if err != nil {
		return &Error{Key: "paper.unreadable", Field: "file", Cause: err}
	}
	content, fonts, err := pieceContent(pieces, contextAdder(ctx))
	if err != nil {
		return err
	}
	if err := addFonts(ctx, page, inherited, fonts); err != nil {
		return err
	}
	before, err := contextAdder(ctx)("", []byte("q\n"))
	if err != nil {
		return err
	}
	after, err := contextAdder(ctx)("", append([]byte("Q\n"), content...))
	if err != nil {
		return err
	}
	own, err := ownContents(ctx, page)
	if err != nil {
		return err
	}
	all := append(types.Array{*types.NewIndirectRef(int(before), 0)}, own...)
	page["Contents"] = append(all, *types.NewIndirectRef(int(after), 0))
	return nil
}

// pieceContent draws the pieces and embeds one font a cut, with the letters of all its pieces.
func pieceContent(pieces []piece, add addObject) ([]byte, map[string]uint32, error) {
	letters := make(map[cut]string)
	for _, p := range pieces {
		letters[p.cut] += p.text
	}
	fonts := make(map[string]uint32)
	var out bytes.Buffer
	for _, p := range pieces {
		face, name := faces()[p.cut], "Stamp"+strings.TrimPrefix(string(p.cut), "CongVanSerif-")
		if fonts[name] == 0 {
			ref, err := face.embed(norm.NFC.String(letters[p.cut]), add)
			if err != nil {
				return nil, nil, err
			}
			fonts[name] = ref
		}
		shown, err := face.show(p.text)
		if err != nil {
			return nil, nil, err
		}
		if !p.cover.Empty() {
			fmt.Fprintf(&out, "q 1 g %.2f %.2f %.2f %.2f re f Q\n", p.cover.X0+0.5, p.cover.Y0, p.cover.Width()-1, p.cover.Height())
		}
		fmt.Fprintf(&out, "q 0 g BT /%s %.2f Tf %.2f %.2f Td %s Tj ET Q\n", name, p.size, p.x, p.y, shown)
	}
	return out.Bytes(), fonts, nil
}

// contextAdder adds objects to a file that pdfcpu has read.
func contextAdder(ctx *model.Context) addObject {
	return func(dictionary string, stream []byte) (uint32, error) {
		text := "<<" + dictionary + ">>"
		parsed, err := model.ParseObject(&text)
		if err != nil {
			return 0, err
		}
		object := parsed
		if stream != nil {
			dict, err := ctx.NewStreamDictForBuf(stream)
			if err != nil {
				return 0, err
			}
			for key, value := range parsed.(types.Dict) {
				dict.Dict[key] = value
			}
			if err := dict.Encode(); err != nil {
				return 0, err
			}
			object = *dict
		}
		ref, err := ctx.IndRefForNewObject(object)
		if err != nil {
			return 0, err
		}
		return uint32(ref.ObjectNumber), nil
	}
}

// addFonts names the fonts in the page's own resources; resources of a parent node are copied first, since other pages share them.
func addFonts(ctx *model.Context, page types.Dict, inherited *model.InheritedPageAttrs, fonts map[string]uint32) error {
	resources, err := ownDict(ctx, page["Resources"])
	if err != nil {
		return err
	}
	if page["Resources"] == nil && inherited.Resources != nil {
		resources = inherited.Resources.Clone().(types.Dict)
	}
	named, err := ownDict(ctx, resources["Font"])
	if err != nil {
		return err
	}
	for name, ref := range fonts {
		named[name] = *types.NewIndirectRef(int(ref), 0)
	}
	resources["Font"], page["Resources"] = named, resources
	return nil
}

// ownDict is a copy of a dictionary that may be shared, empty when there is none.
func ownDict(ctx *model.Context, object types.Object) (types.Dict, error) {
	dict, err := ctx.DereferenceDict(object)
	if err != nil {
		return nil, &Error{Key: "paper.unreadable", Field: "file", Cause: err}
	}
	if dict == nil {
		return types.NewDict(), nil
	}
	return dict.Clone().(types.Dict), nil
}

func ownContents(ctx *model.Context, page types.Dict) (types.Array, error) {
	contents := page["Contents"]
	if contents == nil {
		return nil, nil
	}
	object, err := ctx.Dereference(contents)
	if err != nil {
		return nil, &Error{Key: "paper.unreadable", Field: "file", Cause: err}
	}
	if array, ok := object.(types.Array); ok {
		return array, nil
	}
	return types.Array{contents}, nil
}
