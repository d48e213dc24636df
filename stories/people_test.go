package stories

import (
	"bytes"

	"congvan/database"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/office/find"
	"congvan/office/org/orgtest"
	"congvan/paper"
	"congvan/search"
)

// By is somebody about to act.
type By struct {
	s       *Story
	actor   office.Actor
	refused string // the key of the error that is expected; "" expects success
}

// As lets somebody act, with the posts that he answers for today.
func (s *Story) As(w Who) By {
	s.Helper()
	return By{s: s, actor: s.actor(w)}
}

// Refused says that the act is to fail with an error of this key.
func (b By) Refused(key string) By {
	b.refused = key
	return b
}

// end judges how an act ended.
func (b By) end(act string, err error) {
	b.s.Helper()
	switch {
	case b.refused == "" && err != nil:
		b.s.Fatalf("%s (%s) cannot %s: %v", b.actor.Name, b.actor.Title(), act, err)
	case b.refused != "" && office.KeyOf(err) != b.refused:
		b.s.Fatalf("%s (%s) is to %s and be refused with %s, but got: %v", b.actor.Name, b.actor.Title(), act, b.refused, err)
	}
}

// Directive is what a story's directive is about.
type Directive struct {
	Subject string
	Field   office.FieldCode
	Urgency office.Urgency
	Signer  Who // the city's chairman when left out
	// Confidential opens it to those who have it on the desk only.
	Confidential bool
	// Block is what is typed above the signature where the post's usual lines are wrong, and By who holds the post instead of its first holder.
	Block []string
	By    Who
}

const body = "Ủy ban nhân dân Thành phố yêu cầu các phường, xã rà soát việc phòng cháy tại nhà trọ và báo cáo trước ngày 30 tháng 11."

