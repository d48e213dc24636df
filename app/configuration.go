package app

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// configurationHead is what docs/configuration.md says before the tables.
const configurationHead = `# Settings

This page is written from the settings in the code by ` + "`make generate`" + `; a test compares them. Every setting has a default that works: without any, one
server runs on embedded parts. A flag goes before its variable. All are checked at the start, and every fault is told at once with exit code 78.

A **secret** may be given as a file instead: ` + "`CONGVAN_X_FILE`" + ` names the file that holds what ` + "`CONGVAN_X`" + ` would (Docker and Kubernetes put secrets there). One
end of line at the file's end is not part of it. Both at once is a fault.
`

// Configuration is the page about the settings, in Markdown.
func Configuration() (string, error) {
	parser, err := kong.New(&struct{ Settings }{}, ReadSettings())
	if err != nil {
		return "", err
	}
	var groups []string
	rows := map[string][]string{}
	for _, flag := range parser.Model.Flags {
		if variable(flag) == "" {
			continue
		}
		group := "General"
		if flag.Group != nil {
			group = flag.Group.Key
		}
		if rows[group] == nil {
			groups = append(groups, group)
		}
		rows[group] = append(rows[group], configurationRow(flag))
	}
	text := strings.Builder{}
	text.WriteString(configurationHead)
	for _, group := range groups {
		fmt.Fprintf(&text, "\n## %s\n\n| Variable | Flag | Default | Meaning |\n|---|---|---|---|\n%s", group, strings.Join(rows[group], ""))
	}
	return text.String(), nil
}

func configurationRow(flag *kong.Flag) string {
	name, given, help := "`"+variable(flag)+"`", "", strings.ReplaceAll(flag.OrigHelp, "|", "\\|")
	if isSecret(flag) {
		name += ", or `" + variable(flag) + fileSuffix + "`"
		help = "Secret. " + help
	}
	switch {
	case flag.Default != "":
		given = "`" + flag.Default + "`"
	case flag.IsBool():
		given = "off"
	}
	return fmt.Sprintf("| %s | `--%s` | %s | %s |\n", name, flag.Name, given, help)
}
