package signing

import (
	"bytes"
	"crypto"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/digitorus/pdf"
	"github.com/digitorus/pdfsign/revocation"
	"github.com/digitorus/pdfsign/sign"
	"github.com/mattetti/filebuffer"

	"congvan/signing/internal/pdffile"
)

// tokenRoom is kept free for a time stamp with its authority's chain.
const tokenRoom = 9000

// written is a file with a signature field and an empty hole.
type written struct {
	pdf        []byte
	start, end int
}

// writeField lets pdfsign write the signature field and its appearance. The
// library is the writer only: it never signs, and what it is known to write
// wrongly is mended in place or refused beforehand.
func writeField(data []byte, r Request) (out written, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrNotSignable, p)
		}
	}()
	before, err := signable(data, r)
	if err != nil {
		return out, err
	}
	reader, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return out, fmt.Errorf("%w: %v", ErrNotSignable, err)
	}
	w := &writer{file: before}
	w.err = sign.SignWithData(source{bytes.NewReader(data)}, io.Discard, reader, int64(len(data)), signData(r, w))
	if w.context == nil || !w.stopped {
		return out, fmt.Errorf("%w: %v", ErrNotSignable, w.err)
	}
	out.pdf = w.context.OutputBuffer.Buff.Bytes()
	if !bytes.HasSuffix(out.pdf, []byte("%%EOF\n")) {
		return out, fmt.Errorf("%w: %v", ErrNotSignable, w.err)
	}
	if err := out.settle(len(data), w); err != nil {
		return out, err
	}
	return out, out.check(before)
}

// source gives the file to the library's buffer at once and with room for what
// comes after it, which spares growing it twice.
type source struct{ *bytes.Reader }

// WriteTo is what the library's copying calls.
func (s source) WriteTo(w io.Writer) (int64, error) {
	if buffer, ok := w.(*filebuffer.Buffer); ok {
		buffer.Buff.Grow(s.Len() + 64<<10)
	}
	return s.Reader.WriteTo(w)
}

func signData(r Request, w *writer) sign.SignData {
	data := sign.SignData{
		Signature: sign.SignDataSignature{CertType: sign.ApprovalSignature, Info: sign.SignDataSignatureInfo{
			Name: decompose(r.Name), Reason: decompose(r.Reason), Location: decompose(r.Location), Date: r.Time}},
		Signer:          capture{r.Certificate.PublicKey, w},
		DigestAlgorithm: crypto.SHA256,
		Certificate:     r.Certificate,
		PreSignCallback: w.begin,
	}
	extra := 0
	for _, c := range r.Chain {
		extra += len(c.Raw)
	}
	if r.TimeStamper != nil {
		extra += tokenRoom
	}
	// The library reserves room for evidence by its length; given the chain
	// itself, it would check it, which is not its business.
	data.RevocationData = revocation.InfoArchival{CRL: revocation.CRL{asn1.RawValue{FullBytes: padding(extra)}}}
	if r.Appearance != nil {
		rect := r.Appearance.Rect()
		data.Appearance = sign.Appearance{Visible: true, Page: uint32(r.Appearance.Page()),
			LowerLeftX: rect[0], LowerLeftY: rect[1], UpperRightX: rect[2], UpperRightY: rect[3],
			Renderer: func(context *sign.SignContext, _ [4]float64) ([]byte, error) {
				w.stop()
				return r.Appearance.Form(context.AddObject)
			}}
	}
	return data
}

// padding is an OCTET STRING of n zero bytes.
func padding(n int) []byte {
	return append(appendHeader(nil, 0x04, n), make([]byte, n)...)
}

// writer follows the library through one file. It stops it where it would make
// a signature of its own: all objects and the trailer are written by then.
type writer struct {
	file    *pdffile.File
	context *sign.SignContext
	stopped bool
	err     error
	// form is the number of the object that holds the form.
	form uint32
}

// begin is called before the library writes anything.
func (w *writer) begin(context *sign.SignContext) error {
	w.context = context
	return w.writeForm(context)
}

