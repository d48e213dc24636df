package paper

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// ink draws shapes of one colour on a transparent ground, in pixels from the upper left corner.
type ink struct {
	raster *vector.Rasterizer
	mask   *image.Alpha
}

func newInk(width, height int) *ink {
	return &ink{vector.NewRasterizer(width, height), image.NewAlpha(image.Rect(0, 0, width, height))}
}

// flush turns the outlines drawn since the last flush into ink.
func (k *ink) flush() {
	size := k.mask.Bounds().Size()
	k.raster.Draw(k.mask, k.mask.Bounds(), image.Opaque, image.Point{})
	k.raster.Reset(size.X, size.Y)
}

// picture is the drawing in a colour, scaled to width pixels, its alpha straight: PDF soft masks and PNG both want it so. Sixteen steps of
// alpha look the same and pack into a third.
func (k *ink) picture(c color.RGBA, width int) *image.NRGBA {
	size := k.mask.Bounds().Size()
	small := image.NewAlpha(image.Rect(0, 0, width, size.Y*width/size.X))
	draw.CatmullRom.Scale(small, small.Bounds(), k.mask, k.mask.Bounds(), draw.Src, nil)
	out := image.NewNRGBA(small.Bounds())
	for i, alpha := range small.Pix {
		out.Pix[4*i], out.Pix[4*i+1], out.Pix[4*i+2], out.Pix[4*i+3] = c.R, c.G, c.B, uint8((int(alpha)+8)/17*17)
	}
	return out
}

// circle adds an outline; direction -1 cuts a hole into what is drawn together with it.
func (k *ink) circle(x, y, r float64, direction float64) {
	const steps = 96
	for i := range steps + 1 {
		angle := direction * 2 * math.Pi * float64(i) / steps
		px, py := float32(x+r*math.Cos(angle)), float32(y+r*math.Sin(angle))
		if i == 0 {
			k.raster.MoveTo(px, py)
		} else {
			k.raster.LineTo(px, py)
		}
	}
	k.raster.ClosePath()
}

func (k *ink) ring(x, y, outer, inner float64) {
	k.circle(x, y, outer, 1)
	k.circle(x, y, inner, -1)
	k.flush()
}

// star is five-pointed, one point up.
func (k *ink) star(x, y, r float64) {
	for i := range 10 {
		radius, angle := r, math.Pi*(float64(i)/5-0.5)
		if i%2 == 1 {
			radius = r * 0.382
		}
		px, py := float32(x+radius*math.Cos(angle)), float32(y+radius*math.Sin(angle))
		if i == 0 {
			k.raster.MoveTo(px, py)
		} else {
			k.raster.LineTo(px, py)
		}
	}
	k.raster.ClosePath()
	k.flush()
}

// letter draws one outline with its baseline's start at x, y, turned clockwise by angle; size is the type size in pixels.
func (k *ink) letter(f *face, g glyph, x, y, size, angle float64) {
	var buffer sfnt.Buffer
	units := int(f.parsed.UnitsPerEm())
	segments, err := f.parsed.LoadGlyph(&buffer, g, fixed.I(units), nil)
	if err != nil {
		return // an outline of our own font
	}
	sin, cos := math.Sincos(angle)
	scale := size / float64(units) / 64
	at := func(p fixed.Point26_6) (float32, float32) {
		px, py := float64(p.X)*scale, float64(p.Y)*scale
		return float32(x + px*cos - py*sin), float32(y + px*sin + py*cos)
	}
	for _, s := range segments {
		x0, y0 := at(s.Args[0])
		x1, y1 := at(s.Args[1])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			k.raster.MoveTo(x0, y0)
		case sfnt.SegmentOpLineTo:
			k.raster.LineTo(x0, y0)
		case sfnt.SegmentOpQuadTo:
			k.raster.QuadTo(x0, y0, x1, y1)
		case sfnt.SegmentOpCubeTo:
			x2, y2 := at(s.Args[2])
			k.raster.CubeTo(x0, y0, x1, y1, x2, y2)
		}
	}
	k.flush()
}

// words draws text around x, y, turned clockwise by angle.
func (k *ink) words(f *face, text string, x, y, size, angle float64) {
	all, err := f.glyphs(text)
	if err != nil {
		return
	}
	width := 0.0
	for _, g := range all {
		width += f.advance(g) * size / 1000
	}
	sin, cos := math.Sincos(angle)
	x, y = x-width/2*cos, y-width/2*sin
	for _, g := range all {
		k.letter(f, g, x, y, size, angle)
		step := f.advance(g) * size / 1000
		x, y = x+step*cos, y+step*sin
	}
}

// arc draws text around a circle, its middle at the angle mid (0 is up, clockwise), outside up.
func (k *ink) arc(f *face, text string, x, y, radius, size, mid, spacing float64) {
	all, err := f.glyphs(text)
	if err != nil {
		return
	}
	length := 0.0
	for _, g := range all {
		length += f.advance(g)*size/1000 + spacing
	}
	angle := mid - length/2/radius
	for _, g := range all {
		step := f.advance(g)*size/1000 + spacing
		middle := angle + step/2/radius
		// The letter hangs with the middle of its foot on the circle.
		px := x + radius*math.Sin(middle) - (step-spacing)/2*math.Cos(middle)
		py := y - radius*math.Cos(middle) - (step-spacing)/2*math.Sin(middle)
		k.letter(f, g, px, py, size, middle)
		angle += step / radius
	}
}
