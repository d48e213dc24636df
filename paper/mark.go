package paper

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"time"

	"golang.org/x/image/draw"
)

// SealDiameterMM is the real size of a UBND's round seal, unless the office sets another.
const SealDiameterMM = 36

// Size of a signature's picture on paper, and the most pixels kept of either side.
const (
	signatureWidthMM  = 48
	signatureHeightMM = 24
	maxPicture        = 1200
)

// Picture is a picture of a signature or a seal, prepared for PDF once and drawn often. It may be used by several goroutines.
type Picture struct {
	width, height int
	colours       []byte // RGB, deflated
	alpha         []byte // straight, deflated
}

// ParsePicture prepares a PNG. Errors are of type *Error: paper.not_png, paper.opaque (no transparent ground: NĐ 30/2020, appendix I, part I,
// II.7.d and II.8.a ask for one, and it would hide the words below).
func ParsePicture(file []byte) (*Picture, error) {
	config, err := png.DecodeConfig(bytes.NewReader(file))
	if err != nil || config.Width*config.Height > 50_000_000 || config.Width*config.Height == 0 {
		return nil, &Error{Key: "paper.not_png", Field: "picture", Cause: err}
	}
	decoded, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, &Error{Key: "paper.not_png", Field: "picture", Cause: err}
	}
	picture := shrink(decoded)
	if picture.Opaque() {
		return nil, refuse("paper.opaque", "picture")
	}
	return pack(picture)
}

// shrink gives the picture with straight alpha, scaled down where it is larger than any printer needs.
func shrink(source image.Image) *image.NRGBA {
	size := source.Bounds().Size()
	scale := min(1, float64(maxPicture)/float64(max(size.X, size.Y)))
	out := image.NewNRGBA(image.Rect(0, 0, max(1, int(float64(size.X)*scale)), max(1, int(float64(size.Y)*scale))))
	if scale < 1 {
		draw.CatmullRom.Scale(out, out.Bounds(), source, source.Bounds(), draw.Src, nil)
		return out
	}
	for y := range size.Y {
		for x := range size.X {
			c := color.NRGBAModel.Convert(source.At(source.Bounds().Min.X+x, source.Bounds().Min.Y+y)).(color.NRGBA)
			out.SetNRGBA(x, y, c)
		}
	}
	return out
}

func pack(picture *image.NRGBA) (*Picture, error) {
	size := picture.Bounds().Size()
	colours, alpha := make([]byte, 0, 3*size.X*size.Y), make([]byte, 0, size.X*size.Y)
	for i := 0; i < len(picture.Pix); i += 4 {
		colours = append(colours, picture.Pix[i:i+3]...)
		alpha = append(alpha, picture.Pix[i+3])
	}
	p := &Picture{width: size.X, height: size.Y}
	var err error
	if p.colours, err = deflate(colours); err != nil {
		return nil, err
	}
	p.alpha, err = deflate(alpha)
	return p, err
}

