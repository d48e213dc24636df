package api

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"congvan/office"
	contract "congvan/server/api"
)

func TestTheOrganIsReadAsItStandsOnADay(t *testing.T) {
	c := found(t).as(t, "hoankiem.giaoduc")
	var now, before contract.OwnOrgan
	c.ask("GET", "/organ", nil).want(200).into(&now)
	if now.Locality != string(hoanKiem) || len(now.Departments) == 0 || len(now.Areas) == 0 || !held(now) {
		t.Errorf("%+v", now)
	}
	c.ask("GET", "/organ?day=1999-01-01", nil).want(200).into(&before)
	if held(before) {
		t.Error("somebody held a post before there was one")
	}
	c.ask("GET", "/organ?day=2026-02-30", nil).problem(422, "api.format", "day")
}

func held(o contract.OwnOrgan) bool {
	for _, p := range o.Posts {
		if len(p.Holders) > 0 {
			return true
		}
	}
	return false
}

// regulationDraft is a draft of Hoàn Kiếm's regulation with one clause changed by the test.
func regulationDraft(t *testing.T, c Client, change func(clause map[string]any)) map[string]any {
	t.Helper()
	var o contract.OwnOrgan
	c.ask("GET", "/organ", nil).want(200).into(&o)
	clause := map[string]any{"reference": "Điều 3 khoản 1", "slot": "leader", "post": o.Posts[0].Id, "fields": []string{"07"}}
	change(clause)
	return map[string]any{"title": "Quy chế thử", "clauses": []any{
		map[string]any{"reference": "Điều 2", "slot": "leader", "post": o.Posts[0].Id}, clause}}
}

func TestARegulationIsDraftedAdoptedAndRead(t *testing.T) {
	c := found(t).as(t, "lang.noivu")
	var drafted, adopted contract.Regulation
	made := c.ask("POST", "/regulations", regulationDraft(t, c, func(map[string]any) {})).want(201).into(&drafted)
	if drafted.State != contract.RegulationDrafted || len(drafted.Clauses) != 2 || !strings.HasSuffix(made.Header.Get("Location"), drafted.Id.String()) {
		t.Errorf("%+v", drafted)
	}
	path := "/regulations/" + drafted.Id.String()
	found(t).as(t, "lang.vanthu").ask("GET", path, nil).problem(404, "regulation.no_version")
	adoption := map[string]any{"number": "45/QĐ-UBND", "adopted_on": "2026-11-20", "effective_from": "2031-01-01"}
	found(t).as(t, "lang.vanthu").ask("POST", path+"/adopt", adoption).problem(404, "regulation.no_version")
	c.ask("POST", path+"/adopt", adoption).want(200).into(&adopted)
	if adopted.State != contract.RegulationAdopted || *adopted.Number != "45/QĐ-UBND" {
		t.Errorf("%+v", adopted)
	}
	c.ask("POST", path+"/adopt", adoption).problem(409, "regulation.adopted_already")
	found(t).as(t, "lang.vanthu").ask("GET", path, nil).want(200)
	found(t).as(t, "hoankiem.vanthu").ask("GET", path, nil).problem(404, "regulation.no_version")
	var list contract.RegulationList
	found(t).as(t, "lang.vanthu").ask("GET", "/regulations", nil).want(200).into(&list)
	states := map[contract.RegulationState]int{}
	for _, v := range list.Items {
		states[v.State]++
	}
	if states[contract.RegulationInForce] != 1 || states[contract.RegulationAdopted] == 0 {
		t.Errorf("states %v", states)
	}
}

func TestWhatWasReadOfARegulationCanBeDraftedAnew(t *testing.T) {
	c := found(t).as(t, "lang.noivu")
	var drafted, anew contract.Regulation
	c.ask("POST", "/regulations", regulationDraft(t, c, func(map[string]any) {})).want(201).into(&drafted)
	c.ask("POST", "/regulations", map[string]any{"title": "Quy chế sửa", "clauses": drafted.Clauses}).want(201).into(&anew)
	if len(anew.Clauses) != len(drafted.Clauses) || *anew.Clauses[0].Id == *drafted.Clauses[0].Id {
		t.Errorf("%+v", anew.Clauses)
	}
}

