package app

import (
	"cmp"
	"context"

	"congvan/office"
	"congvan/storage"
	"congvan/storage/local"
	"congvan/storage/minio"
)

// ObjectSettings are where the files of documents lie.
type ObjectSettings struct {
	Address   string `help:"Bucket of a MinIO or another S3 server, as https://host:port/bucket. It keeps versions and has object lock (docs/operations.md says how to make it). Empty keeps the files in the data folder." env:"ADDRESS"`
	Key       string `help:"Access key for the bucket." env:"KEY"`
	Secret    Secret `help:"Secret key for the bucket." env:"SECRET"`
	Region    string `help:"Region of the server; MinIO's is us-east-1 unless it was set otherwise." default:"us-east-1" env:"REGION"`
	CA        string `help:"PEM file with the authority of the server's certificate, where this machine does not know it." env:"CA" type:"path"`
	Public    string `help:"Address by which readers reach the bucket's server, as https://files.example.gov.vn: downloads then come from there, by an address that works for two minutes. Empty: every file passes through this program." env:"PUBLIC"`
	KeepYears int    `help:"For how many years the file of a dispatched document cannot be deleted." default:"10" env:"KEEP_YEARS"`
}

func (s ObjectSettings) withDefaults() ObjectSettings {
	s.Region = cmp.Or(s.Region, "us-east-1")
	s.KeepYears = cmp.Or(s.KeepYears, 10)
	return s
}

// objectVariables are the settings of the options that a store may find at fault.
var objectVariables = map[string]string{"address": "CONGVAN_OBJECTS_ADDRESS", "keys": "CONGVAN_OBJECTS_KEY, CONGVAN_OBJECTS_SECRET",
	"ca": "CONGVAN_OBJECTS_CA", "public": "CONGVAN_OBJECTS_PUBLIC"}

func (s ObjectSettings) check(all *faults) {
	all.between("CONGVAN_OBJECTS_KEEP_YEARS", int64(s.KeepYears), 1, 100)
	if s.Address == "" {
		s.checkLocal(all)
		return
	}
	for _, fault := range office.All(s.options("").Check()) {
		all.add(objectVariables[fault.Field], fault.Key, fault.Args...)
	}
}

// checkLocal refuses settings of a bucket where none is named: an operator who gave them means one.
func (s ObjectSettings) checkLocal(all *faults) {
	if s.Key != "" || s.Secret != "" || s.CA != "" || s.Public != "" {
		all.add(objectVariables["address"], "app.setting.no_bucket")
	}
}

func (s ObjectSettings) options(spool string) minio.Options {
	return minio.Options{Address: s.Address, Key: s.Key, Secret: s.Secret.Reveal(), Region: s.Region, CA: s.CA, Public: s.Public, Spool: spool}
}

// openStore opens the folder or the bucket.
func (a *App) openStore(ctx context.Context) (storage.Store, error) {
	if a.Settings.Objects.Address == "" {
		return local.Open(a.Settings.path("objects"), a.Clock)
	}
	store, err := minio.Open(ctx, a.Settings.Objects.options(a.Settings.path("spool")), office.SystemClock)
	if err != nil {
		return nil, err
	}
	a.onClose(store.Close)
	return store, nil
}

// storeName is what /readyz calls the store.
func (a *App) storeName() string {
	if a.Settings.Objects.Address == "" {
		return "objects (local)"
	}
	return "objects (bucket)"
}
