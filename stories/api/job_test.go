package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"testing"

	"congvan/app"
	"congvan/database"
	"congvan/database/databasetest"
	"congvan/office"
	contract "congvan/server/api"
)

func text(n int) string { return strconv.Itoa(n) }

func TestADirectiveGoesFromItsDraftToItsResult(t *testing.T) { directive(t, found(t).people(t)) }

func TestADirectiveGoesFromItsDraftToItsResultOnPostgreSQL(t *testing.T) {
	c := build(t, app.Settings{Database: app.Secret(databasetest.Source(t, database.PostgreSQL))})
	t.Cleanup(func() { c.server.Close(); must(t, c.Close()) })
	directive(t, c.people(t))
}

func directive(t *testing.T, p *People) {
	t.Helper()
	var signers contract.SignerList
	d := p.submitted("rà soát đất công ích")
	p.as("thanhpho.chuyenvien").ask("GET", "/documents/"+d.Id.String()+"/signers", nil).want(200).into(&signers)
	if len(signers.Items) == 0 || d.State != contract.DocumentSubmitted || len(d.Lacks) != 0 {
		t.Errorf("%+v, %+v", signers, d)
	}
	d = p.step("thanhpho.pct2", d, "return", `{"note":"Sửa trích yếu."}`)
	if d.State != contract.DocumentDraft || d.ReturnedNote == nil || *d.ReturnedNote != "Sửa trích yếu." {
		t.Errorf("%+v", d)
	}
	d = p.step("thanhpho.chuyenvien", d, "submit", `{"holds_no_state_secret":true}`)
	d = p.step("thanhpho.pct2", d, "sign", nil)
	if d.Number == nil || d.Code == nil || d.IssuedOn == nil {
		t.Errorf("signed without a number: %+v", d)
	}
	d = p.step("thanhpho.vanthu", d, "seal", nil)

	clerk, path := p.as("thanhpho.vanthu"), "/documents/"+d.Id.String()
	var organs contract.OrganList
	clerk.ask("GET", "/recipients", nil).want(200).into(&organs)
	var recipients []office.ID
	for _, o := range organs.Items {
		recipients = append(recipients, o.Id)
	}
	var preview contract.Preview
	clerk.ask("POST", path+"/preview", contract.Recipients{Recipients: recipients}).want(200).into(&preview)
	if len(preview.Items) != 2 || preview.Items[0].Leader == nil {
		t.Errorf("%+v", preview)
	}
	seen := true
	order := contract.Dispatching{Recipients: recipients, FlaggedSeen: &seen}
	clerk.ask("POST", path+"/dispatch", order).problem(400, "api.key_needed", "Idempotency-Key")
	key := header{"Idempotency-Key", "gui-" + d.Id.String()}
	var sent, again contract.Dispatch
	accepted := clerk.ask("POST", path+"/dispatch", order, key).want(202).into(&sent)
	if clerk.ask("POST", path+"/dispatch", order, key).want(202).into(&again).Header.Get("Idempotent-Replayed") != "true" || sent != again {
		t.Errorf("%+v and %+v", sent, again)
	}
	clerk.ask("POST", path+"/dispatch", contract.Dispatching{Recipients: recipients[:1]}, key).problem(422, "identity.key_used_otherwise")
	p.work(t)
	var job contract.Job
	clerk.ask("GET", accepted.Header.Get("Location")[len(contract.Prefix):], nil).want(200).into(&job)
	if job.State != contract.JobDone || job.Done != 2 || job.Total != 2 {
		t.Errorf("%+v", job)
	}

	var list contract.DeliveryList
	ward := p.as("hoankiem.vanthu")
	ward.ask("GET", "/deliveries?state=01", nil).want(200).into(&list)
	if len(list.Items) == 0 || list.Items[0].Document != d.Id {
		t.Fatalf("%+v", list)
	}
	id := list.Items[0].Id
	ward.ask("GET", "/deliveries/"+id.String()+"/explanation", nil).problem(409, "api.not_decided")
	file := ward.ask("GET", "/deliveries/"+id.String()+"/file", nil).want(200)
	if sum := sha256.Sum256(file.Body); hex.EncodeToString(sum[:]) != list.Items[0].Sha256 || !bytes.HasPrefix(file.Body, []byte("%PDF-")) {
		t.Error("the bytes are not those that the sender froze")
	}
	if part := ward.ask("GET", "/deliveries/"+id.String()+"/file", nil, header{"Range", "bytes=0-3"}).want(206); string(part.Body) != "%PDF" {
		t.Errorf("%q", part.Body)
	}
	ward.ask("GET", "/deliveries/"+id.String()+"/file", nil, header{"Range", "bytes=999999999-"}).problem(416, "api.range", "Range")
	ward.ask("GET", "/deliveries/"+id.String()+"/file", nil, header{"If-None-Match", file.Header.Get("ETag")}).want(304)

	if got := p.act("hoankiem.vanthu", id, "register", `{"fields":["07"]}`); got.State != contract.DeliveryReceived || got.NumberIn == nil {
		t.Errorf("%+v", got)
	}
	ward.ask("POST", "/deliveries/"+id.String()+"/register", `{"fields":["07"]}`, match(`"1"`)).problem(412, "dispatch.changed_meanwhile")
	var why contract.Explanation
	ward.ask("GET", "/deliveries/"+id.String()+"/explanation", nil).want(200).into(&why)
	if why.Answer == "" || len(why.Steps) == 0 || why.Decision.Field == nil || *why.Decision.Field != "07" || why.Decision.Regulation == nil {
		t.Errorf("%+v", why)
	}
	var work contract.WorkList
	p.as("hoankiem.pct2").ask("GET", "/work", nil).want(200).into(&work)
	if work.Total == 0 || work.Items[0].Part != "lead" {
		t.Errorf("%+v", work)
	}
	p.act("hoankiem.pct2", id, "endorse", `{"text":"Đồng chí Phúc nghiên cứu."}`)
	p.act("hoankiem.pct2", id, "assign", contract.Assigning{Handler: p.Places[hoanKiem].Posts["dia-chinh"]})
	p.act("hoankiem.diachinh", id, "start", nil)
	p.act("hoankiem.diachinh", id, "finish", `{"note":"Đã rà soát 14 thửa."}`)

	var progress contract.DispatchProgress
	clerk.ask("GET", path+"/dispatch", nil).want(200).into(&progress)
	if progress.Counts["06"] != 1 || progress.Counts["01"] != 1 || progress.Delivered != 2 || progress.Registered != 1 {
		t.Errorf("%+v", progress)
	}
	var board contract.Board
	clerk.ask("GET", "/board?state=06&limit=1", nil).want(200).into(&board)
	if len(board.Items) != 1 || board.Items[0].State != contract.DeliveryDone {
		t.Errorf("%+v", board)
	}
	var whole contract.Delivery
	p.as("hoankiem.vanthu").ask("GET", "/deliveries/"+id.String(), nil).want(200).into(&whole)
	if len(whole.Endorsements) != 1 || len(whole.Facts) == 0 || whole.Signatures == nil || whole.Signatures.Verdict != "valid" || len(whole.Events) < 5 {
		t.Errorf("%+v", whole)
	}
}