func TestADraftIsMadeFromAVersionRevisedAndDiscarded(t *testing.T) {
	c := found(t).as(t, "lang.noivu")
	var list contract.RegulationList
	c.ask("GET", "/regulations", nil).want(200).into(&list)
	current := list.Items[slices.IndexFunc(list.Items, func(v contract.RegulationSummary) bool { return v.State == contract.RegulationInForce })]
	var made, revised contract.Regulation
	answer := c.ask("POST", "/regulations/"+current.Id.String()+"/drafts", map[string]any{"title": "Quy chế sửa đổi"}).want(201).into(&made)
	if made.Title != "Quy chế sửa đổi" || made.State != contract.RegulationDrafted || len(made.Clauses) == 0 || answer.Header.Get("ETag") != `"1"` {
		t.Errorf("%+v, %v", made, answer.Header)
	}
	path := answer.Header.Get("Location")[len(contract.Prefix):]
	content := map[string]any{"title": made.Title, "clauses": made.Clauses[:1]}
	c.ask("PUT", path, content).problem(428, "api.if_match_needed")
	c.ask("PUT", path, content, match(`"7"`)).problem(412, "regulation.stale")
	if got := c.ask("PUT", path, content, match(`"1"`)).want(200).into(&revised); got.Header.Get("ETag") != `"2"` || *revised.Clauses[0].Id != *made.Clauses[0].Id {
		t.Errorf("%v %+v", got.Header, revised.Clauses)
	}
	c.ask("PUT", path, map[string]any{"title": "x", "clauses": []any{map[string]any{"reference": "Đ", "slot": "leader", "fields": []string{"77-x"}}}}, match(`"2"`)).
		problem(422, "regulation.target_missing", "/clauses/0/fields", "/clauses/0/post")
	c.ask("DELETE", path, nil).want(204)
	c.ask("GET", path, nil).problem(404, "regulation.no_version")
	c.ask("DELETE", "/regulations/"+current.Id.String(), nil).problem(409, "regulation.adopted_already")
}

func TestEachFaultOfARegulationIsNamedWithItsPlace(t *testing.T) {
	c := found(t).as(t, "lang.noivu")
	for field, change := range map[string]func(map[string]any){
		"/clauses/1/fields":  func(clause map[string]any) { clause["fields"] = []string{"77-x"} },
		"/clauses/1/areas":   func(clause map[string]any) { clause["areas"] = []string{"thon-cua-nguoi-khac"} },
		"/clauses/1/post":    func(clause map[string]any) { clause["post"] = "01900000-0000-7000-8000-000000000000" },
		"/clauses/1/issuers": func(clause map[string]any) { clause["issuers"] = []string{"ai_do"} },
	} {
		answer := c.ask("POST", "/regulations", regulationDraft(t, c, change)).want(422)
		if !strings.Contains(string(answer.Body), `"`+field+`"`) {
			t.Errorf("%s: %s", field, answer.Body)
		}
	}
	c.ask("POST", "/regulations", map[string]any{"title": "x", "clauses": []any{map[string]any{"reference": "Đ", "slot": "boss"}}}).problem(422, "api.enum", "/clauses/0/slot")
	found(t).as(t, "lang.vanthu").ask("POST", "/regulations", map[string]any{"nonsense": true}).problem(403, "regulation.only_organiser")
}

func TestTheEngineAnswersForAPaperThatNobodyHasSent(t *testing.T) {
	c := found(t).as(t, "hoankiem.giaoduc")
	var d contract.Trial
	c.ask("POST", "/decisions/try", map[string]any{"fields": []string{"07"}, "kind": "CV", "urgency": "khan"}).want(200).into(&d)
	if d.Leader == "" || d.Department == "" || d.Answer == "" || len(d.Steps) < 2 || d.Regulation == nil || d.Detail["questions"] == nil {
		t.Errorf("%+v", d)
	}
	c.ask("POST", "/decisions/try", map[string]any{}).want(200).into(&d)
	if !strings.Contains(strings.Join(d.Flags, " "), "unclassified") {
		t.Errorf("flags %v", d.Flags)
	}
	c.ask("POST", "/decisions/try", map[string]any{"fields": []string{"77-x"}, "areas": []string{"đâu"}, "kind": "ZZ", "named": "01900000-0000-7000-8000-000000000000"}).
		problem(422, "regulation.facts.unknown_field", "/fields", "/areas", "/kind", "/named")
	var tree contract.FieldTree
	c.ask("GET", "/fields", nil).want(200).into(&tree)
	if len(tree.Items) < 20 {
		t.Errorf("%d fields", len(tree.Items))
	}
}

