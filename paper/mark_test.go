package paper

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"math"
	"strings"
	"testing"
	"time"
)

func preparedPicture(t *testing.T, file []byte) *Picture {
	t.Helper()
	picture, err := ParsePicture(file)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// collected keeps what a form puts into a PDF.
func collected(t *testing.T, m *Mark) (form string, objects []string) {
	t.Helper()
	body, err := m.Form(func(object []byte) (uint32, error) {
		objects = append(objects, string(object))
		return uint32(len(objects)), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(body), objects
}

// Appendix I, part I, II.7.d: centred between the signer's title and name.
func TestSignatureStandsMidwayBetweenTitleAndName(t *testing.T) {
	place := SignaturePlace{Page: 2, Room: Box{340, 200, 480, 285}}
	mark := SignatureMark(place, preparedPicture(t, SampleSignature("Trần Thị Mẫu")))
	x, y := mark.Box().Centre()
	if math.Abs(x-410) > 0.01 || math.Abs(y-242.5) > 0.01 || mark.Page() != 2 {
		t.Errorf("centre %.1f, %.1f on page %d", x, y, mark.Page())
	}
	if mark.Box().Height() > 24*Millimetre+0.01 || mark.Box().Width() > 48*Millimetre+0.01 {
		t.Errorf("too large: %+v", mark.Box())
	}
}

// Appendix I, part I, II.8.a: real size, over about a third of the signature, on its left.
func TestSealCoversAThirdOfTheSignatureOnItsLeft(t *testing.T) {
	signature := Box{350, 200, 450, 250}
	seal := SealMark(1, signature, preparedPicture(t, SampleSeal("", "UBND phường Mẫu", true)), SealDiameterMM)
	box := seal.Box()
	if math.Abs(box.Width()-36*Millimetre) > 0.01 || math.Abs(box.Height()-box.Width()) > 0.01 {
		t.Errorf("size %.1f × %.1f", box.Width(), box.Height())
	}
	covered := (box.X1 - signature.X0) / signature.Width()
	if math.Abs(covered-1.0/3) > 0.01 || box.X0 >= signature.X0 {
		t.Errorf("covers %.2f of the signature", covered)
	}
}

func TestPictureKeepsItsTransparentGround(t *testing.T) {
	mark := SignatureMark(SignaturePlace{Page: 1, Room: Box{300, 200, 480, 280}}, preparedPicture(t, SampleSignature("Lê Văn Mẫu")))
	form, objects := collected(t, mark)
	if len(objects) != 2 || !strings.Contains(objects[0], "/DeviceGray") || !strings.Contains(objects[1], "/SMask 1 0 R") {
		t.Fatalf("%d objects", len(objects))
	}
	if !strings.Contains(form, fmt.Sprintf("/BBox [0 0 %.3f %.3f]", mark.Box().Width(), mark.Box().Height())) {
		t.Errorf("form: %s", form)
	}
}

func TestPictureWithoutTransparencyIsRefused(t *testing.T) {
	var opaque bytes.Buffer
	if err := png.Encode(&opaque, image.NewGray(image.Rect(0, 0, 9, 9))); err != nil {
		t.Fatal(err)
	}
	for key, file := range map[string][]byte{"paper.opaque": opaque.Bytes(), "paper.not_png": []byte("GIF89a")} {
		_, err := ParsePicture(file)
		var refusal *Error
		if !errors.As(err, &refusal) || refusal.Key != key {
			t.Errorf("got %v, want %s", err, key)
		}
	}
}

func TestLargePictureIsMadeSmaller(t *testing.T) {
	var large bytes.Buffer
	if err := png.Encode(&large, image.NewNRGBA(image.Rect(0, 0, 3000, 1500))); err != nil {
		t.Fatal(err)
	}
	picture := preparedPicture(t, large.Bytes())
	if picture.width != 1200 || picture.height != 600 {
		t.Errorf("%d × %d", picture.width, picture.height)
	}
}

// Appendix I, part I, II.8.b: number, symbol and time with its zone at the top right of page 1, size 10, no picture.
func TestAttachmentBearsALineAtTheTopRight(t *testing.T) {
	mark, err := AttachmentMark(Box{0, 0, A4Width, A4Height}, "15", "QĐ-UBND", time.Date(2026, 1, 5, 1, 2, 3, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	if mark.text != "15/QĐ-UBND; 05/01/2026 08:02:03 +07:00" {
		t.Errorf("says %q", mark.text)
	}
	box := mark.Box()
	if box.X0 < A4Width/2 || box.X1 > A4Width-14*Millimetre || box.Y0 < A4Height-20*Millimetre {
		t.Errorf("stands at %+v", box)
	}
	form, objects := collected(t, mark)
	if !strings.Contains(form, "/Text 10 Tf") || len(objects) != 5 {
		t.Errorf("%d objects, form %s", len(objects), form)
	}
}

func TestEveryNameHasItsOwnSampleSignature(t *testing.T) {
	seen := make(map[string]string)
	for _, name := range []string{"Nguyễn Văn An", "Nguyễn Văn Ân", "Trần Thị Bình", "Lê Minh Đức"} {
		drawn := string(SampleSignature(name))
		if other, twice := seen[drawn]; twice {
			t.Errorf("%s signs like %s", name, other)
		}
		if drawn != string(SampleSignature(name)) {
			t.Errorf("%s signs in two ways", name)
		}
		seen[drawn] = name
	}
}
