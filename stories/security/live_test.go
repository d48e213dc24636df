package security

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"congvan/database"
	"congvan/office"
	"congvan/office/document"
)

// TestAPageThatMayNoLongerShowAPaperHearsNoMoreOfIt: a stream that began while its reader saw the paper ends when he does not see it any more.
func TestAPageThatMayNoLongerShowAPaperHearsNoMoreOfIt(t *testing.T) {
	c := found(t)
	server := httptest.NewServer(c.Handler())
	defer server.Close()
	d, drafter := c.draft(t, Paper{Subject: "về sau thành kín"}), c.actor(t, "thanhpho.chuyenvien")
	r, err := http.NewRequest(http.MethodGet, server.URL+"/live?document="+d.ID.String(), nil)
	must(t, err)
	r.Header.Set("Accept", "text/event-stream")
	for name, value := range c.as(t, "thanhpho.chutich").cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer, err := http.DefaultClient.Do(r)
	must(t, err)
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("the stream: %s", answer.Status)
	}
	signer := c.Office.Posts["pct-2"]
	_, err = c.Document.Revise(ctx, drafter, d.ID, d.Version, document.Draft{Kind: "CV", Subject: "kín", Urgency: office.Ordinary, Trial: true, Notation: "UBND-NNMT",
		Principal: "07", Signer: &signer, Confidential: true})
	must(t, err)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if lines.Text() == "event: look" {
				t.Error("he is told that something happens to it")
				return
			}
		}
	}()
	for {
		must(t, c.Database.Write(ctx, func(tx *database.Tx) error { tx.Wake(office.DocumentTopic(d.ID)); return nil }))
		select {
		case <-ended:
			return
		case <-time.After(20 * time.Millisecond):
		}
	}
}
