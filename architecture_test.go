package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The house: each room and the rooms that it may import. A room's folders may import what the room may, the room itself and one another, unless
// they have a line of their own. docs/architecture.md draws it. A new package needs a line here; whoever adds one can say what the room is for.
var house = rooms{
	{"routing", ""},
	{"calendar", ""},
	{"language", ""},
	{"signing", ""},
	{"office", ""},
	{"migrations", ""},
	{"metrics", ""},
	{"paper", "language"},
	{"sheet", "office language"}, // tables from outside and to it: workbooks and JSON, every cell with its place
	{"parse", "paper signing office"},
	{"database", "office migrations"},
	{"storage", "office language"},
	{"search", "office language"},
	{"jobs", "office database metrics"},
	{"identity", "office database audit"},
	{"audit", "office database signing"},
	{"notice", "office database jobs language"},
	{"notice/webhook", "office database jobs language audit notice"}, // its acts are on the record, as every act that opens a way out of the house is
	{"office/org", slice("org")},
	{"office/regulation", slice("regulation")},
	{"office/regulation/wording", "office language"}, // reads the text of a decision on assignments: pure
	{"office/fields", slice("fields")},               // the table from issuer, symbol and procedure to field, and what it proposes
	{"office/seal", slice("seal")},
	{"office/desk", slice("desk")},
	{"office/document", slice("document")},
	{"office/register", slice("register")},
	{"office/approval", slice("approval")},
	{"office/task", slice("task")},
	{"office/dispatch", slice("dispatch")},
	{"office/exchange", slice("exchange")},
	{"office/dossier", slice("dossier")},
	{"office/reorganisation", slice("reorganisation")}, // communes, departments, posts and fields that take each other's place
	{"office/report", slice("report")},
	{"office/find", slice("find")},
	{"office/intake", slice("intake")}, // organs, people and regulations taken in from a workbook or JSON
	{"office/annex", slice("annex")},   // one organ's regulation as the files that offices exchange: workbook, JSON, DMN, printed annex
	{"demo", slice("") + " signing/devauthority"},
	{"server", strings.ReplaceAll(slice(""), " database ", " ")},
	{"app", "*"},
	{"stories", "*"},
	{"", "app parse"}, // parse: the child that opens outside files starts without the rest of the program
	{"database/databasetest", "database jobs office"},
	{"scripts", ""},
}

// below are the rooms under the slices.
const below = " routing calendar language office/regulation/wording sheet signing paper parse office database storage search metrics jobs identity audit notice notice/webhook "

// slices of the office, each after those it may use.
var order = strings.Fields("org regulation fields seal desk document register approval task dispatch exchange dossier reorganisation report find intake annex")

// slice lists what a slice may import: all below and the slices before it. slice("") lists all slices.
func slice(name string) string {
	list := below
	for _, earlier := range order {
		if earlier == name {
			break
		}
		list += " office/" + earlier
	}
	return list
}

// Only tests may import these everywhere: they set up what app sets up in the program.
var forTests = strings.Fields("routing/routingtest database/databasetest office/org/orgtest storage/storagetest storage/local storage/minio/miniotest search/embedded signing/devauthority " +
	"search/meilisearch search/meilisearch/meilisearchtest search/searchtest")

// A vendor's part is known to one room only (the room's folders included), so that it can be changed there.
var vendors = []struct{ module, rooms string }{
	{"github.com/labstack/echo", "server"},
	{"github.com/a-h/templ", "server/web"},
	{"github.com/riverqueue/river", "jobs"},
	{"github.com/pressly/goose", "database"},
	{"github.com/georgysavva/scany", "database"},
	{"github.com/jackc/pgx", "database jobs"},
	{"modernc.org/sqlite", "database search/embedded"},
	{"github.com/minio/minio-go", "storage/minio"},
	{"github.com/meilisearch", "search/meilisearch"},
	{"github.com/digitorus", "signing"},
	{"github.com/ThalesGroup/crypto11", "signing"},
	{"github.com/alexedwards/argon2id", "identity"},
	{"github.com/alexedwards/scs", "identity server"},
	{"github.com/yuin/goldmark", "server/web/page"},
	{"github.com/getkin/kin-openapi", "server/api"},
	{"github.com/oapi-codegen/runtime", "server/api"},
	{"github.com/transparency-dev/merkle", "audit"},
	{"github.com/alecthomas/kong", "app ."},
	{"github.com/prometheus", "metrics"},
	{"github.com/standard-webhooks", "notice/webhook"},
	{"code.dny.dev/ssrf", "notice/webhook"},
	{"github.com/xuri/excelize", "sheet"},
}

