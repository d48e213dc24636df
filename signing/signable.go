package signing

import (
	"fmt"

	"congvan/signing/internal/pdffile"
)

// signable refuses what the writer would damage, loop on or overflow its stack
// with, before the writer sees it.
func signable(data []byte, r Request) (*pdffile.File, error) {
	refuse := func(why string) (*pdffile.File, error) {
		return nil, fmt.Errorf("%w: %s", ErrNotSignable, why)
	}
	file, err := pdffile.Open(data)
	if err != nil {
		return refuse(err.Error())
	}
	if file.Trailer["Encrypt"] != nil {
		return refuse("encrypted")
	}
	pages := file.PageNumbers()
	if r.Appearance != nil && (r.Appearance.Page() < 1 || r.Appearance.Page() > len(pages)) {
		return refuse(fmt.Sprintf("no page %d", r.Appearance.Page()))
	}
	for _, field := range file.SignatureFields() {
		if value := file.Dict(field.Value); value != nil && certification(file, value) == 1 {
			return refuse("certified against any change")
		}
	}
	if r.Appearance != nil {
		if err := writablePage(file, pages, r.Appearance.Page()); err != nil {
			return nil, err
		}
	}
	if len(file.Problems) > 0 {
		return refuse(file.Problems[0])
	}
	return file, nil
}

// writablePage: the writer copies the page's dictionary and loses streams and
// annotations that stand in it directly.
func writablePage(file *pdffile.File, pages map[uint32]int, page int) error {
	for num, n := range pages {
		if n != page {
			continue
		}
		for _, v := range file.Array(file.Dict(pdffile.Ref{Num: num})["Annots"]) {
			if _, ok := v.(pdffile.Ref); !ok {
				return fmt.Errorf("%w: annotation written into the page", ErrNotSignable)
			}
		}
	}
	return nil
}