// stop lets the library miss the hole when it comes back to it for the
// ByteRange, which settle fills in: what it would do next is copy the whole file
// several times for a signature that nobody wants. It asks for an appearance
// after it has written the hole; without one, capture stops it a little later.
func (w *writer) stop() {
	w.context.SignatureMaxLength++
	w.stopped = true
}

var errStop = errors.New("signing: the value comes later")

// capture is a key that signs nothing.
type capture struct {
	public crypto.PublicKey
	writer *writer
}

func (c capture) Public() crypto.PublicKey { return c.public }

func (c capture) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	c.writer.stopped = true
	return nil, errStop
}

// decompose writes ĩ and Ĩ as i + U+0303: their low bytes are ')' and '(',
// which the library does not escape in UTF-16 strings. The same holds for every
// other letter whose code ends in a delimiter's byte; none is Vietnamese, and
// they become '?'.
func decompose(s string) string {
	s = strings.NewReplacer("ĩ", "i\u0303", "Ĩ", "I\u0303").Replace(s)
	ascii := true
	for _, r := range s {
		ascii = ascii && r < 0x80
	}
	if ascii {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r > 0xFFFF || isDelimiterByte(byte(r)) || isDelimiterByte(byte(r>>8)) {
			return replacement(r)
		}
		return r
	}, s)
}

func isDelimiterByte(b byte) bool { return b == '(' || b == ')' || b == '\\' || b == '\r' }

// replacement keeps a string with brackets readable.
func replacement(r rune) rune {
	switch r {
	case '(':
		return '['
	case ')':
		return ']'
	case '\\':
		return '/'
	case '\r':
		return ' '
	}
	return '?'
}

// settle mends, at unchanged length, what the library writes otherwise than we
// want; nothing is hashed before.
func (w *written) settle(from int, writer *writer) error {
	tail := w.pdf[from:]
	// Both names have nineteen bytes.
	swap(tail, "/SubFilter /adbe.pkcs7.detached", "/SubFilter /ETSI.CAdES.detached")
	if err := writer.mendCatalog(tail); err != nil {
		return err
	}
	// No string of the form, which comes before the signature, can look like this.
	value := max(0, bytes.Index(tail, []byte("<<\n /Type /Sig\n")))
	mark := bytes.Index(tail[value:], []byte("/Contents<"))
	length := -1
	if mark >= 0 {
		w.start = from + value + mark + len("/Contents")
		length = bytes.IndexByte(w.pdf[w.start:], '>')
	}
	if length < 0 {
		return fmt.Errorf("%w: no room was made", ErrNotSignable)
	}
	w.end = w.start + length + 1
	w.nameRange(tail)
	// An odd number of digits is legal PDF and confuses validators.
	if (w.end-w.start)%2 != 0 {
		return fmt.Errorf("%w: odd room", ErrNotSignable)
	}
	return nil
}

// nameRange writes what the signature covers over the place that is left for it.
func (w *written) nameRange(tail []byte) {
	const place = "/ByteRange[0 ********** ********** **********]"
	covered := fmt.Sprintf("/ByteRange[0 %d %d %d]", w.start, w.end, len(w.pdf)-w.end)
	swap(tail, place, fmt.Sprintf("%-*s", len(place), covered))
}

func swap(data []byte, from, to string) {
	if at := bytes.Index(data, []byte(from)); at >= 0 {
		copy(data[at:at+len(from)], to)
	}
}

// check reads the result back: compared with what was there, nothing but a
// signature may have been added.
func (w *written) check(before *pdffile.File) error {
	after, err := pdffile.Open(w.pdf)
	if err != nil {
		return fmt.Errorf("%w: %v", ErrNotSignable, err)
	}
	changes, err := pdffile.Compare(before, after)
	if err != nil {
		return fmt.Errorf("%w: %v", ErrNotSignable, err)
	}
	for _, c := range changes {
		if c.Kind != pdffile.SignatureAdded {
			return fmt.Errorf("%w: writing the field would change %s", ErrNotSignable, c.What)
		}
	}
	return nil
}