func TestADraftIsAskedBeforeItIsAdopted(t *testing.T) {
	c := found(t)
	officer := c.as(t, "hoankiem.noivu")
	var draft contract.Regulation
	officer.ask("POST", "/regulations", regulationDraft(t, officer, func(clause map[string]any) { clause["fields"] = []string{"18"} })).want(201).into(&draft)
	asked := map[string]any{"fields": []string{"18"}, "regulation": draft.Id}
	var by, inForce contract.Trial
	officer.ask("POST", "/decisions/try", asked).want(200).into(&by)
	officer.ask("POST", "/decisions/try", map[string]any{"fields": []string{"18"}}).want(200).into(&inForce)
	if by.Regulation == nil || *by.Regulation != draft.Id || slices.Contains(by.Flags, "gap") || !slices.Contains(inForce.Flags, "gap") {
		t.Errorf("by the draft %+v, in force %+v", by, inForce)
	}
	c.as(t, "hoankiem.giaoduc").ask("POST", "/decisions/try", asked).want(404)
	c.as(t, "lang.vanthu").ask("POST", "/decisions/try", asked).want(404)
}

func TestSearchingIsWithinTheCallersSight(t *testing.T) {
	c := found(t)
	drafter := c.as(t, "thanhpho.chuyenvien")
	drafter.ask("POST", "/documents", `{"kind":"CV","subject":"kiểm kê lồng đèn kéo quân phố cổ","fields":["07"]}`).want(201)
	c.work(t)
	var own, foreign contract.SearchResult
	drafter.ask("GET", "/search?q=long+den+keo+quan", nil).want(200).into(&own)
	if own.Total != 1 || len(own.Items) != 1 || !own.Items[0].Own {
		t.Errorf("%+v", own)
	}
	c.as(t, "lang.vanthu").ask("GET", "/search?q=long+den+keo+quan", nil).want(200).into(&foreign)
	if foreign.Total != 0 || len(foreign.Items) != 0 {
		t.Errorf("another organ finds %+v", foreign)
	}
	drafter.ask("GET", "/search?q=x&cursor=AAAA", nil).problem(422, "api.bad_cursor", "cursor")
	drafter.ask("GET", "/search?sort=best", nil).problem(422, "api.enum", "sort")
}

func TestTheRecordGoesOnWhereItWasLeft(t *testing.T) {
	c := found(t)
	admin := c.as(t, "thanhpho.quantri")
	seen, cursor := int64(0), ""
	for {
		var page contract.AuditPage
		admin.ask("GET", "/audit?limit=20"+cursor, nil).want(200).into(&page)
		for _, e := range page.Items {
			if e.Sequence != seen+1 || len(e.Leaf) != 64 || len(e.Link) != 64 {
				t.Fatalf("after %d: %+v", seen, e)
			}
			seen = e.Sequence
		}
		if page.Next == nil {
			break
		}
		cursor = "&cursor=" + *page.Next
	}
	if seen == 0 {
		c.work(t)
		t.Error("nothing is sealed")
	}
	c.as(t, "thanhpho.chanhvp").ask("GET", "/audit", nil).problem(403, "audit.only_administrator")
}

