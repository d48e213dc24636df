package language_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"congvan/language"
)

func TestFoldGivesWhatAHurriedReaderTypes(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "",
		"Chỉ thị phòng cháy":       "chi thi phong chay",
		"ĐẤT ĐAI":                  "dat dai",
		"Ðất ðai":                  "dat dai", // eth instead of đ
		norm.NFD.String("Đường ổ"): "duong o",
		"15/QĐ-UBND":               "15/qd-ubnd",
		"plain ASCII 42":           "plain ascii 42",
		"Ǻngström ẞ":               "angstrom ß",
	} {
		if got := language.Fold(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestBothPlacementsOfTheToneAreOneSpelling(t *testing.T) {
	for text, want := range map[string]string{
		"hoà bình":     "hòa bình",
		"hòa bình":     "hòa bình",
		"HOÀ BÌNH":     "HÒA BÌNH",
		"Thuỷ lợi":     "Thủy lợi",
		"khoẻ, loè":    "khỏe, lòe",
		"hoàn thành":   "hoàn thành",
		"quý, quỳ":     "quý, quỳ",
		"QUÝ IV":       "QUÝ IV",
		"ủy ban":       "ủy ban",
		"uỷ ban":       "ủy ban",
		"Uỷ ban":       "Ủy ban",
		"ðất":          "đất",
		"hoa, huy":     "hoa, huy",
		"hoặc, khuyến": "hoặc, khuyến",
	} {
		if got := language.Normal(norm.NFD.String(text)); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestFoldIsTheSameAppliedTwiceAndBlindToMarksAndCase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText().Draw(t, "text")
		folded := language.Fold(text)
		if slow := language.FoldAny(text); slow != folded {
			t.Fatalf("%q folds to %q by the table and to %q without", text, folded, slow)
		}
		if again := language.Fold(folded); again != folded {
			t.Fatalf("folding %q twice gives %q, once %q", text, again, folded)
		}
		for name, other := range map[string]string{
			"composed":   norm.NFC.String(text),
			"decomposed": norm.NFD.String(text),
			"normal":     language.Normal(text),
		} {
			if got := language.Fold(other); got != folded {
				t.Fatalf("%s: %q folds to %q, the text itself to %q", name, other, got, folded)
			}
		}
	})
}

func TestFoldEndsOnALongChainOfMarks(t *testing.T) {
	chain := "a" + strings.Repeat("\u302e", 100) // marks that are kept, in a chain that normalisation wants to break up
	if got := language.Fold(chain); got != chain {
		t.Errorf("got %q", got)
	}
}

func TestVietnameseFoldsToASCII(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := vietnameseText().Draw(t, "text")
		for _, r := range language.Fold(text) {
			if r > unicode.MaxASCII || unicode.IsUpper(r) {
				t.Fatalf("%q keeps %q", text, r)
			}
		}
		if got, want := language.Fold(strings.ToUpper(text)), language.Fold(text); got != want {
			t.Fatalf("upper case folds to %q, lower to %q", got, want)
		}
	})
}

func TestNormalIsTheSameAppliedTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText().Draw(t, "text")
		once := language.Normal(text)
		if twice := language.Normal(once); twice != once {
			t.Fatalf("%q: once %q, twice %q", text, once, twice)
		}
	})
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"Đất đai", "15/QĐ-UBND", "\xff\xfe", "İ\u0323", "ẞ", "\u1e9e\u0345"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		folded := language.Fold(text)
		if slow := language.FoldAny(text); slow != folded {
			t.Errorf("%q folds to %q by the table and to %q without", text, folded, slow)
		}
		if again := language.Fold(folded); again != folded {
			t.Errorf("folding %q twice gives %q, once %q", text, again, folded)
		}
		if twice := language.Normal(language.Normal(text)); twice != language.Normal(text) {
			t.Errorf("%q has two normal spellings", text)
		}
	})
}

const vietnameseLetters = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"

func vietnameseText() *rapid.Generator[string] {
	return rapid.StringOfN(rapid.RuneFrom([]rune(vietnameseLetters+" /-0123456789")), 0, 40, -1)
}

func anyText() *rapid.Generator[string] {
	return rapid.OneOf(vietnameseText(), rapid.StringN(0, 40, -1), rapid.StringOf(rapid.RuneFrom([]rune("oaeuyOAEUYQ\u0300\u0301\u0323\u0309ðÐĐ "))))
}

func BenchmarkFold(b *testing.B) {
	text := strings.Repeat("Ủy ban nhân dân thành phố Hà Nội yêu cầu các xã, phường rà soát đất đai. ", 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		language.Fold(text)
	}
}
