package app

import (
	"cmp"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"congvan/database"
)

// Settings are all that an operator can choose. The zero value works: everything embedded, in the folder "congvan-data", served on loopback.
//
// How a setting is added:
//
//  1. A field with its tags: help (a sentence for docs/configuration.md), default (one that works without asking anybody; none when that is
//     the zero value), env. What must not be seen is a Secret: it can then be given as a file too, named by the variable with _FILE.
//     Settings of one part stand together in a struct of their own, in a file of their own:
//
//     Objects ObjectSettings `embed:"" prefix:"objects-" envprefix:"CONGVAN_OBJECTS_" group:"Objects"`
//
//     whose fields name only the rest: env:"BUCKET" is CONGVAN_OBJECTS_BUCKET and --objects-bucket.
//
//  2. What is wrong with it, in the check of its struct, called by Settings.check: every fault is told at once, each with its setting. What
//     can be seen from the text alone is checked here; what a part answers is asked by that part when it is opened.
//
//  3. make generate, which writes docs/configuration.md anew; a test compares it.
type Settings struct {
	Data     string `help:"Folder for the embedded database, objects, index, keys and caches." default:"congvan-data" env:"CONGVAN_DATA" type:"path"`
	Address  string `help:"Address to serve on." default:"127.0.0.1:8080" env:"CONGVAN_ADDRESS"`
	Database Secret `help:"PostgreSQL 15 or later, as postgres://user:password@host:5432/name. Empty keeps the records in a SQLite file in the data folder." env:"CONGVAN_DATABASE"`
	Secure   bool   `help:"Served over https by a proxy in front: cookies are sent over nothing else." env:"CONGVAN_SECURE"`
	Proxied  bool   `help:"Behind a proxy on a private address that writes X-Forwarded-For itself." env:"CONGVAN_PROXIED"`
	Upload   int64  `help:"Largest uploaded file, in bytes." default:"52428800" env:"CONGVAN_UPLOAD"`
	Rate     int    `help:"Requests a second from one address of a reader; each server counts for itself." default:"50" env:"CONGVAN_RATE"`
	APIRate  int    `help:"Requests a minute with one API token; each server counts for itself." default:"600" env:"CONGVAN_API_RATE"`
	Workers  int    `help:"Background jobs at once; 0 for twice the cores." default:"0" env:"CONGVAN_WORKERS"`
	Children int    `help:"Child processes that open outside files, at most. Each may take 1 GiB of memory." default:"2" env:"CONGVAN_CHILDREN"`

	WebhookNetworks []netip.Prefix `help:"Internal networks, as 10.0.0.0/8, that webhooks may reach besides the public Internet. Within them http is allowed." env:"CONGVAN_WEBHOOK_NETWORKS"`

	Objects ObjectSettings `embed:"" prefix:"objects-" envprefix:"CONGVAN_OBJECTS_" group:"Objects"`
	Search  SearchSettings `embed:"" group:"Search"`
	Running RunSettings    `embed:"" group:"Running"`

	faults *faults // what could not be read from the command line, the environment and the files of secrets
}

// RunSettings are how a server tells of itself and how it ends.
type RunSettings struct {
	Metrics  string        `help:"Address on which Prometheus reads the figures, an internal one: they are open to whoever reaches it. Empty: nowhere." env:"CONGVAN_METRICS"`
	Grace    time.Duration `help:"How long a server that is told to end goes on taking requests while /readyz already says so. Longer than the proxy takes to notice, where one is in front of several servers." default:"0s" env:"CONGVAN_GRACE"`
	Drain    time.Duration `help:"What the requests and jobs under way then get to end." default:"20s" env:"CONGVAN_DRAIN"`
	Log      string        `help:"Form of the log's lines: text or json." default:"text" env:"CONGVAN_LOG"`
	LogLevel string        `help:"Least level of the log's lines: debug, info, warn or error." default:"info" env:"CONGVAN_LOG_LEVEL"`
}

// withDefaults are the settings with the defaults of the tags where nothing was given, for those that did not come through the command line.
func (s Settings) withDefaults() Settings {
	s.Data = cmp.Or(s.Data, "congvan-data")
	s.Address = cmp.Or(s.Address, "127.0.0.1:8080")
	s.Database = cmp.Or(s.Database, Secret(s.path("congvan.db")))
	s.Upload = cmp.Or(s.Upload, 50<<20)
	s.Rate = cmp.Or(s.Rate, 50)
	s.APIRate = cmp.Or(s.APIRate, 600)
	s.Children = cmp.Or(s.Children, 2)
	s.Objects = s.Objects.withDefaults()
	s.Search = s.Search.withDefaults()
	s.Running.Drain = cmp.Or(s.Running.Drain, 20*time.Second)
	s.Running.Log = cmp.Or(s.Running.Log, "text")
	s.Running.LogLevel = cmp.Or(s.Running.LogLevel, "info")
	return s
}

// checked are the settings that the program runs with, or every fault of those that were given.
func (s Settings) checked() (Settings, error) {
	all := &faults{}
	all.take(s.faults)
	given := s.Database
	s = s.withDefaults()
	s.check(all, given)
	return s, all.err()
}

func (s Settings) check(all *faults, database Secret) {
	all.folder("CONGVAN_DATA", s.Data)
	all.address("CONGVAN_ADDRESS", s.Address)
	all.database("CONGVAN_DATABASE", database)
	all.between("CONGVAN_UPLOAD", s.Upload, 64<<10, 2<<30)
	all.between("CONGVAN_RATE", int64(s.Rate), 1, 1_000_000)
	all.between("CONGVAN_API_RATE", int64(s.APIRate), 1, 10_000_000)
	all.between("CONGVAN_WORKERS", int64(s.Workers), 0, 1000)
	all.between("CONGVAN_CHILDREN", int64(s.Children), 1, 64)
	s.Objects.check(all)
	s.Search.check(all)
	s.Running.check(all, s.Address)
}

func (r RunSettings) check(all *faults, served string) {
	if r.Metrics != "" {
		all.address("CONGVAN_METRICS", r.Metrics)
		if r.Metrics == served {
			all.add("CONGVAN_METRICS", "app.setting.own_address", r.Metrics)
		}
	}
	all.lasts("CONGVAN_GRACE", r.Grace, 0, 10*time.Minute)
	all.lasts("CONGVAN_DRAIN", r.Drain, time.Second, time.Hour)
	all.oneOf("CONGVAN_LOG", r.Log, "text", "json")
	all.oneOf("CONGVAN_LOG_LEVEL", r.LogLevel, "debug", "info", "warn", "error")
}

// database checks where the records lie; the address itself is never told.
func (f *faults) database(setting string, source Secret) {
	if source == "" {
		return
	}
	if database.CheckAddress(source.Reveal()) != nil {
		f.add(setting, "app.setting.database")
	}
}

func (s Settings) path(name string) string { return filepath.Join(s.Data, name) }

// prepare makes the data folder, for the program's own user alone: it holds papers and keys.
func (s Settings) prepare() error { return os.MkdirAll(s.Data, 0o700) }
