package paper

import (
	"bytes"
	"hash/fnv"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
)

// Colours of NĐ 30/2020, appendix I, part I, II.7.d and II.8.a.
var (
	signatureBlue = color.RGBA{24, 60, 168, 255}
	sealRed       = color.RGBA{218, 18, 26, 255}
)

// Sample pictures are drawn large and kept at about 220 dpi of their size on paper.
const (
	samplePixels    = 426
	sealPixels      = 320
	signaturePixels = 420
)

// SampleSignature draws a made-up signature for a name as a PNG with a transparent ground: a different one for each name, always the same
// for one name. It is nobody's hand.
func SampleSignature(name string) []byte {
	seed := fnv.New64a()
	seed.Write([]byte(name)) // never fails
	random := rand.New(rand.NewPCG(seed.Sum64(), 30))
	const width, height = 560, 240
	k := newInk(width, height)
	between := func(low, high float64) float64 { return low + random.Float64()*(high-low) }

	// The first letter is a tall loop, then waves that grow smaller, then a stroke back below the name.
	points := [][2]float64{{between(60, 90), between(150, 180)}, {between(70, 110), between(20, 40)}, {between(110, 150), between(30, 70)},
		{between(50, 80), between(170, 215)}, {between(120, 150), between(120, 150)}}
	x := points[len(points)-1][0]
	for waves := 4 + random.IntN(4); waves > 0 && x < 420; waves-- {
		reach := between(22, 70) * (1.1 - x/700)
		x += between(16, 30)
		points = append(points, [2]float64{x, 140 - reach})
		x += between(10, 26)
		points = append(points, [2]float64{x, 140 + reach*between(0.2, 0.7)})
	}
	points = append(points, [2]float64{between(470, 530), between(60, 110)}, [2]float64{between(440, 500), between(170, 200)},
		[2]float64{between(150, 260), between(180, 215)}, [2]float64{between(420, 520), between(195, 225)})
	k.pen(points, between(2.2, 3.4))
	return encodePNG(k.picture(signatureBlue, signaturePixels))
}

// pen draws a smooth line through the points (Catmull–Rom), thinner where the hand is fast.
func (k *ink) pen(points [][2]float64, width float64) {
	at := func(i int) [2]float64 { return points[max(0, min(i, len(points)-1))] }
	for i := range len(points) - 1 {
		a, b, c, d := at(i-1), at(i), at(i+1), at(i+2)
		length := math.Hypot(c[0]-b[0], c[1]-b[1])
		steps := max(8, int(length/1.2))
		for s := range steps {
			t := float64(s) / float64(steps)
			var p [2]float64
			for axis := range p {
				p[axis] = 0.5 * (2*b[axis] + (c[axis]-a[axis])*t + (2*a[axis]-5*b[axis]+4*c[axis]-d[axis])*t*t +
					(3*b[axis]-a[axis]-3*c[axis]+d[axis])*t*t*t)
			}
			k.dot(p[0], p[1], width*(1.25-0.5*math.Sin(math.Pi*t)*min(1, length/140)))
		}
	}
}

// dot is a small disc, drawn without the rasterizer, which clears the whole picture each time.
func (k *ink) dot(x, y, r float64) {
	for py := int(y - r - 1); py <= int(y+r+1); py++ {
		for px := int(x - r - 1); px <= int(x+r+1); px++ {
			cover := r + 0.5 - math.Hypot(float64(px)-x, float64(py)-y)
			alpha := uint8(255 * max(0, min(1, cover)))
			if (image.Point{px, py}).In(k.mask.Rect) && alpha > k.mask.AlphaAt(px, py).A {
				k.mask.SetAlpha(px, py, color.Alpha{alpha})
			}
		}
	}
}