func TestAWebhookIsKeptByItsOrganAlone(t *testing.T) {
	c := found(t)
	chief := c.as(t, "hoankiem.chanhvp")
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(other.Close)
	body := map[string]any{"url": other.URL, "types": []string{"delivery.changed"}}
	var made, read, rotated contract.Webhook
	chief.ask("POST", "/webhooks", body).want(201).into(&made)
	path := "/webhooks/" + made.Id.String()
	t.Cleanup(func() { chief.ask("DELETE", path, nil).want(204) })
	chief.ask("GET", path, nil).want(200).into(&read)
	if made.Secret == nil || !strings.HasPrefix(*made.Secret, "whsec_") || read.Secret != nil {
		t.Errorf("%+v, then %+v", made, read)
	}
	chief.ask("POST", path+"/rotate", nil).want(200).into(&rotated)
	if rotated.Secret == nil || *rotated.Secret == *made.Secret || rotated.OldSecretUntil == nil {
		t.Errorf("%+v", rotated)
	}
	chief.ask("POST", path+"/probe", nil).want(202)
	c.work(t)
	var log contract.WebhookMessageList
	chief.ask("GET", path+"/messages", nil).want(200).into(&log)
	if len(log.Items) != 1 || log.Items[0].State != contract.MessageDelivered || len(log.Items[0].Tries) != 1 {
		t.Errorf("%+v", log)
	}
	chief.ask("POST", path+"/messages/"+log.Items[0].Id.String()+"/resend", nil).want(202)
	chief.ask("POST", path+"/stop", nil).want(200).into(&read)
	if !read.Stopped || read.StoppedReason == nil {
		t.Errorf("%+v", read)
	}
	chief.ask("POST", path+"/start", nil).want(200)

	stranger := c.as(t, "lang.chanhvp")
	for _, way := range []string{"GET ", "DELETE ", "POST /rotate", "POST /stop", "POST /start", "POST /probe", "GET /messages"} {
		method, below, _ := strings.Cut(way, " ")
		stranger.ask(method, path+below, nil).problem(404, "webhook.none")
		c.as(t, "hoankiem.vanthu").ask(method, path+below, nil).problem(403, "webhook.only_chief")
	}
	c.as(t, "hoankiem.vanthu").ask("POST", "/webhooks", `{"nonsense":1}`).problem(403, "webhook.only_chief")
	chief.ask("POST", "/webhooks", body).problem(409, "webhook.known")
	chief.ask("POST", "/webhooks", map[string]any{"url": "https://10.0.0.1/", "types": []string{"delivery.changed"}}).problem(422, "webhook.private_address", "/url")
	chief.ask("POST", "/webhooks", map[string]any{"url": "https://10.0.0.1/", "types": []string{"paper.read"}}).problem(422, "api.enum", "/types/0")
}

func TestTheClerkKeepsTheRegister(t *testing.T) {
	c := found(t)
	clerk := c.as(t, "lang.vanthu")
	reserve := func(key, body string) Answer {
		return clerk.ask("POST", "/registers/reservations", body, header{"Idempotency-Key", key})
	}
	var first, again, second contract.ReservedNumber
	reserve("giu-so-1", `{"direction":"outgoing","reason":"Giữ số cho quyết định ký tay"}`).want(201).into(&first)
	reserve("giu-so-1", `{"direction":"outgoing","reason":"Giữ số cho quyết định ký tay"}`).want(201).into(&again)
	reserve("giu-so-2", `{"direction":"outgoing","reason":"Giữ số cho kế hoạch"}`).want(201).into(&second)
	if again.Number != first.Number || second.Number != first.Number+1 {
		t.Errorf("numbers %d, %d, %d", first.Number, again.Number, second.Number)
	}
	reserve("giu-so-3", `{"direction":"outgoing","reason":"   "}`).want(422)
	clerk.ask("POST", "/registers/reservations", `{"direction":"outgoing","reason":"x"}`).want(400)

	var list contract.EntryList
	clerk.ask("GET", "/registers/entries?direction=outgoing&limit=1", nil).want(200).into(&list)
	if len(list.Items) != 1 || list.Items[0].Number != second.Number || list.Items[0].State != contract.EntryReserved || list.Next == nil {
		t.Fatalf("%+v", list)
	}
	entry := list.Items[0].Id.String()
	clerk.ask("GET", "/registers/entries?direction=outgoing&limit=1&cursor="+*list.Next, nil).want(200).into(&list)
	if len(list.Items) != 1 || list.Items[0].Number != first.Number {
		t.Errorf("the next page holds %+v", list.Items)
	}
	c.as(t, "hoankiem.vanthu").ask("POST", "/registers/entries/"+entry+"/void", `{"reason":"không phải của tôi"}`).want(409)
	clerk.ask("POST", "/registers/entries/"+entry+"/void", `{"reason":"Không ban hành nữa"}`).want(204)
	clerk.ask("POST", "/registers/entries/"+entry+"/void", `{"reason":"lần nữa"}`).problem(409, "register.not_voidable")
	clerk.ask("GET", "/registers/entries?direction=outgoing&state=void", nil).want(200).into(&list)
	if list.Total != 1 || *list.Items[0].Reason != "Không ban hành nữa" {
		t.Errorf("%+v", list)
	}
	book := clerk.ask("GET", "/registers/workbook?direction=outgoing", nil).want(200)
	if !strings.HasPrefix(string(book.Body), "PK") || !strings.Contains(book.Header.Get("Content-Type"), "spreadsheetml") {
		t.Errorf("%v", book.Header)
	}
	clerk.ask("GET", "/registers/entries", nil).problem(422, "api.missing", "direction")
}

