package dispatch

import (
	"cmp"
	"context"
	"time"

	"congvan/database"
	"congvan/jobs"
	"congvan/metrics"
	"congvan/notice"
	"congvan/notice/webhook"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/office/seal"
	"congvan/search"
	"congvan/signing"
	"congvan/storage"
)

// Service holds the use cases of this noun.
type Service struct {
	KeepYears int // for how long the file of a dispatched document cannot be deleted; zero: 10

	db         *database.DB
	store      storage.Store
	regulation *regulation.Service
	verify     Verifier
}

// Verifier looks at the signatures of a file in a child process. It is parse's; the file's bytes are all it is told.
type Verifier func(ctx context.Context, pdf []byte) (signing.Report, error)

// New makes the service.
func New(db *database.DB, store storage.Store, rules *regulation.Service, verify Verifier) *Service {
	return &Service{db: db, store: store, regulation: rules, verify: verify}
}

// Work registers the workers of this noun.
func (s *Service) Work(r *jobs.Registry) {
	jobs.Register(r, func(ctx context.Context, job jobs.Job[ArriveArgs]) error { return s.Arrive(ctx, job.Args.Dispatch) })
	jobs.Register(r, func(ctx context.Context, job jobs.Job[RegisterArgs]) error {
		return s.RegisterByRule(ctx, job.Args.Deliveries...)
	})
	jobs.Register(r, func(ctx context.Context, job jobs.Job[HandOverArgs]) error { return s.HandOver(ctx, job.Args.Version) })
}

// ArriveArgs asks that a dispatch's deliveries arrive.
type ArriveArgs struct {
	Dispatch office.ID `json:"dispatch"`
}

// Kind names the job.
func (ArriveArgs) Kind() string { return "dispatch.arrive" }

// RegisterArgs asks that deliveries be registered by their organs' rules.
type RegisterArgs struct {
	Deliveries []office.ID `json:"deliveries"`
}

// Kind names the job.
func (RegisterArgs) Kind() string { return "dispatch.register" }

// arriveChunk is how many deliveries arrive in one transaction: half a city.
const arriveChunk = 63

// RegisterChunk is how many deliveries one job registers by rule: what they all need is read once.
const RegisterChunk = 63

// maxFile is what a document may weigh when it is read back: well above the limit for uploads, since signatures make it grow.
const maxFile = 256 << 20

// Arrive brings every delivery of a dispatch that is still on its way to 01. The bytes are read back from the store for each and compared
// with the hash that the sender froze; the signature report is made from those bytes. It may run twice: what has arrived is left alone.
func (s *Service) Arrive(ctx context.Context, dispatch office.ID) error {
	for {
		var waiting []Delivery
		err := s.db.Read(ctx, func(tx *database.Tx) error {
			return tx.Select(ctx, &waiting, `select `+columns+` from deliveries where dispatch_id = $1 and state = 'sent' and succeeded_by is null
				order by id limit $2`, dispatch, arriveChunk)
		})
		if err != nil || len(waiting) == 0 {
			return err
		}
		if err := s.arriveChunk(ctx, waiting); err != nil {
			return err
		}
	}
}

func (s *Service) arriveChunk(ctx context.Context, waiting []Delivery) error {
	report, err := s.inspect(ctx, waiting)
	if err != nil {
		s.trouble(ctx, waiting, err)
		return err
	}
	return s.db.Write(ctx, func(tx *database.Tx) error {
		id, err := seal.StoreReport(ctx, tx, waiting[0].DocumentID, report)
		if err != nil {
			return err
		}
		arrived, err := markArrived(ctx, tx, waiting, report.Verdict, id)
		if err != nil {
			return err
		}
		tx.AfterCommit(func() { metrics.Arrived(len(arrived)) })
		return s.receive(ctx, tx, arrived)
	})
}

// inspect freezes the file in the store, reads the bytes of each delivery and makes the report. All deliveries of a chunk are of one dispatch and
// so of one file.
func (s *Service) inspect(ctx context.Context, waiting []Delivery) (signing.Report, error) {
	name := storage.Hash(waiting[0].SHA256)
	if err := s.store.Freeze(ctx, name, s.keptUntil(waiting[0])); err != nil {
		return signing.Report{}, err
	}
	for range waiting[1:] {
		if err := storage.Verify(ctx, s.store, name); err != nil {
			return signing.Report{}, err
		}
	}
	pdf, err := storage.Read(ctx, s.store, name, maxFile)
	if err != nil {
		return signing.Report{}, err
	}
	return s.verify(ctx, pdf)
}