// SampleSeal draws a round seal for an organ as a square PNG with a transparent ground, to be shown at its real size (SealDiameterMM).
// A trial seal says MẪU THỬ all around. The drawing is plain on purpose: it must not be taken for a genuine seal.
func SampleSeal(superior, organ string, trial bool) []byte {
	const c = samplePixels / 2.0
	k := newInk(samplePixels, samplePixels)
	k.ring(c, c, c-2, c-9)
	k.ring(c, c, c-15, c-17)
	k.ring(c, c, c-74, c-76)
	f := faces()[bold]
	upper := strings.ToUpper(superior)
	if trial {
		upper = "MẪU THỬ · MẪU THỬ · MẪU THỬ · MẪU THỬ · "
	} else if upper == "" {
		upper = "NƯỚC CHXHCN VIỆT NAM"
	}
	k.around(f, upper, c, trial)
	if !trial {
		k.star(c, 2*c-44, 17)
	}
	k.centre(f, strings.ToUpper(strings.ReplaceAll(organ, "\n", " ")), c)
	return encodePNG(k.picture(sealRed, sealPixels))
}

// around sets the ring: a trial's words all the way round, an organ's over the upper part.
func (k *ink) around(f *face, text string, c float64, whole bool) {
	const size = 40.0
	radius := c - 60
	width, err := f.width(text, size)
	if err != nil {
		return
	}
	room := 1.65 * math.Pi * radius
	if whole {
		room = 2 * math.Pi * radius
	}
	letters := float64(len([]rune(text)))
	fitted, spacing := size, (room-width)/letters
	if spacing < 0 {
		fitted, spacing = size*room/width, 0
	}
	if !whole {
		spacing = min(spacing, 6)
	}
	k.arc(f, text, c, c, radius, fitted, 0, spacing)
}

// centre sets the organ's name in up to four lines in the inner circle.
func (k *ink) centre(f *face, text string, c float64) {
	size := 40.0
	lines := []string{text}
	for ; size > 16; size -= 2 {
		lines = fold(f, text, size, 1.5*(c-80))
		if float64(len(lines))*size*1.1 < 1.35*(c-80) && widest(f, lines, size) <= 1.55*(c-80) {
			break
		}
	}
	y := c - float64(len(lines)-1)*size*0.55 + size*0.35
	for _, line := range lines {
		k.words(f, line, c, y, size, 0)
		y += size * 1.1
	}
}

func fold(f *face, text string, size, width float64) []string {
	var lines []string
	for _, word := range strings.Fields(text) {
		if n := len(lines); n > 0 {
			if joined := lines[n-1] + " " + word; widest(f, []string{joined}, size) <= width {
				lines[n-1] = joined
				continue
			}
		}
		lines = append(lines, word)
	}
	return lines
}

func widest(f *face, lines []string, size float64) float64 {
	most := 0.0
	for _, line := range lines {
		if width, err := f.width(line, size); err == nil {
			most = max(most, width)
		}
	}
	return most
}

func encodePNG(picture image.Image) []byte {
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, picture); err != nil {
		panic(err) // a picture in memory into memory
	}
	return out.Bytes()
}

// watermark is MẪU THỬ across a square, pale grey on white, as a PNG. The holder that gopdf draws it from is read once and then empty, so each
// page makes its own.
var watermark = sync.OnceValue(func() []byte {
	const side = 420
	k := newInk(side, side)
	k.words(faces()[bold], "MẪU THỬ", side/2+14, side/2+22, 88, -52*math.Pi/180)
	page := image.NewPaletted(image.Rect(0, 0, side, side), greys())
	draw.Draw(page, page.Bounds(), image.White, image.Point{}, draw.Src)
	draw.DrawMask(page, page.Bounds(), image.NewUniform(color.Gray{232}), image.Point{}, k.mask, image.Point{}, draw.Over)
	return encodePNG(page)
})

// greys are four steps: a palette of two bits keeps the picture small.
func greys() color.Palette {
	return color.Palette{color.Gray{255}, color.Gray{247}, color.Gray{240}, color.Gray{232}}
}
