package stories

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"congvan/app"
	"congvan/database"
	"congvan/office"
	"congvan/storage"
	"congvan/storage/minio"
	"congvan/storage/minio/miniotest"

	client "github.com/minio/minio-go/v7"
)

// place is where a story's files lie: in a folder with SQLite, in a bucket with PostgreSQL, as in service.
type place struct {
	folder string
	server *miniotest.Server // nil for the folder
	bucket minio.Options
}

func newPlace(t *testing.T, engine database.Engine, data string) place {
	t.Helper()
	p := place{folder: filepath.Join(data, "objects")}
	// Without a MinIO server the stories run on PostgreSQL all the same; where parts may not be missing, Find fails.
	if engine == database.PostgreSQL && (os.Getenv(miniotest.Address) != "" || os.Getenv("CI") != "") {
		p.server = miniotest.Find(t)
		p.bucket = p.server.Bucket(t)
	}
	return p
}

func (p place) settings() app.ObjectSettings {
	return app.ObjectSettings{Address: p.bucket.Address, Key: p.bucket.Key, Secret: app.Secret(p.bucket.Secret)}
}

// alter turns one bit of an object over, behind the program's back.
func (s *Story) alter(sha string) {
	s.Helper()
	content, err := storage.Read(ctx, s.Store, storage.Hash(sha), 1<<20)
	if office.KeyOf(err) == "storage.corrupt" {
		content, err = s.altered(sha)
	}
	if err != nil {
		s.Fatal(err)
	}
	content[len(content)/2] ^= 1
	if s.place.server != nil {
		_, err := s.place.server.PutObject(ctx, miniotest.BucketOf(s.place.bucket), key(sha), bytes.NewReader(content), int64(len(content)), client.PutObjectOptions{})
		if err != nil {
			s.Fatal(err)
		}
		return
	}
	file := filepath.Join(s.place.folder, "objects", key(sha))
	if err := os.Chmod(file, 0o600); err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(file, content, 0o600); err != nil {
		s.Fatal(err)
	}
}

// altered reads what is no longer what was put, as only a view gives it.
func (s *Story) altered(sha string) ([]byte, error) {
	view, err := s.Store.View(ctx, storage.Hash(sha))
	if err != nil {
		return nil, err
	}
	defer view.Close()
	var content bytes.Buffer
	_, err = content.ReadFrom(view)
	return content.Bytes(), err
}

// key is where an object lies in a folder and in a bucket.
func key(sha string) string { return sha[:2] + "/" + sha[2:4] + "/" + sha }

func TestWhatWasDispatchedCannotBeDeletedAndNothingElseIsLocked(t *testing.T) {
	Tell(t, func(s *Story) {
		sent := s.Dispatched(Directive{Field: land}, s.Ward)
		kept := s.Issued(Directive{Field: land})
		var files []struct {
			SHA256 string
			Frozen bool
		}
		err := s.Database.Read(ctx, func(tx *database.Tx) error {
			return tx.Select(ctx, &files, `select distinct f.sha256, d.frozen_sha256 is not null and d.frozen_sha256 = f.sha256 as frozen from document_files f
			join documents d on d.id = f.document_id where d.id in ($1, $2)`, sent.ID, kept.ID)
		})
		if err != nil {
			s.Fatal(err)
		}
		locked := 0
		for _, f := range files {
			err := s.Store.Delete(ctx, storage.Hash(f.SHA256))
			if want := map[bool]string{true: "storage.frozen"}[f.Frozen]; office.KeyOf(err) != want {
				s.Errorf("delete a file (dispatched: %v): %v", f.Frozen, err)
			}
			if !f.Frozen {
				continue
			}
			locked++
			if s.place.server != nil {
				mode, until, err := s.place.server.GetObjectRetention(ctx, miniotest.BucketOf(s.place.bucket), key(f.SHA256), "")
				if want := monday.Time().AddDate(10, 0, 0); err != nil || *mode != client.Governance || until.Sub(want).Abs() > 24*time.Hour {
					s.Errorf("locked as %v until %v, %v; want about %v", mode, until, err, want)
				}
			}
		}
		if locked != 1 || len(files) < 4 {
			s.Errorf("%d of %d files are locked", locked, len(files))
		}
	})
}