func TestADeliveryThatGoesAstrayComesBack(t *testing.T) {
	p := found(t).people(t)
	arrived, _ := p.sent("gửi nhầm địa chỉ")
	p.as("hoankiem.vanthu").ask("POST", "/deliveries/"+arrived.Id.String()+"/refuse", `{"code":"khong-co","reason":"x","mend":"y"}`, match(`"2"`)).want(422)
	refused := p.act("hoankiem.vanthu", arrived.Id, "refuse", `{"code":"wrong_recipient","reason":"Không thuộc địa bàn.","mend":"Gửi phường Láng."}`)
	if refused.State != contract.DeliveryRefused || refused.Refusal == nil {
		t.Errorf("%+v", refused)
	}
	p.as("thanhpho.vanthu").ask("POST", "/board/"+arrived.Id.String()+"/acknowledge", nil).want(204)
	p.as("lang.vanthu").ask("POST", "/board/"+arrived.Id.String()+"/acknowledge", nil).want(404)
}

func TestAWrongFieldGetsANewDecision(t *testing.T) {
	p := found(t).people(t)
	d := p.registered("sai lĩnh vực")
	again := p.act("hoankiem.pct2", d.Id, "wrong-field", `{"field":"11"}`)
	if again.LeaderPost == nil || d.LeaderPost == nil {
		t.Errorf("%+v", again)
	}
	var why contract.Explanation
	p.as("hoankiem.vanthu").ask("GET", "/deliveries/"+d.Id.String()+"/explanation", nil).want(200).into(&why)
	if why.Decision.Cause != "wrong_field" || *why.Decision.Field != "11" {
		t.Errorf("%+v", why.Decision)
	}
	b := p.registered("trả lại chánh văn phòng")
	p.act("hoankiem.pct2", b.Id, "hand-back", `{"reason":"Không thuộc lĩnh vực của tôi."}`)
	p.act("hoankiem.chanhvp", b.Id, "distribute", contract.Distributing{Leader: *b.LeaderPost})
}

func TestWhatMayNotBeUploadedIsRefused(t *testing.T) {
	p := found(t).people(t)
	d := p.draft("tệp hỏng")
	drafter, path := p.as("thanhpho.chuyenvien"), "/documents/"+d.Id.String()+"/file"
	drafter.ask("PUT", path, []byte("không phải PDF"), match(version(d.Version))).problem(422, "parse.not_pdf")
	drafter.ask("PUT", path, `{}`, match(version(d.Version))).problem(415, "api.media_type")
	drafter.ask("PUT", path, bytes.Repeat([]byte("%PDF-1.7 "), 1<<18), match(version(d.Version))).want(http.StatusRequestEntityTooLarge)
	p.as("hoankiem.vanthu").ask("PUT", path, []byte("%PDF"), match(version(d.Version))).problem(404, "document.none")
	drafter.ask("POST", "/documents/"+d.Id.String()+"/submit", `{"holds_no_state_secret":false}`, match(version(d.Version))).problem(422, "api.enum", "/holds_no_state_secret")
}

func TestTenThousandRecipientsAreOneClearAnswer(t *testing.T) {
	p := found(t).people(t)
	d := p.sealed("mười nghìn nơi nhận")
	clerk, path := p.as("thanhpho.vanthu"), "/documents/"+d.Id.String()+"/dispatch"
	many := make([]office.ID, 10_000)
	for i := range many {
		many[i] = office.NewID()
	}
	key := header{"Idempotency-Key", d.Id.String()}
	clerk.ask("POST", path, contract.Dispatching{Recipients: many}, key).problem(422, "dispatch.unknown_recipient", "/recipients")
	clerk.ask("POST", path, contract.Dispatching{Recipients: append(many, office.NewID())}, key).problem(422, "api.too_many_items", "/recipients")
	clerk.ask("POST", path, contract.Dispatching{Recipients: []office.ID{}}, key).problem(422, "api.too_few_items", "/recipients")
}