// Some deeds belong to one room: opening a database, serving HTTP.
var deeds = []struct{ module, names, rooms string }{
	{"database/sql", "Open OpenDB", "database search/embedded"},
	{"github.com/jackc/pgx/v5/pgxpool", "New NewWithConfig", "database"},
	{"github.com/jackc/pgx/v5", "Connect ConnectConfig", "database"},
	{"net/http", "Server Serve ListenAndServe ListenAndServeTLS", "server app"},
}

// rooms is the table of the house.
type rooms []struct{ path, imports string }

// find gives the line of a package: its own or that of the room it is a folder of. Folders of the office, and of the root, are rooms themselves.
func (r rooms) find(pkg string) (room, imports string, found bool) {
	for at := pkg; ; at = path.Dir(at) {
		for _, line := range r {
			if line.path == at {
				return line.path, line.imports, true
			}
		}
		if parent := path.Dir(at); parent == "." || parent == "office" {
			return "", "", false
		}
	}
}

// allows reports whether the package may import another of ours.
func (r rooms) allows(pkg, imported string) bool {
	room, imports, _ := r.find(pkg)
	if imports == "*" || within(imported, room) {
		return true
	}
	for _, allowed := range strings.Fields(imports) {
		if imported == allowed {
			return true
		}
	}
	return false
}

// within reports whether a package is the room or a folder of it. The office's folders are rooms of their own, and nothing is in the root.
func within(pkg, room string) bool {
	if room == "." {
		return pkg == ""
	}
	return room != "" && (pkg == room || room != "office" && strings.HasPrefix(pkg, room+"/"))
}

func withinAny(pkg, list string) bool {
	return slices.ContainsFunc(strings.Fields(list), func(room string) bool { return within(pkg, room) })
}

// source is one parsed Go file of ours.
type source struct {
	pkg, name string // package by its folder ("" is the root), file with its folder
	test      bool
	file      *ast.File
	set       *token.FileSet
}

// sources parses all Go files below the root. It does not ask "go list": the test cache would not see what that reads.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	set := token.NewFileSet()
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			_, nested := os.Stat(filepath.Join(name, "go.mod"))
			if name != "." && (nested == nil || strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" || entry.Name() == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(filepath.Dir(name))
		if pkg == "." {
			pkg = ""
		}
		all = append(all, source{pkg, name, strings.HasSuffix(name, "_test.go"), file, set})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// imports are the imported paths by the names that the file gives them.
func (s source) imports() map[string]string {
	named := map[string]string{}
	for _, spec := range s.file.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		name := path.Base(imported)
		if regexp.MustCompile(`^v\d+$`).MatchString(name) {
			name = path.Base(path.Dir(imported))
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if name == "_" || name == "." {
			name += imported
		}
		named[name] = imported
	}
	return named
}

func TestArchitectureTheTableMeansWhatItSays(t *testing.T) {
	for _, c := range []struct {
		pkg, imported string
		allowed       bool
	}{
		{"routing", "office", false},
		{"office", "office/org", false},
		{"office/org", "office", true},
		{"office/register", "office/dispatch", false},
		{"office/dispatch", "office/register", true},
		{"office/dispatch", "storage", true},
		{"office/dispatch", "storage/minio", false},
		{"office/dispatch", "server", false},
		{"database", "database/databasetest", true},
		{"storage/minio", "storage", true},
		{"storage/minio", "database", false},
		{"server/web", "server/problem", true},
		{"server/web", "office/find", true},
		{"server/web", "database", false},
		{"audit", "jobs", false},
		{"app", "storage/minio", true},
		{"", "app", true},
		{"", "server", false},
	} {
		if got := house.allows(c.pkg, c.imported); got != c.allowed {
			t.Errorf("%q imports %q: %v, want %v", c.pkg, c.imported, got, c.allowed)
		}
	}
	for _, unknown := range []string{"office/unknown", "util", "util/text"} {
		if _, _, found := house.find(unknown); found {
			t.Errorf("%s has a room", unknown)
		}
	}
}

func TestArchitectureEveryPackageHasItsRoom(t *testing.T) {
	for _, s := range sources(t) {
		if _, _, found := house.find(s.pkg); !found {
			t.Errorf("%s: package %s is in no room of the house", s.name, s.pkg)
		}
	}
}

func TestArchitectureImportsPointOneWay(t *testing.T) {
	for _, s := range sources(t) {
		for _, imported := range s.imports() {
			ours, found := strings.CutPrefix(imported, "congvan/")
			if !found || house.allows(s.pkg, ours) || s.test && slices.Contains(forTests, ours) {
				continue
			}
			t.Errorf("%s: %s must not import %s", s.name, s.pkg, ours)
		}
	}
}

func TestArchitectureAVendorsPartIsKnownToOneRoom(t *testing.T) {
	for _, s := range sources(t) {
		for _, imported := range s.imports() {
			for _, v := range vendors {
				if strings.HasPrefix(imported, v.module) && !withinAny(s.pkg, v.rooms) && !s.test {
					t.Errorf("%s: only %s may know %s", s.name, v.rooms, v.module)
				}
			}
		}
	}
}

func TestArchitectureOneRoomOpensDatabasesAndOneServesHTTP(t *testing.T) {
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		named := s.imports()
		ast.Inspect(s.file, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			base, ok := selector.X.(*ast.Ident)
			if !ok {
				return true
			}
			for _, d := range deeds {
				if named[base.Name] == d.module && slices.Contains(strings.Fields(d.names), selector.Sel.Name) && !withinAny(s.pkg, d.rooms) {
					t.Errorf("%s: only %s may use %s.%s", s.set.Position(n.Pos()), d.rooms, d.module, selector.Sel.Name)
				}
			}
			return true
		})
	}
}

