package api

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"congvan/identity"
	"congvan/office"
	"congvan/office/org"
	contract "congvan/server/api"

	"github.com/getkin/kin-openapi/openapi3"
)

// right is who may do an operation, and to which of the papers of the stage.
type right struct{ account, paper string }

// matrix is every operation. A new one needs a row.
var matrix = map[string]right{
	"getMe":                  {"hoankiem.diachinh", ""},
	"listDocuments":          {"thanhpho.chuyenvien", ""},
	"createDocument":         {"thanhpho.chuyenvien", ""},
	"getDocument":            {"thanhpho.chuyenvien", "draft"},
	"reviseDocument":         {"thanhpho.chuyenvien", "draft"},
	"getDocumentFile":        {"thanhpho.chuyenvien", "draft"},
	"uploadDocumentFile":     {"thanhpho.chuyenvien", "draft"},
	"submitDocument":         {"thanhpho.chuyenvien", "draft"},
	"listSigners":            {"thanhpho.chuyenvien", "draft"},
	"returnDocument":         {"thanhpho.pct2", "submitted"},
	"signDocument":           {"thanhpho.pct2", "submitted"},
	"sealDocument":           {"thanhpho.vanthu", "signed"},
	"listRecipients":         {"thanhpho.vanthu", ""},
	"listRecipientGroups":    {"thanhpho.vanthu", ""},
	"keepRecipientGroup":     {"thanhpho.vanthu", ""},
	"dropRecipientGroup":     {"thanhpho.vanthu", "group"},
	"previewDispatch":        {"thanhpho.vanthu", "sealed"},
	"sendDocument":           {"thanhpho.vanthu", "sealed"},
	"getDispatch":            {"thanhpho.vanthu", "dispatched"},
	"listDispatchDeliveries": {"thanhpho.vanthu", "dispatched"},
	"listDispatches":         {"thanhpho.vanthu", ""},
	"getBoard":               {"thanhpho.vanthu", ""},
	"acknowledgeRefusal":     {"thanhpho.vanthu", "refused"},
	"listWork":               {"hoankiem.diachinh", ""},
	"listDeliveries":         {"hoankiem.vanthu", ""},
	"getDelivery":            {"hoankiem.diachinh", "assigned"},
	"getDeliveryFile":        {"hoankiem.diachinh", "assigned"},
	"explainDelivery":        {"hoankiem.diachinh", "assigned"},
	"registerDelivery":       {"hoankiem.vanthu", "arrived"},
	"refuseDelivery":         {"hoankiem.vanthu", "arrived"},
	"distributeDelivery":     {"hoankiem.chutich", "assigned"},
	"endorseDelivery":        {"hoankiem.pct2", "assigned"},
	"assignDelivery":         {"hoankiem.pct2", "assigned"},
	"startDelivery":          {"hoankiem.diachinh", "assigned"},
	"handDownDelivery":       {"hoankiem.diachinh", "assigned"},
	"finishDelivery":         {"hoankiem.diachinh", "assigned"},
	"handBackDelivery":       {"hoankiem.diachinh", "assigned"},
	"correctField":           {"hoankiem.diachinh", "assigned"},
	"overruleDelivery":       {"hoankiem.chutich", "assigned"},
	"listFieldGuesses":       {"hoankiem.vanthu", "assigned"},
	"proposeField":           {"hoankiem.vanthu", "assigned"},
	"answerField":            {"hoankiem.pct2", "assigned"},
	"listOverrules":          {"hoankiem.noivu", ""},
	"keepRuling":             {"hoankiem.noivu", "overrule"},
	"getFieldTable":          {"hoankiem.vanthu", ""},
	"keepFieldRow":           {"hoankiem.vanthu", ""},
	"dropFieldRow":           {"hoankiem.vanthu", "field row"},
	"whoMaySign":             {"hoankiem.diachinh", ""},
	"listAuthorisations":     {"hoankiem.diachinh", ""},
	"authorise":              {"hoankiem.chutich", ""},
	"endAuthorisation":       {"hoankiem.chutich", "authorisation"},
	"entrustDocument":        {"thanhpho.chutich", "submitted"},
	"getJob":                 {"thanhpho.vanthu", "job"},
	"getOrgan":               {"hoankiem.diachinh", ""},
	"listDesks":              {"hoankiem.diachinh", ""},
	"createDepartment":       {"hoankiem.noivu", ""},
	"renameDepartment":       {"hoankiem.noivu", "department"},
	"closeDepartment":        {"hoankiem.noivu", "department"},
	"createPost":             {"hoankiem.noivu", ""},
	"revisePost":             {"hoankiem.noivu", "post"},
	"closePost":              {"hoankiem.noivu", "post"},
	"addPerson":              {"hoankiem.noivu", ""},
	"getPerson":              {"hoankiem.diachinh", "person"},
	"correctName":            {"hoankiem.noivu", "person"},
	"appoint":                {"hoankiem.noivu", ""},
	"endAppointment":         {"hoankiem.noivu", "appointment"},
	"listAbsences":           {"hoankiem.diachinh", ""},
	"tellAway":               {"hoankiem.diachinh", ""},
	"previewAbsence":         {"hoankiem.diachinh", ""},
	"endAbsence":             {"hoankiem.vanthu", "absence"},
	"listDelegations":        {"hoankiem.diachinh", ""},
	"delegate":               {"hoankiem.chutich", ""},
	"endDelegation":          {"hoankiem.chutich", "delegation"},
	"getRoster":              {"hoankiem.diachinh", ""},
	"setRoster":              {"hoankiem.chanhvp", ""},
	"listFields":             {"hoankiem.diachinh", ""},
	"listRegulations":        {"hoankiem.diachinh", ""},
	"draftRegulation":        {"hoankiem.noivu", ""},
	"proposeClauses":         {"hoankiem.noivu", ""},
	"getRegulation":          {"hoankiem.noivu", "regulation"},
	"adoptRegulation":        {"hoankiem.noivu", "regulation"},
	"reviseRegulation":       {"hoankiem.noivu", "regulation"},
	"draftFromRegulation":    {"hoankiem.noivu", "regulation"},
	"compareRegulations":     {"hoankiem.noivu", "regulation"},
	"replayRegulation":       {"hoankiem.noivu", "regulation"},
	"listOpenWork":           {"hoankiem.noivu", "regulation"},
	"listHandOvers":          {"hoankiem.noivu", "regulation"},
	"listCharges":            {"hoankiem.diachinh", ""},
	"discardRegulation":      {"hoankiem.noivu", "regulation to discard"},
	"getRegulationTemplate":  {"hoankiem.noivu", ""},
	"importRegulation":       {"hoankiem.noivu", ""},
	"importIntoRegulation":   {"hoankiem.noivu", "regulation"},
	"exportRegulation":       {"hoankiem.noivu", "regulation"},
	"getRegulationCoverage":  {"hoankiem.noivu", "regulation"},
	"listCoverage":           {"thanhpho.vanthu", ""},
	"getCoverageWorkbook":    {"thanhpho.vanthu", ""},
	"getCoverage":            {"thanhpho.vanthu", "organ"},
	"listModels":             {"hoankiem.noivu", ""},
	"adaptModel":             {"hoankiem.noivu", "model"},
	"draftFromModel":         {"hoankiem.noivu", "model"},
	"offerModel":             {"hoankiem.noivu", "own organ"},
	"withdrawModel":          {"hoankiem.noivu", "own organ"},
	"tryDecision":            {"hoankiem.diachinh", ""},
	"listReorganisations":    {"thanhpho.quantri", ""},
	"enterReorganisation":    {"thanhpho.quantri", ""},
	"getReorganisation":      {"thanhpho.quantri", "reorganisation"},
	"reviseReorganisation":   {"thanhpho.quantri", "reorganisation"},
	"approveReorganisation":  {"thanhpho.quantri", "reorganisation"},
	"withdrawReorganisation": {"thanhpho.quantri", "reorganisation"},
	"search":                 {"hoankiem.diachinh", ""},
	"listAudit":              {"thanhpho.quantri", ""},
	"listEntries":            {"hoankiem.vanthu", ""},
	"getWorkbook":            {"hoankiem.vanthu", ""},
	"reserveNumber":          {"hoankiem.vanthu", ""},
	"voidEntry":              {"hoankiem.vanthu", ""},
	"listWebhooks":           {"hoankiem.chanhvp", ""},
	"createWebhook":          {"hoankiem.chanhvp", ""},
	"getWebhook":             {"hoankiem.chanhvp", "webhook"},
	"deleteWebhook":          {"hoankiem.chanhvp", "webhook to remove"},
	"rotateWebhook":          {"hoankiem.chanhvp", "webhook"},
	"stopWebhook":            {"hoankiem.chanhvp", "webhook"},
	"startWebhook":           {"hoankiem.chanhvp", "webhook"},
	"probeWebhook":           {"hoankiem.chanhvp", "webhook"},
	"listWebhookMessages":    {"hoankiem.chanhvp", "webhook"},
	"resendWebhookMessage":   {"hoankiem.chanhvp", "webhook"},
}