// regulation is a draft of Hoàn Kiếm's regulation.
func (p *People) regulation() office.ID {
	p.Helper()
	var drafted contract.Regulation
	c := p.as("hoankiem.noivu")
	c.ask("POST", "/regulations", regulationDraft(p.T, c, func(map[string]any) {})).want(201).into(&drafted)
	return drafted.Id
}

// model is the organ of Láng, whose regulation is offered for copying.
func (p *People) model() office.ID {
	p.Helper()
	organ := p.actor(p.T, "lang.noivu").Organ
	p.as("lang.noivu").ask("PUT", "/model-regulations/"+organ.String(), nil).want(204)
	return organ
}

// webhook is an address of Hoàn Kiếm's that nobody listens at.
func (p *People) webhook(n int) office.ID {
	p.Helper()
	var made contract.Webhook
	c := p.as("hoankiem.chanhvp")
	c.ask("POST", "/webhooks", map[string]any{"url": fmt.Sprintf("http://127.0.0.1:9/%d", n), "types": []string{"dispatch.sent"}}).want(201).into(&made)
	p.Cleanup(func() { c.ask("DELETE", "/webhooks/"+made.Id.String(), nil) })
	return made.Id
}

// group is one of the city's groups of recipients.
func (p *People) group(name string) contract.RecipientGroup {
	p.Helper()
	var kept contract.RecipientGroup
	c := p.as("thanhpho.vanthu")
	c.ask("PUT", "/recipient-groups", map[string]any{"name": name, "members": []office.ID{p.Places[hoanKiem].ID}}).want(200).into(&kept)
	return kept
}

func TestAGroupOfRecipientsIsKeptChangedAndDropped(t *testing.T) {
	c := found(t)
	p := c.people(t)
	clerk := p.as("thanhpho.vanthu")
	kept := p.group("Nhóm  thử REST")
	if kept.Name != "Nhóm thử REST" || len(kept.Members) != 1 {
		t.Errorf("%+v", kept)
	}
	body := map[string]any{"name": "Nhóm thử REST", "members": []office.ID{c.Places[hoanKiem].ID, c.Places[lang].ID}}
	var again contract.RecipientGroup
	clerk.ask("PUT", "/recipient-groups", body).want(200).into(&again)
	if again.Id != kept.Id || len(again.Members) != 2 {
		t.Errorf("%+v", again)
	}
	clerk.ask("PUT", "/recipient-groups", map[string]any{"name": " ", "members": []office.ID{c.Places[lang].ID}}).problem(422, "dispatch.group_name_needed", "/name")
	clerk.ask("PUT", "/recipient-groups", map[string]any{"name": "x", "members": []office.ID{office.NewID()}}).problem(422, "dispatch.unknown_recipient", "/members")
	path := "/recipient-groups/" + kept.Id.String()
	p.as("hoankiem.vanthu").ask("DELETE", path, nil).problem(404, "dispatch.no_group")
	clerk.ask("DELETE", path, nil).want(204)
	clerk.ask("DELETE", path, nil).problem(404, "dispatch.no_group")
}

func TestTheListOfDispatchesGoesOnWhereItWasLeft(t *testing.T) {
	c := found(t)
	p := c.people(t)
	clerk := p.as("thanhpho.vanthu")
	_, first := p.sent("trang: một")
	_, second := p.sent("trang: hai")
	var all, page, next contract.DispatchList
	clerk.ask("GET", "/dispatches?limit=100", nil).want(200).into(&all)
	clerk.ask("GET", "/dispatches?limit=1", nil).want(200).into(&page)
	if len(page.Items) != 1 || page.Items[0].Id != second.Id || page.Next == nil {
		t.Fatalf("%+v", page)
	}
	_, _ = p.sent("trang: ba, gửi trong lúc đọc")
	clerk.ask("GET", "/dispatches?limit=100&cursor="+*page.Next, nil).want(200).into(&next)
	if len(next.Items) != len(all.Items)-1 || next.Items[0].Id != first.Id || next.Next != nil {
		t.Errorf("%d of %d follow, the first %v", len(next.Items), len(all.Items), next.Items[0])
	}
	p.as("hoankiem.vanthu").ask("GET", "/dispatches?cursor="+*page.Next, nil).problem(422, "api.foreign_cursor", "cursor")
	clerk.ask("GET", "/dispatches?cursor=AAAA", nil).problem(422, "api.bad_cursor", "cursor")
}

