package api

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// lacking says that a test could not run; with CI set that is a failure.
func lacking(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}

// tool is a program of the npm parts (CONGVAN_TEST_NPM).
func tool(t *testing.T, name string) string {
	t.Helper()
	modules := os.Getenv("CONGVAN_TEST_NPM")
	if modules == "" {
		lacking(t, "CONGVAN_TEST_NPM is not set: no "+name)
	}
	path := filepath.Join(modules, ".bin", name)
	if _, err := os.Stat(path); err != nil {
		lacking(t, name+" is not among the npm parts")
	}
	return path
}

// run runs a program and gives what it says.
func run(t *testing.T, folder string, environment []string, name string, arguments ...string) string {
	t.Helper()
	command := exec.CommandContext(ctx, name, arguments...)
	command.Dir, command.Env = folder, append(os.Environ(), environment...)
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	if err := command.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s", filepath.Base(name), strings.Join(arguments, " "), err, &out)
	}
	return out.String()
}

const openapi = "server/api/openapi.yaml"

func TestTheDescriptionPassesSpectral(t *testing.T) {
	run(t, "../..", nil, tool(t, "spectral"), "lint", "--fail-severity=warn", "--ruleset", "scripts/parts/spectral.yaml", openapi)
}

func TestTheDescriptionPassesRedocly(t *testing.T) {
	said := run(t, "../..", []string{"REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true"}, tool(t, "redocly"), "lint", openapi)
	if strings.Contains(said, "Warning was generated") {
		t.Error(said)
	}
}

// tokens are those of the people of the main job, in the environment.
func (p *People) tokens() []string {
	p.Helper()
	environment := []string{"CONGVAN_SERVER=" + p.server.URL}
	for name, account := range map[string]string{"DRAFTER": "thanhpho.chuyenvien", "LEADER": "thanhpho.pct2", "CLERK": "thanhpho.vanthu",
		"WARD_CLERK": "hoankiem.vanthu", "WARD_LEADER": "hoankiem.pct2", "WARD_OFFICER": "hoankiem.diachinh"} {
		environment = append(environment, name+"="+p.as(account).secret)
	}
	return environment
}

func TestTheScriptDoesTheMainJobWithCurlAlone(t *testing.T) {
	for _, program := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(program); err != nil {
			lacking(t, "no "+program)
		}
	}
	said := run(t, "../..", found(t).people(t).tokens(), "docs/main-job.sh")
	for _, want := range []string{"13. the city sees the result", `"counts":{"06":1}`, `"number_in":`} {
		if !strings.Contains(said, want) {
			t.Errorf("the script did not say %s:\n%s", want, said)
		}
	}
}

func TestAClientThatAnotherToolGeneratesDoesTheMainJob(t *testing.T) {
	generate, compile := tool(t, "openapi-typescript"), tool(t, "tsc")
	if _, err := exec.LookPath("node"); err != nil {
		lacking(t, "no node")
	}
	folder := t.TempDir()
	for _, name := range []string{"main-job.ts", "tsconfig.json"} {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		must(t, err)
		must(t, os.WriteFile(filepath.Join(folder, name), text, 0o600))
	}
	must(t, os.WriteFile(filepath.Join(folder, "package.json"), []byte(`{"type":"module"}`), 0o600))
	must(t, os.Symlink(os.Getenv("CONGVAN_TEST_NPM"), filepath.Join(folder, "node_modules")))
	root, err := filepath.Abs("../..")
	must(t, err)
	run(t, folder, nil, generate, filepath.Join(root, openapi), "--output", "schema.d.ts")
	run(t, folder, nil, compile, "--project", "tsconfig.json")
	paper := filepath.Join(root, "docs", "main-job.pdf")
	if said := run(t, folder, append(found(t).people(t).tokens(), "PAPER="+paper), "node", "main-job.js"); !strings.Contains(said, "done 1") {
		t.Error(said)
	}
}