// forbidden are what only some posts of an organ may ask for at all, whatever the path names.
var forbidden = map[string]bool{"listReorganisations": true, "enterReorganisation": true, "listDeliveries": true, "listRecipientGroups": true, "keepRecipientGroup": true, "dropRecipientGroup": true, "draftRegulation": true, "getRegulationTemplate": true, "importRegulation": true, "proposeClauses": true, "listModels": true, "adaptModel": true, "draftFromModel": true, "listAudit": true, "listEntries": true, "getWorkbook": true,
	"createDepartment": true, "renameDepartment": true, "closeDepartment": true, "createPost": true, "revisePost": true, "closePost": true, "addPerson": true,
	"correctName": true, "appoint": true, "endAppointment": true, "delegate": true, "endDelegation": true, "setRoster": true,
	"reserveNumber": true, "voidEntry": true, "listWebhooks": true, "listCoverage": true, "getCoverageWorkbook": true,
	"createWebhook": true, "getWebhook": true, "deleteWebhook": true, "rotateWebhook": true, "stopWebhook": true, "startWebhook": true, "probeWebhook": true,
	"listWebhookMessages": true, "resendWebhookMessage": true, "listOverrules": true, "keepRuling": true, "getFieldTable": true, "keepFieldRow": true,
	"dropFieldRow": true, "authorise": true, "endAuthorisation": true}