// keptUntil is until when the issuer's original cannot be deleted (NĐ 30/2020 Điều 18). It counts from the dispatch, so that a job that runs twice
// asks for the same.
func (s *Service) keptUntil(d Delivery) time.Time {
	return d.SentAt.AddDate(cmp.Or(s.KeepYears, defaultKeepYears), 0, 0)
}

// defaultKeepYears is less than most records are kept, and long enough that nobody deletes one by mistake. The periods themselves are the
// archive's, by kind of record.
const defaultKeepYears = 10

// trouble writes down why deliveries cannot arrive yet, for the sender's board. The job is tried again.
func (s *Service) trouble(ctx context.Context, waiting []Delivery, cause error) {
	key := office.KeyOf(cause)
	if key == "" {
		key = "dispatch.trouble"
	}
	marks, args := database.In(2, idsOf(waiting))
	// The job's own error is what is reported; a board that lacks the note is no reason to lose it.
	_ = s.db.Write(ctx, func(tx *database.Tx) error {
		wakeSender(tx, waiting...)
		_, err := tx.Exec(ctx, `update deliveries set trouble = $1 where state = 'sent' and id in (`+marks+`)`, append([]any{key}, args...)...)
		return err
	})
}

func markArrived(ctx context.Context, tx *database.Tx, waiting []Delivery, verdict signing.Verdict, report office.ID) ([]Delivery, error) {
	marks, args := database.In(5, idsOf(waiting))
	var arrived []Delivery
	err := tx.Select(ctx, &arrived, `update deliveries set version = version + 1, state = $1, arrived_at = $2, verdict = $3, report_id = $4, trouble = ''
		where state = 'sent' and succeeded_by is null and id in (`+marks+`) returning `+columns, append([]any{Arrived, tx.Now(), verdict, report}, args...)...)
	if err != nil {
		return nil, err
	}
	wakeSender(tx, arrived...)
	rows := make([][]any, len(arrived))
	var told []webhook.Event
	for i, d := range arrived {
		rows[i] = []any{office.NewID(), d.ID, d.OrganID, Arrived, tx.Now(), string(verdict)}
		told = append(told, changed(d, Arrived, tx.Now())...)
	}
	if err := webhook.Emit(ctx, tx, told...); err != nil {
		return nil, err
	}
	return arrived, tx.InsertMany(ctx, `insert into delivery_events (id, delivery_id, organ_id, code, at, detail)`, rows, "")
}

// receive gives what arrived to the clerks, or to the rule where the organ lets valid papers of this sender register by themselves.
func (s *Service) receive(ctx context.Context, tx *database.Tx, arrived []Delivery) error {
	if len(arrived) == 0 {
		return nil
	}
	trusting, err := org.Trusting(ctx, tx, arrived[0].SenderID)
	if err != nil {
		return err
	}
	clerks, err := org.PostsWithRole(ctx, tx, office.RoleClerk, organsOf(arrived))
	if err != nil {
		return err
	}
	var items []desk.Item
	var notices []notice.Notice
	var byRule []office.ID
	for _, d := range arrived {
		if d.Verdict == string(signing.Valid) && trusting[d.OrganID] {
			byRule = append(byRule, d.ID)
			continue
		}
		for _, item := range toReceive(d, clerks[d.OrganID]) {
			items, notices = append(items, item), append(notices, noticeOf(d, item))
		}
	}
	if err := desk.Give(ctx, tx, items...); err != nil {
		return err
	}
	if err := notice.Give(ctx, tx, notices...); err != nil {
		return err
	}
	if err := jobs.Insert(ctx, tx, search.IndexArgs{Document: arrived[0].DocumentID}); err != nil {
		return err
	}
	for len(byRule) > 0 {
		n := min(RegisterChunk, len(byRule))
		if err := jobs.Insert(ctx, tx, RegisterArgs{Deliveries: byRule[:n]}); err != nil {
			return err
		}
		byRule = byRule[n:]
	}
	return nil
}

// toReceive puts a delivery on the desks of its clerks' posts.
func toReceive(d Delivery, clerks []office.ID) []desk.Item {
	items := make([]desk.Item, len(clerks))
	for i, post := range clerks {
		items[i] = desk.Item{OrganID: d.OrganID, DocumentID: d.DocumentID, DeliveryID: &d.ID, PostID: post, Part: desk.Receive, UrgencyRank: d.UrgencyRank}
	}
	return items
}

func idsOf(all []Delivery) []office.ID {
	ids := make([]office.ID, len(all))
	for i, d := range all {
		ids[i] = d.ID
	}
	return ids
}

func organsOf(all []Delivery) []office.ID {
	ids := make([]office.ID, len(all))
	for i, d := range all {
		ids[i] = d.OrganID
	}
	return ids
}
