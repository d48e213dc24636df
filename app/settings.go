package app

import (
	"os"
	"path/filepath"
)

// Settings are all that an operator can choose. The zero value works: everything embedded, in the folder "congvan-data", served on loopback.
type Settings struct {
	Data     string `help:"Folder for the embedded database, objects, index, keys and caches." default:"congvan-data" env:"CONGVAN_DATA" type:"path"`
	Address  string `help:"Address to serve on." default:"127.0.0.1:8080" env:"CONGVAN_ADDRESS"`
	Database string `help:"postgres:// address; empty keeps records in a SQLite file in the data folder." env:"CONGVAN_DATABASE"`
	Secure   bool   `help:"Served over TLS, by a proxy in front: cookies are sent over nothing else." env:"CONGVAN_SECURE"`
	Proxied  bool   `help:"Behind a proxy on a private address that writes X-Forwarded-For." env:"CONGVAN_PROXIED"`
	Upload   int64  `help:"Largest uploaded file, in bytes." default:"52428800" env:"CONGVAN_UPLOAD"`
	Workers  int    `help:"Background jobs at once; 0 for twice the cores." env:"CONGVAN_WORKERS"`
	Children int    `help:"Child processes that open outside files, at most." default:"2" env:"CONGVAN_CHILDREN"`
}

func (s Settings) withDefaults() Settings {
	if s.Data == "" {
		s.Data = "congvan-data"
	}
	if s.Address == "" {
		s.Address = "127.0.0.1:8080"
	}
	if s.Database == "" {
		s.Database = s.path("congvan.db")
	}
	if s.Upload == 0 {
		s.Upload = 50 << 20
	}
	return s
}

func (s Settings) path(name string) string { return filepath.Join(s.Data, name) }

// prepare makes the data folder, for the program's own user alone: it holds papers and keys.
func (s Settings) prepare() error { return os.MkdirAll(s.Data, 0o700) }
