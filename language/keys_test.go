package language_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"congvan/language"
)

// speakers are the functions that take a key: Text, the constructors of office.Error, and the short names of both in the pages.
var speakers = []string{"Text", "Invalid", "NotFound", "Forbidden", "Conflict", "t", "Say", "rich", "phrase"}

var keyPattern = regexp.MustCompile(`^[a-z]+\.[a-z0-9_.]+$`)

// TestEveryKeyInTheProgramHasItsText reads the program's source: a key that is written out in a call of a speaker, or as the Key of a literal,
// must stand in the catalogues.
func TestEveryKeyInTheProgramHasItsText(t *testing.T) {
	found := 0
	for _, file := range sources(t) {
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Logf("%v", err) // the compiler says it better
			continue
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			for _, literal := range keysIn(n) {
				key, err := strconv.Unquote(literal.Value)
				if err != nil || !keyPattern.MatchString(key) {
					continue
				}
				found++
				if !language.Has(language.Vietnamese, key) {
					t.Errorf("%s: %q has no text", set.Position(literal.Pos()), key)
				}
			}
			return true
		})
	}
	if found < 20 {
		t.Errorf("only %d keys were found: the test looks in the wrong place", found)
	}
}

// keysIn are the string literals in places where a key may stand.
func keysIn(n ast.Node) []*ast.BasicLit {
	var places []ast.Expr
	switch n := n.(type) {
	case *ast.CallExpr:
		if slices.Contains(speakers, calledName(n.Fun)) {
			places = n.Args[:min(2, len(n.Args))]
		}
	case *ast.KeyValueExpr:
		if name, ok := n.Key.(*ast.Ident); ok && name.Name == "Key" {
			places = []ast.Expr{n.Value}
		}
	}
	var literals []*ast.BasicLit
	for _, place := range places {
		if literal, ok := place.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			literals = append(literals, literal)
		}
	}
	return literals
}

func calledName(fun ast.Expr) string {
	switch fun := fun.(type) {
	case *ast.SelectorExpr:
		return fun.Sel.Name
	case *ast.Ident:
		return fun.Name
	default:
		return ""
	}
}

// sources are the program's Go files, without tests and without what tests run on.
func sources(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && path != ".." && (strings.HasPrefix(entry.Name(), ".") || strings.HasSuffix(entry.Name(), "test")) {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