// message is one that a webhook was to be told.
func (p *People) message(webhook office.ID) office.ID {
	p.Helper()
	var log contract.WebhookMessageList
	c := p.as("hoankiem.chanhvp")
	c.ask("POST", "/webhooks/"+webhook.String()+"/probe", nil).want(202)
	c.ask("GET", "/webhooks/"+webhook.String()+"/messages", nil).want(200).into(&log)
	return log.Items[0].Id
}

func TestTheTextOfADecisionIsReadIntoClausesThatADraftTakes(t *testing.T) {
	c := found(t).as(t, "hoankiem.noivu")
	text := "1. Chủ tịch: phụ trách lĩnh vực tài chính, ngân sách; thương hiệu phường.\n2. Phó Chủ tịch: trưởng ban chỉ đạo; phụ trách lĩnh vực y tế."
	var read contract.ProposedClauses
	c.ask("POST", "/regulations/propose", map[string]any{"text": text}).want(200).into(&read)
	if read.Kind != contract.TextAssignment || len(read.Proposals) != 2 || len(read.Unmatched) != 1 || len(read.Notes) != 1 {
		t.Fatalf("%+v", read)
	}
	letters := []rune(text)
	first, second := read.Proposals[0], read.Proposals[1]
	if got := string(letters[first.Start:first.End]); got != "tài chính, ngân sách" || !first.Certain || first.Clause.Post == nil {
		t.Errorf("%q, %+v", got, first)
	}
	if second.Certain || second.Clause.Post != nil || second.Candidates == nil || len(*second.Candidates) < 2 {
		t.Errorf("several posts are called so: %+v", second)
	}
	if got := string(letters[read.Unmatched[0].Start:read.Unmatched[0].End]); got != "thương hiệu phường" {
		t.Errorf("unmatched %q", got)
	}
	c.ask("POST", "/regulations", map[string]any{"title": "Từ văn bản", "clauses": []any{first.Clause}}).want(201)

	c.ask("POST", "/regulations/propose", map[string]any{"text": "Kính mời đồng chí dự họp."}).want(200).into(&read)
	if read.Kind != contract.TextOther || len(read.Proposals) > 0 {
		t.Errorf("%+v", read)
	}
	c.ask("POST", "/regulations/propose", map[string]any{"text": "  "}).problem(422, "assist.text_missing", "/text")
	found(t).as(t, "hoankiem.vanthu").ask("POST", "/regulations/propose", map[string]any{"text": text}).problem(403, "regulation.only_organiser")
}

func TestAModelRegulationIsOfferedAdaptedAndDrafted(t *testing.T) {
	c := found(t)
	p := c.people(t)
	own, theirs := p.as("hoankiem.noivu"), p.model()
	path := "/model-regulations/" + theirs.String()
	var list contract.ModelList
	own.ask("GET", "/model-regulations", nil).want(200).into(&list)
	if !slices.ContainsFunc(list.Items, func(m contract.ModelSummary) bool { return m.Organ == theirs }) {
		t.Fatalf("%+v", list)
	}
	var adapted contract.Adaptation
	own.ask("GET", path, nil).want(200).into(&adapted)
	draft := map[string]any{"title": "Theo mẫu của Láng", "posts": places(adapted.Posts), "departments": places(adapted.Departments)}
	var made contract.DraftedFromModel
	own.ask("POST", path+"/draft", draft).want(201).into(&made)
	if made.Draft.Title != "Theo mẫu của Láng" || made.Draft.State != contract.RegulationDrafted || len(made.Draft.Clauses) == 0 ||
		len(made.Draft.Clauses)+len(made.Dropped) < adapted.Kept || len(made.Dropped) < len(adapted.Dropped) {
		t.Errorf("%d clauses, %d dropped; at most %d of it, %d in any case", len(made.Draft.Clauses), len(made.Dropped), adapted.Kept, len(adapted.Dropped))
	}
	own.ask("POST", path+"/draft", map[string]any{"posts": []any{}, "departments": []any{}}).problem(422, "assist.model_nothing_left", "/posts")
	p.as("hoankiem.vanthu").ask("GET", path, nil).problem(403, "regulation.only_organiser")
	p.as("lang.noivu").ask("DELETE", path, nil).want(204)
	own.ask("GET", path, nil).problem(404, "assist.no_model")
}

func places(all []contract.Counterpart) []any {
	list := []any{}
	for _, c := range all {
		if c.Own != nil {
			list = append(list, map[string]any{"theirs": c.Theirs, "own": *c.Own})
		}
	}
	return list
}