// ofColleagues are what everybody of the organ may know of, and what a colleague is answered who asks.
var ofColleagues = map[string]int{"getPerson": http.StatusOK, "endAbsence": http.StatusForbidden}

// stage is a paper in each state.
func (p *People) stage() map[string]office.ID {
	p.Helper()
	arrived, sent := p.sent("ma trận: đã đến")
	refused, _ := p.sent("ma trận: trả lại")
	p.act("hoankiem.vanthu", refused.Id, "refuse", `{"code":"wrong_recipient","reason":"Không thuộc địa bàn.","mend":"Gửi nơi khác."}`)
	webhook := p.webhook(1)
	_, overrule := p.overruled("ma trận: giao khác")
	var row contract.Made
	p.as("hoankiem.vanthu").ask("PUT", "/fields/table", `{"procedure":"ma trận","field":"07"}`).want(200).into(&row)
	place := p.Places[hoanKiem]
	officer := p.actor(p.T, "hoankiem.diachinh")
	structure, err := p.Org.Structure(ctx, officer)
	must(p.T, err)
	absence, err := p.Org.TellAway(ctx, officer, org.Absence{PersonID: officer.Person, StartsOn: "2031-01-01"})
	must(p.T, err)
	stage := map[string]office.ID{"department": structure.Departments[1].ID, "post": place.Posts["chu-tich"], "person": officer.Person,
		"appointment": structure.Appointments[0].ID, "absence": absence, "delegation": office.NewID(),
		"overrule": overrule, "field row": row.Id, "authorisation": office.NewID()}
	maps.Copy(stage, map[string]office.ID{"draft": p.draft("ma trận: dự thảo").Id, "submitted": p.submitted("ma trận: đã trình").Id, "signed": p.signed("ma trận: đã ký").Id,
		"sealed": p.sealed("ma trận: đã đóng dấu").Id, "dispatched": sent.Document, "arrived": arrived.Id, "refused": refused.Id,
		"assigned": p.assigned("ma trận: đã phân công").Id, "job": sent.Id,
		"organ": p.Office.ID, "regulation": p.regulation(), "regulation to discard": p.regulation(), "webhook": webhook, "webhook to remove": p.webhook(2), "group": p.group("ma trận: nhóm").Id, "reorganisation": p.reorganisation("ma trận: sắp xếp").Id, "message": p.message(webhook), "model": p.model(), "own organ": p.actor(p.T, "hoankiem.noivu").Organ})
	return stage
}

