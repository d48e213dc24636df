package document

import (
	"context"
	"strconv"

	"congvan/database"
	"congvan/office"
	"congvan/office/desk"
)

// Of reads one document. It checks nothing; the use case that calls it did.
func Of(ctx context.Context, tx *database.Tx, id office.ID) (Document, error) {
	return one(ctx, tx, id, "")
}

// ForChange reads one document in order to change it, and refuses a version that somebody else has changed meanwhile. version 0 asks for any.
func ForChange(ctx context.Context, tx *database.Tx, id office.ID, version int) (Document, error) {
	d, err := one(ctx, tx, id, tx.ForUpdate())
	if err == nil && version != 0 && d.Version != version {
		return d, office.Stale("document.changed_meanwhile", d.CodeText())
	}
	return d, err
}

func one(ctx context.Context, tx *database.Tx, id office.ID, suffix string) (Document, error) {
	var d Document
	err := tx.Get(ctx, &d, `select `+columns+` from documents where id = $1`+suffix, id)
	if database.NoRows(err) {
		return d, office.NotFound("document.none")
	}
	return d, err
}

// Many reads documents by identifier.
func Many(ctx context.Context, tx *database.Tx, ids []office.ID) (map[office.ID]Document, error) {
	marks, args := database.In(1, ids)
	var rows []Document
	if err := tx.Select(ctx, &rows, `select `+columns+` from documents where id in (`+marks+`)`, args...); err != nil {
		return nil, err
	}
	all := make(map[office.ID]Document, len(rows))
	for _, d := range rows {
		all[d.ID] = d
	}
	return all, nil
}

const fileColumns = `id, document_id, role, step, name, media_type, size, sha256, pages, created_at`

// MainFile is the newest main file: the document as it is now. Nil when nothing was uploaded yet.
func MainFile(ctx context.Context, tx *database.Tx, id office.ID) (*File, error) {
	var f File
	err := tx.Get(ctx, &f, `select `+fileColumns+` from document_files where document_id = $1 and role = 'main'
		order by created_at desc, id desc limit 1`, id)
	if database.NoRows(err) {
		return nil, nil
	}
	return &f, err
}

// Attachments lists the files that travel beside the document.
func Attachments(ctx context.Context, tx *database.Tx, id office.ID) ([]File, error) {
	var files []File
	err := tx.Select(ctx, &files, `select `+fileColumns+` from document_files where document_id = $1 and role = 'attachment'
		order by created_at, id`, id)
	return files, err
}

// Fields lists the document's fields, the principal first.
func Fields(ctx context.Context, tx *database.Tx, id office.ID) ([]Field, error) {
	var fields []Field
	err := tx.Select(ctx, &fields, `select field_code, principal from document_fields where document_id = $1
		order by principal desc, field_code`, id)
	return fields, err
}

// FirstPage is the text of a document's first page; "" when there is none.
func FirstPage(ctx context.Context, tx *database.Tx, id office.ID) (string, error) {
	var text string
	err := tx.Get(ctx, &text, `select text from document_pages where document_id = $1 and page = 1`, id)
	if database.NoRows(err) {
		return "", nil
	}
	return text, err
}

// PageTexts are the texts of the document's pages, in order.
func PageTexts(ctx context.Context, tx *database.Tx, id office.ID) ([]string, error) {
	var texts []string
	err := tx.Select(ctx, &texts, `select text from document_pages where document_id = $1 order by page`, id)
	return texts, err
}

// View is a document as its own organ sees it.
type View struct {
	Document
	Main        *File
	Attachments []File
	Fields      []Field
	Lacks       []Lack
	Work        []desk.Item
}

// MaySee is the policy for reading an outgoing document: somebody of the organ who has or had it on the desk, or who sees the organ's papers.
func MaySee(actor office.Actor, d Document, work []desk.Item) bool {
	return desk.MaySee(actor, d.OrganID, d.Confidential, work)
}

// Get reads a document for its own organ. A document that the actor may not see does not exist for him.
func (s *Service) Get(ctx context.Context, actor office.Actor, id office.ID) (View, error) {
	var v View
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		var err error
		v, err = viewOf(ctx, tx, id)
		if err == nil && !MaySee(actor, v.Document, v.Work) {
			return office.NotFound("document.none")
		}
		return err
	})
	return v, err
}

func viewOf(ctx context.Context, tx *database.Tx, id office.ID) (View, error) {
	var v View
	var err error
	if v.Document, err = Of(ctx, tx, id); err != nil {
		return v, err
	}
	if v.Main, err = MainFile(ctx, tx, id); err != nil {
		return v, err
	}
	if v.Attachments, err = Attachments(ctx, tx, id); err != nil {
		return v, err
	}
	if v.Fields, err = Fields(ctx, tx, id); err != nil {
		return v, err
	}
	if v.Work, err = desk.OnDocument(ctx, tx, id); err != nil {
		return v, err
	}
	v.Lacks = Lacking(v.Document, v.Fields, v.Main)
	return v, nil
}

// List reads the documents of the actor's organ that are in one of the states and that he may see (MaySee), newest first.
func (s *Service) List(ctx context.Context, actor office.Actor, states []State, limit int) ([]Document, error) {
	sight, args := desk.SeesDocumentSQL(actor, 1)
	args = append(args, limit)
	atMost := len(args)
	marks, more := database.In(len(args)+1, states)
	var all []Document
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &all, `select `+columns+` from documents where `+sight+` and state in (`+marks+`)
			order by updated_at desc, id desc limit $`+strconv.Itoa(atMost), append(args, more...)...)
	})
	return all, err
}

// Count counts what List would give of each state.
func (s *Service) Count(ctx context.Context, actor office.Actor) (map[State]int, error) {
	sight, args := desk.SeesDocumentSQL(actor, 1)
	var rows []struct {
		State State
		N     int
	}
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &rows, `select state, count(*) as n from documents where `+sight+` group by state`, args...)
	})
	counts := make(map[State]int, len(rows))
	for _, r := range rows {
		counts[r.State] = r.N
	}
	return counts, err
}

// Page reads at most limit documents as List does, by when they were begun, the latest first: those begun before one of them, or from the
// latest on. What is begun or changed meanwhile does not move what follows.
func (s *Service) Page(ctx context.Context, actor office.Actor, states []State, before office.ID, limit int) ([]Document, error) {
	where, args := desk.SeesDocumentSQL(actor, 1)
	if len(states) > 0 {
		marks, more := database.In(len(args)+1, states)
		where, args = where+" and state in ("+marks+")", append(args, more...)
	}
	if before != (office.ID{}) {
		args = append(args, before)
		where += " and id < $" + strconv.Itoa(len(args))
	}
	args = append(args, limit)
	var all []Document
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &all, `select `+columns+` from documents where `+where+` order by id desc limit $`+strconv.Itoa(len(args)), args...)
	})
	return all, err
}

// InState reads an organ's documents in a state, the most urgent and then the oldest first. It checks nothing; the use case that calls it did.
func InState(ctx context.Context, tx *database.Tx, organ office.ID, state State) ([]Document, error) {
	var all []Document
	err := tx.Select(ctx, &all, `select `+columns+` from documents where organ_id = $1 and state = $2
		order by case urgency when 'hoa_toc' then 0 when 'thuong_khan' then 1 when 'khan' then 2 else 3 end, updated_at, id`, organ, state)
	return all, err
}
