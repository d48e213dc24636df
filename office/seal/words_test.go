package seal_test

import (
	"strings"
	"testing"
	"time"

	"congvan/language"
	"congvan/office/seal"
	"congvan/signing"
)

func TestEveryReasonHasWords(t *testing.T) {
	for _, lang := range language.All {
		for _, code := range signing.Codes() {
			for _, key := range []string{"seal.reason.", "seal.short."} {
				if !language.Has(lang, key+string(code)) {
					t.Errorf("%s: no %s%s", lang, key, code)
				}
			}
		}
	}
}

func TestTheHeadlineNamesWhatAClerkMustKnowFirst(t *testing.T) {
	report := func(verdict signing.Verdict, codes ...signing.Code) signing.Report {
		s := signing.Signature{Verdict: verdict}
		for _, c := range codes {
			s.Reasons = append(s.Reasons, signing.Reason{Code: c})
		}
		return signing.Report{Verdict: verdict, Signatures: []signing.Signature{s}}
	}
	for _, c := range []struct {
		report signing.Report
		want   string
	}{
		{report(signing.Valid, signing.DevelopmentAnchor), "Hợp lệ"},
		{report(signing.NotValid, signing.ChainUnknown, signing.ValueUnreadable, signing.Overwritten), "Không hợp lệ: đã bị ghi đè sau khi ký"},
		{report(signing.NotValid, signing.RevocationUnknown, signing.ChangedAfter), "Không hợp lệ: nội dung đã bị sửa sau khi ký"},
		{report(signing.Undetermined, signing.TimesDiffer, signing.RevocationUnknown), "Chưa đủ căn cứ để kết luận: thiếu tình trạng thu hồi"},
		{signing.Report{Verdict: signing.Unsigned}, "Không có chữ ký số"},
	} {
		if got := seal.Headline(language.Vietnamese, c.report); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestAnOverwrittenFileIsAskedForAgain(t *testing.T) {
	r := signing.Report{Verdict: signing.NotValid, Signatures: []signing.Signature{{Reasons: []signing.Reason{{Code: signing.Overwritten}}}}}
	if got := seal.Advice(language.Vietnamese, r); !strings.Contains(got, "xin nơi gửi gửi lại bản gốc") {
		t.Error(got)
	}
}

func TestFindingsNameThePageAndTheGravestComesFirst(t *testing.T) {
	all := seal.Findings(language.Vietnamese, []signing.Reason{{Code: signing.LaterSignatures}, {Code: signing.RevocationUnknown, Detail: "Đinh Công Lập"},
		{Code: signing.ChangedAfter, Page: 2, Detail: "Page/Contents"}, {Code: signing.ChangedAfter, Page: 2, Detail: "Page/Resources"}})
	if len(all) != 3 || !strings.HasPrefix(all[0].Text, "Trang 2: ") || !strings.Contains(all[1].Text, "Đinh Công Lập") {
		t.Errorf("%+v", all)
	}
}

func TestTheTextShowsTheEightItemsAndWhatIsMissing(t *testing.T) {
	at := time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC)
	text := seal.Text(language.Vietnamese, signing.Report{Verdict: signing.Undetermined, Signatures: []signing.Signature{{Signer: "Đinh Công Lập", Issuer: "CA",
		Claimed: &at, NotBefore: &at, NotAfter: &at, Integrity: signing.Valid, AtSigning: signing.Undetermined, Verdict: signing.Undetermined,
		Reasons: []signing.Reason{{Code: signing.RevokedLater, Detail: at.Format(time.RFC3339)}}}},
		Missing: []signing.Missing{{Kind: "revocation", Subject: "Đinh Công Lập", Issuer: "CA", CRL: []string{"http://crl.example.vn/1.crl"}}}})
	for _, want := range []string{"1. ", "2. Người ký: Đinh Công Lập", "3. ", "4. ", "5. Toàn vẹn dữ liệu: không bị sửa", "6. ", "7. ", "8. Kết luận: Chưa đủ căn cứ",
		"http://crl.example.vn/1.crl", "23/11/2026"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "seal.") || strings.Contains(text, "2026-11-23T") {
		t.Errorf("not in words:\n%s", text)
	}
}
