package document

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"unicode"

	"congvan/audit"
	"congvan/database"
	"congvan/office"
	"congvan/paper"
	"congvan/parse"
	"congvan/storage"
)

// Files is where a document's bytes go: looked at by parse before anything is kept, then put into the store.
type Files struct {
	Store storage.Store
	Parse *parse.Pool
	Limit int64 // of one uploaded file, in bytes
}

// Upload gives a draft its paper, a PDF, in place of the one before. Before anything is stored it is looked at in a child process: what is
// no PDF, is encrypted, malformed or bears the mark of a state secret at the head of page 1 is refused with its reason.
func (s *Service) Upload(ctx context.Context, actor office.Actor, id office.ID, version int, name string, content io.Reader) (Document, error) {
	if err := s.mayUpload(ctx, actor, id); err != nil { // before a byte is read
		return Document{}, err
	}
	pdf, err := s.receive(content)
	if err != nil {
		return Document{}, err
	}
	found, err := s.files.Inspect(ctx, pdf, parse.Wanted{})
	if err != nil {
		return Document{}, err
	}
	if found.Head.Secret != paper.SecretNone {
		return Document{}, s.refuseSecret(ctx, actor, found.Head)
	}
	object, err := s.files.Store.Put(ctx, bytes.NewReader(pdf), s.files.Limit)
	if err != nil {
		return Document{}, err
	}
	var d Document
	err = s.db.Write(ctx, func(tx *database.Tx) error {
		old, err := s.draftForChange(ctx, tx, actor, id, version)
		if err != nil {
			return err
		}
		if err := Advance(ctx, tx, old, StateDraft, ""); err != nil {
			return err
		}
		file := File{DocumentID: id, Role: Main, Step: StepDraft, Name: cleanName(name), Size: object.Size, SHA256: string(object.Hash),
			Pages: found.PageCount}
		if err := AddFile(ctx, tx, file); err != nil {
			return err
		}
		if err := setPages(ctx, tx, id, found.Texts); err != nil {
			return err
		}
		if d, err = Of(ctx, tx, id); err != nil {
			return err
		}
		return Recorded(ctx, tx, actor, d, "document.upload")
	})
	return d, err
}

func (s *Service) mayUpload(ctx context.Context, actor office.Actor, id office.ID) error {
	return s.db.Read(ctx, func(tx *database.Tx) error {
		d, err := Of(ctx, tx, id)
		if err != nil {
			return err
		}
		return MayChange(actor, d)
	})
}

func (s *Service) receive(content io.Reader) ([]byte, error) {
	pdf, err := io.ReadAll(io.LimitReader(content, s.files.Limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(pdf)) > s.files.Limit {
		return nil, storage.TooLarge(s.files.Limit)
	}
	return pdf, nil
}

// SecretWords is a mark of secrecy as it stands on the page.
func SecretWords(mark paper.Secret) string { return secretWords[mark] }

var secretWords = map[paper.Secret]string{paper.SecretSecret: "MẬT", paper.SecretTop: "TỐI MẬT", paper.SecretUtmost: "TUYỆT MẬT"}

// refuseSecret keeps that somebody tried, without subject or bytes, and gives the error (Luật Bảo vệ bí mật nhà nước; QĐ 28/2018/QĐ-TTg
// keeps state secrets out of the exchange).
func (s *Service) refuseSecret(ctx context.Context, actor office.Actor, head paper.Head) error {
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		id := office.NewID()
		if _, err := tx.Exec(ctx, `insert into refused_secrets (id, organ_id, person_id, refused_at, secrecy, issuer, code) values ($1,$2,$3,$4,$5,$6,$7)`,
			id, actor.Organ, actor.Person, tx.Now(), string(head.Secret), head.Issuer, strings.Trim(head.Number+"/"+head.Symbol, "/")); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Organ: actor.Organ, Actor: actor, Action: "document.refuse_secret", Object: id})
	})
	return errors.Join(office.Invalid("document.secret", "file", SecretWords(head.Secret)), err)
}

// AddFile adds a version of a file. It checks nothing; the use case that calls it did.
func AddFile(ctx context.Context, tx *database.Tx, f File) error {
	_, err := tx.Exec(ctx, `insert into document_files (id, document_id, role, step, name, media_type, size, sha256, pages, created_at)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
		office.NewID(), f.DocumentID, f.Role, f.Step, f.Name, "application/pdf", f.Size, f.SHA256, f.Pages, tx.Now())
	return err
}

func setPages(ctx context.Context, tx *database.Tx, id office.ID, texts []string) error {
	if _, err := tx.Exec(ctx, `delete from document_pages where document_id = $1`, id); err != nil {
		return err
	}
	rows := make([][]any, len(texts))
	for i, text := range texts {
		rows[i] = []any{id, i + 1, text}
	}
	return tx.InsertMany(ctx, `insert into document_pages (document_id, page, text)`, rows, "")
}

// cleanName keeps the last part of a file's name without control characters, at most 200 characters (the length in QCVN 102:2016).
func cleanName(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	if runes := []rune(name); len(runes) > 200 {
		name = string(runes[len(runes)-200:])
	}
	if name == "." || name == "/" || strings.TrimSpace(name) == "" {
		return "van-ban.pdf"
	}
	return name
}

// Open reads the document's newest main file for its own organ, in any part.
func (s *Service) Open(ctx context.Context, actor office.Actor, id office.ID) (File, io.ReadSeekCloser, error) {
	v, err := s.Get(ctx, actor, id)
	if err != nil {
		return File{}, nil, err
	}
	if v.Main == nil {
		return File{}, nil, office.NotFound("document.no_file")
	}
	content, err := s.files.Store.View(ctx, storage.Hash(v.Main.SHA256))
	if err == nil && v.Confidential {
		content = storage.Unlent(content)
	}
	return *v.Main, content, err
}

// Inspect looks at a file in a child process.
func (f Files) Inspect(ctx context.Context, pdf []byte, wanted parse.Wanted) (parse.Result, error) {
	return f.Parse.Inspect(ctx, bytes.NewReader(pdf), int64(len(pdf)), wanted)
}

// Bytes reads a document's newest main file whole and checked. It checks no right; the use case that calls it did.
func (f Files) Bytes(ctx context.Context, file File) ([]byte, error) {
	return storage.Read(ctx, f.Store, storage.Hash(file.SHA256), file.Size)
}
