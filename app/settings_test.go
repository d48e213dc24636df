package app

import (
	"bytes"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"congvan/office"
)

var update = flag.Bool("update", false, "write the golden files anew")

// read reads settings as the program does.
func read(t *testing.T, environment map[string]string, arguments ...string) Settings {
	t.Helper()
	for name, value := range environment {
		t.Setenv(name, value)
	}
	var line struct {
		Serve struct{ Settings } `cmd:"" default:"withargs"`
	}
	parser, err := kong.New(&line, ReadSettings())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(arguments); err != nil {
		t.Fatal(err)
	}
	return line.Serve.Settings
}

func inFolder(t *testing.T, environment map[string]string) map[string]string {
	if environment == nil {
		environment = map[string]string{}
	}
	if environment["CONGVAN_DATA"] == "" {
		environment["CONGVAN_DATA"] = t.TempDir()
	}
	return environment
}

func secretFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestEverySettingHasADefaultThatWorks(t *testing.T) {
	fromLine, err := read(t, inFolder(t, nil)).checked()
	if err != nil {
		t.Fatal(err)
	}
	fromZero, err := Settings{Data: fromLine.Data}.checked()
	if err != nil {
		t.Fatal(err)
	}
	fromLine.faults, fromZero.faults = nil, nil
	if !reflect.DeepEqual(fromLine, fromZero) {
		t.Errorf("the defaults of the tags and of the zero value differ:\n%+v\n%+v", fromLine, fromZero)
	}
}

func TestEveryFaultOfTheSettingsIsToldAtOnce(t *testing.T) {
	blocked := secretFile(t, "a file is no folder")
	settings := read(t, map[string]string{
		"CONGVAN_DATA": filepath.Join(blocked, "data"), "CONGVAN_ADDRESS": "localhost", "CONGVAN_DATABASE": "mysql://u:geheim@h/d",
		"CONGVAN_SECURE": "maybe", "CONGVAN_UPLOAD": "big", "CONGVAN_WORKERS": "-1", "CONGVAN_GRACE": "soon", "CONGVAN_DRAIN": "0.1s",
		"CONGVAN_METRICS": "0.0.0.0", "CONGVAN_LOG": "xml",
	}, "--children=many", "--rate=0x")
	_, err := settings.checked()
	var named []string
	for _, fault := range office.All(err) {
		named = append(named, fault.Field)
	}
	slices.Sort(named)
	want := []string{"CONGVAN_ADDRESS", "CONGVAN_CHILDREN", "CONGVAN_DATA", "CONGVAN_DATABASE", "CONGVAN_DRAIN", "CONGVAN_GRACE", "CONGVAN_LOG",
		"CONGVAN_METRICS", "CONGVAN_RATE", "CONGVAN_SECURE", "CONGVAN_UPLOAD", "CONGVAN_WORKERS"}
	if !slices.Equal(named, want) {
		t.Errorf("named %v\nwant  %v", named, want)
	}
	var told bytes.Buffer
	if code := Explain(&told, err); code != exitSettings {
		t.Errorf("exit code %d", code)
	}
	for _, part := range append(want, "true or false", "digits only", "20s or 5m", "text, json", "host:port", "postgres://user") {
		if !strings.Contains(told.String(), part) {
			t.Errorf("%q is not told:\n%s", part, &told)
		}
	}
	if strings.Contains(told.String(), "geheim") {
		t.Errorf("the secret is told: %s", &told)
	}
}

func TestAFaultOfEachKind(t *testing.T) {
	empty, missing, good := secretFile(t, "\n"), filepath.Join(t.TempDir(), "none"), secretFile(t, "postgres://u:p@h/d\n")
	for _, c := range []struct{ variable, value, also, field, key string }{
		{"CONGVAN_SEARCH", "search-1:7700", "", "CONGVAN_SEARCH", "app.setting.search"},
		{"CONGVAN_SEARCH", "http://a:geheim@search-1:7700", "", "CONGVAN_SEARCH", "app.setting.search_user"},
		{"CONGVAN_SEARCH", "http://search-1:7700 http://search-1:7700/", "", "CONGVAN_SEARCH", "app.setting.search_twice"},
		{"CONGVAN_SEARCH", "http://search-1:7700,http://search-2:7700", "", "CONGVAN_SEARCH_KEY", "app.setting.search_keys"},
		{"CONGVAN_SEARCH_PREFIX", "công-văn", "", "CONGVAN_SEARCH_PREFIX", "app.setting.search_prefix"},
		{"CONGVAN_ADDRESS", "127.0.0.1:http", "", "CONGVAN_ADDRESS", "app.setting.address"},
		{"CONGVAN_ADDRESS", "127.0.0.1:70000", "", "CONGVAN_ADDRESS", "app.setting.address"},
		{"CONGVAN_METRICS", "127.0.0.1:8080", "", "CONGVAN_METRICS", "app.setting.own_address"},
		{"CONGVAN_DATABASE", "postgres://u:p@h:port/d", "", "CONGVAN_DATABASE", "app.setting.database"},
		{"CONGVAN_DATABASE_FILE", missing, "", "CONGVAN_DATABASE_FILE", "app.setting.secret_file"},
		{"CONGVAN_DATABASE_FILE", empty, "", "CONGVAN_DATABASE_FILE", "app.setting.secret_empty"},
		{"CONGVAN_DATABASE_FILE", good, "postgres://u:p@h/d", "CONGVAN_DATABASE_FILE", "app.setting.twice"},
		{"CONGVAN_UPLOAD", "12", "", "CONGVAN_UPLOAD", "app.setting.between"},
		{"CONGVAN_LOG_LEVEL", "loud", "", "CONGVAN_LOG_LEVEL", "app.setting.one_of"},
		{"CONGVAN_GRACE", "11m", "", "CONGVAN_GRACE", "app.setting.between"},
	} {
		t.Run(c.variable+"="+c.key, func(t *testing.T) {
			environment := inFolder(t, map[string]string{c.variable: c.value})
			if c.also != "" {
				environment["CONGVAN_DATABASE"] = c.also
			}
			_, err := read(t, environment).checked()
			all := office.All(err)
			if len(all) != 1 || all[0].Field != c.field || all[0].Key != c.key {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestASecretComesFromItsFileAndIsNeverPrinted(t *testing.T) {
	settings := read(t, inFolder(t, map[string]string{"CONGVAN_DATABASE_FILE": secretFile(t, "postgres://u:geheim@h/d\r\n")}), "--grace=3s")
	settings, err := settings.checked()
	if err != nil || settings.Database.Reveal() != "postgres://u:geheim@h/d" || settings.Running.Grace != 3*time.Second {
		t.Fatalf("%v, grace %v", err, settings.Running.Grace)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "settings", settings, "one", settings.Database)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "settings", settings, "one", settings.Database)
	if printed := log.String() + fmt.Sprintf("%v %+v %#v", settings, settings, settings); strings.Contains(printed, "geheim") {
		t.Errorf("printed: %s", printed)
	}
}

func TestTheConfigurationPageIsWhatTheSettingsSay(t *testing.T) {
	const page = "../docs/configuration.md"
	text, err := Configuration()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(page, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(page)
	if err != nil || string(written) != text {
		t.Errorf("docs/configuration.md is not what the settings say: make generate (%v)", err)
	}
}