func deflate(data []byte) ([]byte, error) {
	var out bytes.Buffer
	writer, err := zlib.NewWriterLevel(&out, zlib.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := writer.Write(data); err != nil {
		return nil, err
	}
	err = writer.Close()
	return out.Bytes(), err
}

// Mark is what a digital signature shows on the page. It satisfies signing.Appearance.
type Mark struct {
	page    int
	box     Box
	picture *Picture
	text    string // instead of a picture
}

// Page is the page it stands on, counted from 1.
func (m *Mark) Page() int { return m.page }

// Rect is its box, [left bottom right top].
func (m *Mark) Rect() [4]float64 { return [4]float64{m.box.X0, m.box.Y0, m.box.X1, m.box.Y1} }

// Box is its box.
func (m *Mark) Box() Box { return m.box }

// SignatureMark puts the picture of a leader's signature midway between title and name (appendix I, part I, II.7.d), as large as the room
// allows and at most 48 × 24 mm.
func SignatureMark(place SignaturePlace, picture *Picture) *Mark {
	x, y := place.Room.Centre()
	height := min(place.Room.Height()*1.1, signatureHeightMM*Millimetre)
	width := signatureWidthMM * Millimetre
	scale := min(width/float64(picture.width), height/float64(picture.height))
	w, h := float64(picture.width)*scale, float64(picture.height)*scale
	return &Mark{page: place.Page, box: Box{x - w/2, y - h/2, x + w/2, y + h/2}, picture: picture}
}

// SealMark puts the picture of a seal over a third of a signature, on its left (II.8.a), at its real size.
func SealMark(page int, signature Box, picture *Picture, diameterMM float64) *Mark {
	d := diameterMM * Millimetre
	_, y := signature.Centre()
	right := signature.X0 + signature.Width()/3
	return &Mark{page: page, box: Box{right - d, y - d/2, right, y + d/2}, picture: picture}
}

// AttachmentMark is the line at the top right of page 1 of an attachment in a file of its own: number and symbol of the paper it belongs
// to, and the time of signing with its zone; no picture (II.8.b). page is what is shown of page 1.
func AttachmentMark(page Box, number, symbol string, signed time.Time) (*Mark, error) {
	return textMark(page, number+"/"+symbol+"; "+signed.In(vietnam).Format(markTime))
}

// CopyMark is the line of an electronic copy (appendix I, part II, I.3): form of copy ("SAO Y"), the organ that made it, time of signing.
func CopyMark(page Box, form, organ string, signed time.Time) (*Mark, error) {
	return textMark(page, form+"; "+organ+"; "+signed.In(vietnam).Format(markTime))
}

// markSize is the type size of the line, by the decree; markTime its form of day, time and zone.
const (
	markSize = 10
	markTime = "02/01/2006 15:04:05 -07:00"
)

// vietnam has had no daylight saving time since 1975.
var vietnam = time.FixedZone("+07:00", 7*3600)

func textMark(page Box, text string) (*Mark, error) {
	length, err := faces()[regular].width(text, markSize)
	if err != nil {
		return nil, err
	}
	right, top := page.X1-marginRight, page.Y1-8*Millimetre
	return &Mark{page: 1, box: Box{max(page.X0+8, right-length-2), top - 14, right, top}, text: text}, nil
}

// Form is the body of the form that draws the mark in a box from 0, 0; objects it needs are put into the PDF with add.
func (m *Mark) Form(add func(body []byte) (uint32, error)) ([]byte, error) {
	if m.picture == nil {
		return m.textForm(add)
	}
	mask, err := add(imageBody("/ColorSpace /DeviceGray", m.picture, m.picture.alpha))
	if err != nil {
		return nil, err
	}
	drawn, err := add(imageBody(fmt.Sprintf("/ColorSpace /DeviceRGB /SMask %d 0 R", mask), m.picture, m.picture.colours))
	if err != nil {
		return nil, err
	}
	content := fmt.Sprintf("q %.3f 0 0 %.3f 0 0 cm /Picture Do Q\n", m.box.Width(), m.box.Height())
	return m.form(fmt.Sprintf("/XObject << /Picture %d 0 R >>", drawn), content), nil
}

func (m *Mark) textForm(add func(body []byte) (uint32, error)) ([]byte, error) {
	f := faces()[regular]
	ref, err := f.embed(m.text, func(dictionary string, stream []byte) (uint32, error) { return addRaw(add, dictionary, stream) })
	if err != nil {
		return nil, err
	}
	shown, err := f.show(m.text)
	if err != nil {
		return nil, err
	}
	content := fmt.Sprintf("q 0 g BT /Text %d Tf 1 3.5 Td %s Tj ET Q\n", markSize, shown)
	return m.form(fmt.Sprintf("/Font << /Text %d 0 R >>", ref), content), nil
}

func (m *Mark) form(resources, content string) []byte {
	return fmt.Appendf(nil, "<< /Type /XObject /Subtype /Form /BBox [0 0 %.3f %.3f] /Resources << %s >> /Length %d >>\nstream\n%s\nendstream",
		m.box.Width(), m.box.Height(), resources, len(content), content)
}

func imageBody(colours string, p *Picture, data []byte) []byte {
	head := fmt.Sprintf("<< /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 %s /Filter /FlateDecode /Length %d >>\nstream\n",
		p.width, p.height, colours, len(data))
	return append(append([]byte(head), data...), "\nendstream"...)
}

// addRaw adds an object in the written form.
func addRaw(add func(body []byte) (uint32, error), dictionary string, stream []byte) (uint32, error) {
	if stream == nil {
		return add([]byte("<< " + dictionary + " >>"))
	}
	packed, err := deflate(stream)
	if err != nil {
		return 0, err
	}
	head := fmt.Sprintf("<< %s /Filter /FlateDecode /Length %d >>\nstream\n", dictionary, len(packed))
	return add(append(append([]byte(head), packed...), "\nendstream"...))
}
