// Package deploy holds compose.yaml to what it promises. It is a module of its own: what reads compose files is no part of the program.
package deploy

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

// once are the services that make something and end.
var once = []string{"objects-made", "search-keys"}

func load(t *testing.T) *types.Project {
	t.Helper()
	options, err := cli.NewProjectOptions([]string{"../compose.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return project
}

func TestTheServicesAreThoseOfACity(t *testing.T) {
	want := []string{"database", "objects", "objects-made", "proxy", "search-1", "search-2", "search-keys", "server-1", "server-2"}
	if got := load(t).ServiceNames(); !slices.Equal(got, want) {
		t.Errorf("services %v, want %v", got, want)
	}
}

func TestOnlyTheProxyIsReachedFromOutside(t *testing.T) {
	project := load(t)
	for _, s := range project.Services {
		if (len(s.Ports) > 0) != (s.Name == "proxy") {
			t.Errorf("%s publishes %d ports", s.Name, len(s.Ports))
		}
		if _, outside := s.Networks["outside"]; outside && s.Name != "proxy" {
			t.Errorf("%s is on the network that leads outside", s.Name)
		}
	}
	for _, name := range []string{"front", "parts"} {
		if !project.Networks[name].Internal {
			t.Errorf("the network %s leads outside", name)
		}
	}
}

func TestEveryServiceIsReadOnlyWatchedAndStartedAgain(t *testing.T) {
	for _, s := range load(t).Services {
		if !s.ReadOnly {
			t.Errorf("%s can write into its own program", s.Name)
		}
		if !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
			t.Errorf("%s may gain privileges", s.Name)
		}
		if slices.Contains(once, s.Name) {
			if s.Restart != "no" {
				t.Errorf("%s is started again: %q", s.Name, s.Restart)
			}
			continue
		}
		if s.Restart != "unless-stopped" || s.HealthCheck == nil || len(s.HealthCheck.Test) == 0 {
			t.Errorf("%s: restart %q, health check %v", s.Name, s.Restart, s.HealthCheck)
		}
	}
}

func TestTheServersDifferInTheirOwnFolderAlone(t *testing.T) {
	project := load(t)
	one, two := project.Services["server-1"], project.Services["server-2"]
	one.Name, two.Name = "", ""
	own := func(s *types.ServiceConfig) (name string) {
		s.Volumes = slices.DeleteFunc(slices.Clone(s.Volumes), func(v types.ServiceVolumeConfig) bool {
			if v.Target == "/data" {
				name = v.Source
			}
			return v.Target == "/data"
		})
		return name
	}
	if a, b := own(&one), own(&two); a == b || a == "" || b == "" {
		t.Errorf("their folders are %q and %q", a, b)
	}
	if !reflect.DeepEqual(one, two) {
		t.Error("the two servers are not set up alike")
	}
}

func TestAServerHasTimeToDrain(t *testing.T) {
	s := load(t).Services["server-1"]
	grace, drain := duration(t, s, "CONGVAN_GRACE"), duration(t, s, "CONGVAN_DRAIN")
	if needs := grace + 2*drain; s.StopGracePeriod == nil || time.Duration(*s.StopGracePeriod) <= needs {
		t.Errorf("stop_grace_period %v, but a server may need %v", s.StopGracePeriod, needs)
	}
}

func duration(t *testing.T, s types.ServiceConfig, name string) time.Duration {
	t.Helper()
	d, err := time.ParseDuration(*s.Environment[name])
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestEverySettingIsOneOfTheProgram(t *testing.T) {
	page := read(t, "../docs/configuration.md")
	for name := range load(t).Services["server-1"].Environment {
		if !strings.Contains(page, "`"+name+"`") {
			t.Errorf("docs/configuration.md knows no %s", name)
		}
	}
}

func TestSecretsAreFilesThatTheScriptMakes(t *testing.T) {
	project := load(t)
	script := read(t, "secrets.sh")
	for name, secret := range project.Secrets {
		if filepath.Base(secret.File) != name || !regexp.MustCompile(`\| make `+name+`\n`).MatchString(script) {
			t.Errorf("secrets.sh does not make %s (%s)", name, secret.File)
		}
	}
	looksSecret := regexp.MustCompile(`(?i)(password|secret|master|_key)`)
	for _, s := range project.Services {
		for name, value := range s.Environment {
			if looksSecret.MatchString(name) && value != nil && !strings.HasPrefix(*value, "/run/secrets/") && name != "CONGVAN_OBJECTS_KEY" {
				t.Errorf("%s: %s is a secret in the open", s.Name, name)
			}
		}
	}
}

func TestImagesArePinned(t *testing.T) {
	for _, s := range load(t).Services {
		if strings.HasPrefix(s.Name, "server-") {
			continue // built here
		}
		_, tag, _ := strings.Cut(s.Image, ":")
		if tag == "" || tag == "latest" || !strings.HasPrefix(s.Image, "docker.io/") {
			t.Errorf("%s: image %q", s.Name, s.Image)
		}
		if strings.Contains(s.Image, "meilisearch") && tag < "v1.48.2" {
			t.Errorf("%s: %s has published vulnerabilities", s.Name, s.Image)
		}
	}
}

func TestTheProxyAsksEveryServerWhetherItIsReady(t *testing.T) {
	caddyfile := read(t, "Caddyfile")
	for name := range load(t).Services {
		if strings.HasPrefix(name, "server-") && !strings.Contains(caddyfile, name+":8080") {
			t.Errorf("the proxy does not know %s", name)
		}
	}
	if !strings.Contains(caddyfile, "health_uri /readyz") {
		t.Error("the proxy does not ask /readyz")
	}
}

// The rights that docs/operations.md tells, and with which a test runs the store, are those that the account is given here.
func TestTheRightsAreThoseOfTheDocumentation(t *testing.T) {
	told := regexp.MustCompile("(?s)<!-- policy -->\\s*```json\n(.*?)```").FindStringSubmatch(read(t, "../docs/operations.md"))
	if told == nil {
		t.Fatal("docs/operations.md tells no policy")
	}
	var documented, given any
	for _, err := range []error{json.Unmarshal([]byte(told[1]), &documented), json.Unmarshal([]byte(read(t, "objects-policy.json")), &given)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(documented, given) {
		t.Error("deploy/objects-policy.json is another policy than that of docs/operations.md")
	}
	actions := regexp.MustCompile(`(?s)"actions": \[(.*?)\]`)
	if a, b := actions.FindString(read(t, "../docs/operations.md")), actions.FindString(read(t, "search.sh")); a == "" || strings.Join(strings.Fields(a), "") != strings.Join(strings.Fields(b), "") {
		t.Errorf("the search key has other rights than in docs/operations.md:\n%s\n%s", a, b)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