func TestArchitectureNoRoomIsACupboard(t *testing.T) {
	cupboard := regexp.MustCompile(`^(utils?|common|helpers?|misc|shared|base|core|lib)$`)
	for _, s := range sources(t) {
		if cupboard.MatchString(s.file.Name.Name) || cupboard.MatchString(path.Base(s.pkg)) {
			t.Errorf("%s: a package called %s promises nothing", s.name, s.file.Name.Name)
		}
	}
}

func TestArchitectureEveryPackageSaysWhatItIsFor(t *testing.T) {
	said := map[string]bool{}
	for _, s := range sources(t) {
		if !s.test {
			said[s.pkg] = said[s.pkg] || s.file.Doc != nil
		}
	}
	for pkg, has := range said {
		if !has {
			t.Errorf("package %q has no comment", pkg)
		}
	}
}

// tables gives the room that owns each table, by the names of the migrations: "00010_org.sql" and "00011_org_intervals.sql" belong to the room
// whose name they begin with.
func tables(t *testing.T) map[string]string {
	t.Helper()
	created := regexp.MustCompile(`(?m)^create table (?:if not exists )?([a-z_]+)`)
	owners := map[string]string{}
	err := filepath.WalkDir("migrations", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".sql" {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		_, label, _ := strings.Cut(strings.TrimSuffix(filepath.Base(name), ".sql"), "_")
		for _, table := range created.FindAllStringSubmatch(string(text), -1) {
			if owners[table[1]] = roomOf(label); owners[table[1]] == "" {
				t.Errorf("%s: no room is called like this migration", name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return owners
}

func roomOf(label string) string {
	if strings.HasPrefix(label, "delivery_") {
		return "office/dispatch"
	}
	for _, line := range house {
		name := path.Base(line.path)
		if line.path != "" && (label == name || strings.HasPrefix(label, name+"_")) {
			return line.path
		}
	}
	return ""
}

func TestArchitectureSQLNamesOwnAndEarlierTablesOnly(t *testing.T) {
	owners := tables(t)
	named := regexp.MustCompile(`(?i)\b(?:from|join|into|update)\s+([a-z_]+)`)
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			for _, match := range named.FindAllStringSubmatch(literal.Value, -1) {
				if owner := owners[match[1]]; owner != "" && !house.allows(s.pkg, owner) {
					t.Errorf("%s: the table %s belongs to %s", s.set.Position(n.Pos()), match[1], owner)
				}
			}
			return true
		})
	}
}

// The SQLite driver is machine-made for one version of its C library: with another it fails in ways that no test sees. When the driver's version
// is raised, the library's goes to the one in the driver's own go.mod.
func TestArchitectureTheSQLiteDriverHasItsOwnLibrary(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"modernc.org/sqlite v1.61.1", "modernc.org/libc v1.79.0"} {
		if !regexp.MustCompile(`(?m)^\s*(require )?` + regexp.QuoteMeta(line) + `( //.*)?$`).Match(mod) {
			t.Errorf("go.mod does not have %s", line)
		}
	}
}