// Draft drafts a directive and uploads its paper.
func (b By) Draft(d Directive) document.Document {
	b.s.Helper()
	if d.Signer.office == nil {
		d.Signer = b.s.City.Chairman
	}
	if d.Subject == "" {
		d.Subject = "Tăng cường phòng cháy, chữa cháy mùa hanh khô"
	}
	signer := d.Signer.office.Posts[d.Signer.seat]
	created, err := b.s.Document.Create(ctx, b.actor, document.Draft{Kind: "CV", Subject: d.Subject, Urgency: d.Urgency, Notation: "UBND-NNMT", Principal: d.Field,
		Confidential: d.Confidential, Signer: &signer})
	if err != nil {
		b.end("draft", err)
		return created
	}
	authority := []string{"TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"}
	if d.Signer.seat != orgtest.Chairman {
		authority = []string{"TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}
	}
	if d.Block != nil {
		authority = d.Block
	}
	if d.By.office == nil {
		d.By = d.Signer
	}
	pdf, err := paper.Write(paper.Draft{Issuer: "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ THỬ NGHIỆM", Symbol: "UBND-NNMT", Place: "Thử Nghiệm", Subject: d.Subject,
		To: []string{"Ủy ban nhân dân các phường, xã"}, Body: []string{body}, Authority: authority, Signer: b.s.actor(d.By).Name,
		Recipients: []string{"Như trên;", "Lưu: VT."}, Urgency: paper.Urgency(d.Urgency)})
	if err != nil {
		b.s.Fatal(err)
	}
	created, err = b.s.Document.Upload(ctx, b.actor, created.ID, created.Version, "cong-van.pdf", bytes.NewReader(pdf))
	b.end("draft", err)
	return created
}

// Submit gives a draft to its signer.
func (b By) Submit(d document.Document) {
	b.s.Helper()
	_, err := b.s.Approval.Submit(ctx, b.actor, d.ID, 0)
	b.end("submit", err)
}

// Return sends a submitted document back to its drafter.
func (b By) Return(d document.Document, note string) {
	b.s.Helper()
	_, err := b.s.Approval.Return(ctx, b.actor, d.ID, 0, note)
	b.end("return", err)
}

// Sign signs a submitted document.
func (b By) Sign(d document.Document) document.Document {
	b.s.Helper()
	signed, err := b.s.Approval.Sign(ctx, b.actor, d.ID, 0)
	b.end("sign", err)
	return signed
}

// Seal puts the organ's seal on a signed document.
func (b By) Seal(d document.Document) document.Document {
	b.s.Helper()
	sealed, err := b.s.Approval.Seal(ctx, b.actor, d.ID, 0)
	b.end("seal", err)
	return sealed
}

// Send dispatches a sealed document.
func (b By) Send(d document.Document, key string, to ...*Office) dispatch.Dispatch {
	b.s.Helper()
	var recipients []office.ID
	for _, o := range to {
		recipients = append(recipients, o.ID)
	}
	return b.SendTo(d, key, recipients...)
}

// SendTo dispatches to recipients by identifier.
func (b By) SendTo(d document.Document, key string, recipients ...office.ID) dispatch.Dispatch {
	b.s.Helper()
	sent, err := b.s.Dispatch.Send(ctx, b.actor, d.ID, recipients, key)
	b.end("send", err)
	return sent
}

// delivery is the identifier of an organ's receipt of a document.
func (s *Story) delivery(d document.Document, organ office.ID) office.ID {
	s.Helper()
	var id office.ID
	if err := s.Database.Read(ctx, func(tx *database.Tx) error {
		return tx.Get(ctx, &id, `select id from deliveries where document_id = $1 and organ_id = $2`, d.ID, organ)
	}); err != nil {
		s.Fatalf("%s has no delivery of %s: %v", organ, d.Subject, err)
	}
	return id
}

// of is the own organ's receipt of a document.
func (b By) of(d document.Document) office.ID {
	b.s.Helper()
	return b.s.delivery(d, b.actor.Organ)
}

// See reads the own organ's receipt of a document.
func (b By) See(d document.Document) dispatch.View {
	b.s.Helper()
	v, err := b.s.Dispatch.Get(ctx, b.actor, b.of(d))
	b.end("see", err)
	return v
}

// Open opens the own organ's receipt of a document.
func (b By) Open(d document.Document) {
	b.s.Helper()
	b.end("open", b.s.Dispatch.Open(ctx, b.actor, b.of(d)))
}

// Register takes a paper in, with fields as they are confirmed: the sender's when none is named.
func (b By) Register(d document.Document, fields ...office.FieldCode) dispatch.Delivery {
	b.s.Helper()
	if fields == nil {
		v, err := b.s.Dispatch.Get(ctx, b.actor, b.of(d))
		if err == nil {
			fields = v.Proposed.Fields
		}
	}
	got, err := b.s.Dispatch.Register(ctx, b.actor, b.of(d), 0, dispatch.Choice{Fields: fields})
	b.end("register", err)
	return got
}

// Accept takes a paper in whose signatures are not proven to be valid, and says so.
func (b By) Accept(d document.Document, fields ...office.FieldCode) dispatch.Delivery {
	b.s.Helper()
	got, err := b.s.Dispatch.Register(ctx, b.actor, b.of(d), 0, dispatch.Choice{Fields: fields, Accepts: true})
	b.end("accept", err)
	return got
}

// Refuse sends a paper back.
func (b By) Refuse(d document.Document, refusal dispatch.Refusal) dispatch.Delivery {
	b.s.Helper()
	got, err := b.s.Dispatch.Refuse(ctx, b.actor, b.of(d), 0, refusal)
	b.end("refuse", err)
	return got
}

// Acknowledge takes an organ's refusal off the sender's desks.
func (b By) Acknowledge(d document.Document, recipient *Office) {
	b.s.Helper()
	b.end("acknowledge", b.s.Dispatch.Acknowledge(ctx, b.actor, b.s.delivery(d, recipient.ID)))
}

// Notices are the keys of the words that reached him and that he has not seen, newest first.
func (b By) Notices() (keys []string) {
	b.s.Helper()
	all, unseen, err := b.s.Dispatch.Notices(ctx, b.actor, 100)
	b.end("read notices", err)
	for _, n := range all[:min(unseen, len(all))] {
		keys = append(keys, n.Key)
	}
	return keys
}

// Assign endorses and assigns.
func (b By) Assign(d document.Document, to Who, words string) dispatch.Delivery {
	b.s.Helper()
	got, err := b.s.Dispatch.Assign(ctx, b.actor, b.of(d), 0, dispatch.Assignment{Handler: to.office.Posts[to.seat], Text: words, DueOn: "2026-11-30"})
	b.end("assign", err)
	return got
}

// HandDown gives the work to a post of the own department.
func (b By) HandDown(d document.Document, to Who) dispatch.Delivery {
	b.s.Helper()
	got, err := b.s.Dispatch.HandDown(ctx, b.actor, b.of(d), 0, to.office.Posts[to.seat], "")
	b.end("hand down", err)
	return got
}

// Distribute gives a paper to a leader.
func (b By) Distribute(d document.Document, to Who, reason string) dispatch.Delivery {
	b.s.Helper()
	got, err := b.s.Dispatch.Distribute(ctx, b.actor, b.of(d), 0, to.office.Posts[to.seat], reason)
	b.end("distribute", err)
	return got
}

// Start begins the work.
func (b By) Start(d document.Document) dispatch.Delivery {
	b.s.Helper()
	got, err := b.s.Dispatch.Start(ctx, b.actor, b.of(d), 0)
	b.end("start", err)
	return got
}

// Finish ends the work.
func (b By) Finish(d document.Document, note string) dispatch.Delivery {
	b.s.Helper()
	got, err := b.s.Dispatch.Finish(ctx, b.actor, b.of(d), 0, note)
	b.end("finish", err)
	return got
}

// HandBack gives a paper back.
func (b By) HandBack(d document.Document, reason string) dispatch.Delivery {
	b.s.Helper()
	got, err := b.s.Dispatch.HandBack(ctx, b.actor, b.of(d), 0, reason)
	b.end("hand back", err)
	return got
}

// WrongField names the right field.
func (b By) WrongField(d document.Document, field office.FieldCode) dispatch.Delivery {
	b.s.Helper()
	got, err := b.s.Dispatch.WrongField(ctx, b.actor, b.of(d), 0, field)
	b.end("name the field", err)
	return got
}

// Desk is what waits for him about a document.
func (b By) Desk(d document.Document) []desk.Item {
	b.s.Helper()
	items, total, err := b.s.Desk.List(ctx, b.actor, 1000, 0)
	b.end("look at the desk", err)
	if count, err := b.s.Desk.Count(ctx, b.actor); err != nil || count != total || total != len(items) {
		b.s.Fatalf("%s: the badge says %d, the list has %d of %d: %v", b.actor.Name, count, len(items), total, err)
	}
	var about []desk.Item
	for _, item := range items {
		if item.DocumentID == d.ID {
			about = append(about, item)
		}
	}
	return about
}

// Has says in which parts a document waits for him, and fails when it is not exactly these.
func (b By) Has(d document.Document, parts ...desk.Part) {
	b.s.Helper()
	var got []desk.Part
	for _, item := range b.Desk(d) {
		got = append(got, item.Part)
	}
	if len(got) != len(parts) {
		b.s.Fatalf("%s (%s) has %v on the desk, want %v", b.actor.Name, b.actor.Title(), got, parts)
	}
	for i := range got {
		if got[i] != parts[i] {
			b.s.Fatalf("%s (%s) has %v on the desk, want %v", b.actor.Name, b.actor.Title(), got, parts)
		}
	}
}

// Progress follows a dispatch.
func (b By) Progress(d document.Document) dispatch.Progress {
	b.s.Helper()
	p, err := b.s.Dispatch.ProgressOf(ctx, b.actor, d.ID)
	b.end("follow", err)
	return p
}

// Follow is what the sender sees of an organ's receipt.
func (b By) Follow(d document.Document, recipient *Office) dispatch.Tracked {
	b.s.Helper()
	p, err := b.s.Dispatch.ProgressOf(ctx, b.actor, d.ID)
	b.end("follow", err)
	for _, t := range p.Tracked {
		if t.Organ.ID == recipient.ID {
			return t
		}
	}
	b.s.Fatalf("%s is not among the recipients", recipient.ShortName)
	return dispatch.Tracked{}
}

// Queue is why a document waits in the queue of the chief of office; nothing when it does not.
func (b By) Queue(d document.Document) []string {
	b.s.Helper()
	queue, err := b.s.Dispatch.Queue(ctx, b.actor)
	b.end("look at the queue", err)
	for _, stuck := range queue {
		if stuck.Delivery.DocumentID == d.ID {
			return stuck.Why
		}
	}
	return nil
}

// Finds is how many documents he finds by words: rows shown and total counted, which must agree.
func (b By) Finds(words string) int {
	b.s.Helper()
	result, err := b.s.Find.Search(ctx, b.actor, find.Query{Query: search.Query{Text: words, Limit: 20}})
	b.end("search", err)
	if result.Total != len(result.Rows) {
		b.s.Fatalf("%s: %d found in all, %d shown", b.actor.Name, result.Total, len(result.Rows))
	}
	return result.Total
}

// Issued takes a directive from its draft to the seal.
func (s *Story) Issued(d Directive) document.Document {
	s.Helper()
	if d.Signer.office == nil {
		d.Signer = s.City.Chairman
	}
	draft := s.As(s.City.LandOfficer).Draft(d)
	s.As(s.City.LandOfficer).Submit(draft)
	s.As(d.Signer).Sign(draft)
	return s.As(s.City.Clerk).Seal(draft)
}

// Dispatched is a directive that has been sent and has arrived.
func (s *Story) Dispatched(d Directive, to ...*Office) document.Document {
	s.Helper()
	issued := s.Issued(d)
	s.As(s.City.Clerk).Send(issued, issued.ID.String(), to...)
	s.Work()
	return issued
}
