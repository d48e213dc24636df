package signing

import (
	"encoding/asn1"
	"errors"
)

var errDER = errors.New("signing: malformed ASN.1")

const maxNesting = 48

// firstDER takes the first ASN.1 value of b as DER, and what follows it. Older
// signing tools write BER with indefinite lengths (X.690 §8.1.3.6), which
// encoding/asn1 does not read; such values are rewritten, all others stay as
// they are.
func firstDER(b []byte) (der, rest []byte, err error) {
	end, indefinite, err := skipBER(b, 0)
	if err != nil {
		return nil, nil, err
	}
	if !indefinite {
		return b[:end], b[end:], nil
	}
	der, _, err = rewriteBER(nil, b, 0)
	return der, b[end:], err
}

// header of one value: where its contents begin, how long they are (-1 for
// indefinite).
func berHeader(b []byte) (body, length int, err error) {
	if len(b) < 2 || b[0]&0x1F == 0x1F { // no tag above 30 occurs in CMS
		return 0, 0, errDER
	}
	if b[1] < 0x80 {
		return 2, int(b[1]), nil
	}
	count := int(b[1] & 0x7F)
	if count == 0 {
		if b[0]&0x20 == 0 {
			return 0, 0, errDER
		}
		return 2, -1, nil
	}
	if count > 4 || len(b) < 2+count {
		return 0, 0, errDER
	}
	for _, c := range b[2 : 2+count] {
		length = length<<8 | int(c)
	}
	return 2 + count, length, nil
}

// skipBER returns where the first value of b ends and whether a length in it
// is indefinite.
func skipBER(b []byte, depth int) (end int, indefinite bool, err error) {
	if depth > maxNesting {
		return 0, false, errDER
	}
	body, length, err := berHeader(b)
	if err != nil {
		return 0, false, err
	}
	if length >= 0 {
		if length > len(b)-body {
			return 0, false, errDER
		}
		return body + length, b[0]&0x20 != 0 && hidesIndefinite(b[body:body+length], depth+1), nil
	}
	for at := body; ; {
		if len(b)-at >= 2 && b[at] == 0 && b[at+1] == 0 {
			return at + 2, true, nil
		}
		n, _, err := skipBER(b[at:], depth+1)
		if err != nil {
			return 0, false, err
		}
		at += n
	}
}

func hidesIndefinite(b []byte, depth int) bool {
	for len(b) > 0 {
		end, indefinite, err := skipBER(b, depth)
		if err != nil || indefinite {
			return err == nil
		}
		b = b[end:]
	}
	return false
}

// rewriteBER appends the DER of the first value of b to out.
func rewriteBER(out, b []byte, depth int) ([]byte, int, error) {
	end, indefinite, err := skipBER(b, depth)
	if err != nil || !indefinite {
		return append(out, b[:max(end, 0)]...), end, err
	}
	body, length, _ := berHeader(b)
	stop := end
	if length < 0 {
		stop -= 2
	}
	var inner []byte
	for at := body; at < stop; {
		var n int
		if inner, n, err = rewriteBER(inner, b[at:stop], depth+1); err != nil {
			return nil, 0, err
		}
		at += n
	}
	if b[0] == 0x24 { // a constructed OCTET STRING becomes one string
		if inner, err = joinStrings(inner); err != nil {
			return nil, 0, err
		}
		return append(appendHeader(out, 0x04, len(inner)), inner...), end, nil
	}
	return append(appendHeader(out, b[0], len(inner)), inner...), end, nil
}

func joinStrings(parts []byte) ([]byte, error) {
	var out []byte
	for len(parts) > 0 {
		var part asn1.RawValue
		rest, err := asn1.Unmarshal(parts, &part)
		if err != nil || part.Tag != asn1.TagOctetString {
			return nil, errDER
		}
		out, parts = append(out, part.Bytes...), rest
	}
	return out, nil
}

func appendHeader(out []byte, tag byte, length int) []byte {
	switch {
	case length < 0x80:
		return append(out, tag, byte(length))
	case length < 0x100:
		return append(out, tag, 0x81, byte(length))
	case length < 0x10000:
		return append(out, tag, 0x82, byte(length>>8), byte(length))
	}
	return append(out, tag, 0x84, byte(length>>24), byte(length>>16), byte(length>>8), byte(length))
}