func TestEveryOperationAsksForItsTokenBeforeItLooksAtItsInput(t *testing.T) {
	c := found(t)
	p := c.people(t)
	stage := p.stage()
	none := Client{t, c, ""}
	revokedToken, revoked := c.token(t, "thanhpho.vanthu")
	_, err := c.Identity.RevokeToken(ctx, c.actor(t, "thanhpho.vanthu"), revokedToken.ID)
	must(t, err)
	_, expired, err := c.Identity.MakeToken(ctx, c.actor(t, "thanhpho.vanthu"), identity.NewToken{Name: "hết hạn", Scopes: identity.Scopes(), For: time.Minute})
	must(t, err)
	c.clock.move(2 * time.Minute)

	spec, err := openapi3.NewLoader().LoadFromData(contract.Description())
	must(t, err)
	rows := 0
	for path, item := range spec.Paths.Map() {
		for method, op := range item.Operations() {
			row, ok := matrix[op.OperationID]
			if !ok {
				t.Errorf("%s is in no row of the matrix: say who may ask it", op.OperationID)
				continue
			}
			rows++
			id := stage[row.paper]
			address := strings.NewReplacer("{document}", id.String(), "{delivery}", id.String(), "{job}", id.String(), "{regulation}", id.String(),
				"{webhook}", id.String(), "{message}", stage["message"].String(), "{entry}", id.String(), "{group}", id.String(), "{department}", id.String(), "{post}", id.String(), "{person}", id.String(), "{appointment}", id.String(),
				"{absence}", id.String(), "{delegation}", id.String(), "{organ}", id.String(), "{reorganisation}", id.String(),
				"{overrule}", id.String(), "{row}", id.String(), "{authorisation}", id.String(), "{proposal}", id.String()).Replace(path)
			ask := func(client Client) Answer { return client.garbage(method, address, op) }
			ask(none).problem(401, "api.no_token")
			ask(Client{t, c, revoked}).problem(401, "identity.token_revoked")
			ask(Client{t, c, expired.Reveal()}).problem(401, "identity.token_expired")
			if scope := scopeOf(op); scope != "" {
				without := identity.Scopes()
				for i, s := range without {
					if s == scope {
						without = append(without[:i:i], without[i+1:]...)
						break
					}
				}
				under, secret := c.token(t, row.account, without...)
				ask(Client{t, c, secret}).problem(403, "api.scope_missing")
				_, err := c.Identity.RevokeToken(ctx, c.actor(t, row.account), under.ID)
				must(t, err)
			}
			other, colleague := ask(p.as("lang.diachinh")), ask(p.as("hoankiem.giaoduc"))
			switch {
			case forbidden[op.OperationID]:
				other.want(403)
				colleague.want(403)
			case ofColleagues[op.OperationID] != 0:
				other.want(404)
				colleague.want(ofColleagues[op.OperationID])
			case row.paper != "":
				other.want(404)
				colleague.want(404)
			default:
				for subject := range stage { // lists of others hold nothing of these papers
					if subject != "model" && subject != "own organ" && strings.Contains(string(other.Body), stage[subject].String()) { // those are organs
						t.Errorf("%s tells another organ of a paper: %s", op.OperationID, other.Body)
					}
				}
			}
			switch got := ask(p.as(row.account)); got.Status {
			case http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent, http.StatusConflict, http.StatusPreconditionFailed, http.StatusUnprocessableEntity:
			default:
				t.Errorf("%s: who may do it got %d: %s", op.OperationID, got.Status, got.Body)
			}
		}
	}
	if rows != len(matrix) {
		t.Errorf("%d operations, %d rows: a row of the matrix has no operation", rows, len(matrix))
	}
	if log := c.log.String(); strings.Contains(log, "ma trận") || strings.Contains(log, "congvan_") {
		t.Error("the log tells of a paper or a token")
	}
}

// garbage sends input that no client would: whoever may not do the act must not learn what is wrong with it.
func (c Client) garbage(method, path string, op *openapi3.Operation) Answer {
	c.Helper()
	var body any
	if op.RequestBody != nil {
		body = `{"rác":true}`
		if op.RequestBody.Value.Content["application/pdf"] != nil {
			body = []byte("rác")
		}
	}
	headers := []header{match(`"99"`), {"Idempotency-Key", "rac-" + office.NewID().String()}}
	if op.RequestBody != nil && op.RequestBody.Value.Content["application/octet-stream"] != nil {
		headers = append(headers, header{"Content-Type", "application/octet-stream"})
	}
	return c.ask(method, path, body, headers...)
}

func scopeOf(op *openapi3.Operation) identity.Scope {
	if op.Security == nil || len(*op.Security) == 0 {
		return ""
	}
	return identity.Scope((*op.Security)[0]["bearer"][0])
}
