package api

import (
	"testing"

	"congvan/identity"
	"congvan/office"
	"congvan/paper"
	contract "congvan/server/api"
)

// People are the clients of one test, each with one token.
type People struct {
	*testing.T
	*City
	known map[string]Client
}

func (c *City) people(t *testing.T) *People { return &People{t, c, map[string]Client{}} }

// as is the client of an account.
func (p *People) as(name string) Client {
	p.Helper()
	if _, ok := p.known[name]; !ok {
		p.known[name] = p.City.as(p.T, name, identity.Scopes()...)
	}
	return p.known[name]
}

func match(version string) header { return header{"If-Match", version} }

// draft begins a document with its paper.
func (p *People) draft(subject string) contract.Document {
	p.Helper()
	signer := p.Office.Posts["pct-2"]
	trial, notation := true, "UBND-NNMT"
	var d contract.Document
	drafter := p.as("thanhpho.chuyenvien")
	made := drafter.ask("POST", "/documents", contract.Draft{Kind: "CV", Subject: subject, Trial: &trial, Notation: &notation,
		Fields: &[]contract.FieldCode{"07"}, SignerPost: &signer}).want(201)
	made.into(&d)
	drafter.ask("PUT", "/documents/"+d.Id.String()+"/file?name=cong-van.pdf", pdf(p.T, subject), match(made.Header.Get("ETag"))).want(200).into(&d)
	return d
}

func pdf(t *testing.T, subject string) []byte {
	t.Helper()
	file, err := paper.Write(paper.Draft{Issuer: "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI", Symbol: "UBND-NNMT", Place: "Hà Nội", Subject: subject,
		To: []string{"Ủy ban nhân dân các xã, phường"}, Body: []string{"Đề nghị thực hiện nghiêm túc."},
		Authority: []string{"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, Signer: "Đinh Công Lập", Recipients: []string{"Như trên;", "Lưu: VT."}, Trial: true})
	must(t, err)
	return file
}

// step does an act on a document as somebody.
func (p *People) step(name string, d contract.Document, act string, body any) contract.Document {
	p.Helper()
	p.as(name).ask("POST", "/documents/"+d.Id.String()+"/"+act, body, match(version(d.Version))).want(200).into(&d)
	return d
}

func version(n int) string { return `"` + text(n) + `"` }

func (p *People) submitted(subject string) contract.Document {
	p.Helper()
	return p.step("thanhpho.chuyenvien", p.draft(subject), "submit", `{"holds_no_state_secret":true}`)
}

func (p *People) signed(subject string) contract.Document {
	p.Helper()
	return p.step("thanhpho.pct2", p.submitted(subject), "sign", nil)
}

func (p *People) sealed(subject string) contract.Document {
	p.Helper()
	return p.step("thanhpho.vanthu", p.signed(subject), "seal", nil)
}

// sent dispatches a new document to Hoàn Kiếm and gives its delivery, arrived, and the job that brought it.
func (p *People) sent(subject string) (contract.Tracked, contract.Dispatch) {
	p.Helper()
	d := p.sealed(subject)
	clerk := p.as("thanhpho.vanthu")
	var sent contract.Dispatch
	seen := true
	clerk.ask("POST", "/documents/"+d.Id.String()+"/dispatch", contract.Dispatching{Recipients: []office.ID{p.Places[hoanKiem].ID}, FlaggedSeen: &seen},
		header{"Idempotency-Key", d.Id.String()}).want(202).into(&sent)
	p.work(p.T)
	var list contract.TrackedList
	clerk.ask("GET", "/documents/"+d.Id.String()+"/dispatch/deliveries", nil).want(200).into(&list)
	if len(list.Items) != 1 {
		p.Fatalf("%+v", list)
	}
	return list.Items[0], sent
}

// act does an act on a delivery as somebody who has just read it.
func (p *People) act(name string, delivery office.ID, act string, body any) contract.DeliverySummary {
	p.Helper()
	path := "/deliveries/" + delivery.String()
	tag := p.as(name).ask("GET", path, nil).want(200).Header.Get("ETag")
	var d contract.DeliverySummary
	p.as(name).ask("POST", path+"/"+act, body, match(tag)).want(200).into(&d)
	return d
}

func (p *People) registered(subject string) contract.DeliverySummary {
	p.Helper()
	arrived, _ := p.sent(subject)
	return p.act("hoankiem.vanthu", arrived.Id, "register", `{"fields":["07"]}`)
}

func (p *People) assigned(subject string) contract.DeliverySummary {
	p.Helper()
	return p.act("hoankiem.pct2", p.registered(subject).Id, "assign", contract.Assigning{Handler: p.Places[hoanKiem].Posts["dia-chinh"]})
}
