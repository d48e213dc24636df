package paper

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// at is a line of a made-up page: x from the left and y from the top, in points, at 13 points.
type at struct {
	x, y float64
	text string
}

// pageOf sets lines on an A4 page as a reader of PDFs would give them, letter by letter.
func pageOf(lines ...at) Document {
	page := Page{Width: A4Width, Height: A4Height}
	for _, line := range lines {
		x, base := line.x, A4Height-line.y
		var letters []letter
		for _, r := range line.text {
			width := testWidth(string(r))
			letters = append(letters, letter{string(r), Box{x, base - 3, x + width, base + 9}, 13})
			x += width
		}
		page.Words = append(page.Words, joinLetters(letters)...)
	}
	for i := range page.Words {
		page.Words[i].Base = page.Words[i].Box.Y0 + 3
	}
	return Document{Pages: []Page{page}, PageCount: 1}
}

// mid is a line in the middle of the text's width.
func mid(y float64, text string) at {
	return at{marginLeft + (textWidth-testWidth(text))/2, y, text}
}

func testWidth(text string) float64 {
	width, err := faces()[regular].width(text, 13)
	if err != nil {
		return 6.5 * float64(len([]rune(text)))
	}
	return width
}

// country are the two lines of quốc hiệu in the right column.
var country = []at{{285, 68, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"}, {330, 84, "Độc lập - Tự do - Hạnh phúc"}}

// testReader is one pdfium for all tests; its compiled form is kept in the user's cache.
var testReader = sync.OnceValues(func() (*Reader, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return NewReader("", 8192)
	}
	return NewReader(filepath.Join(cache, "congvan-test-pdfium"), 8192)
})

// readPaper reads a PDF's words.
func readPaper(t *testing.T, file []byte) Document {
	t.Helper()
	reader, err := testReader()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := reader.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
