package app

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"congvan/language"
	"congvan/office"
)

// Exit is an error that only carries the program's exit code: what there was to say has been said.
type Exit int

func (e Exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// Explain tells an error on the command line, in words where the catalogues have them, and gives the exit code.
func Explain(out io.Writer, err error) int {
	var exit Exit
	if errors.As(err, &exit) {
		return int(exit)
	}
	if faults, ok := settingFaults(err); ok {
		explainSettings(out, faults)
		return exitSettings
	}
	for _, lang := range []language.Lang{language.Vietnamese, language.English} {
		for _, known := range office.All(err) {
			if known.Key != "office.internal" { // nobody has words for it
				fmt.Fprintln(out, language.Text(lang, known.Key, known.Args...))
			}
		}
	}
	fmt.Fprintln(out, "congvan:", err)
	return 1
}

// exitSettings is the exit code for settings that are wrong (EX_CONFIG of sysexits.h): starting again mends nothing.
const exitSettings = 78

// settingFaults are the faults of settings that an error is made of.
func settingFaults(err error) ([]*office.Error, bool) {
	all := office.All(err)
	for _, fault := range all {
		if !strings.Contains(fault.Key, ".setting.") {
			return nil, false
		}
	}
	return all, len(all) > 0
}

// explainSettings tells every fault, each with its setting, in both languages.
func explainSettings(out io.Writer, faults []*office.Error) {
	for _, lang := range []language.Lang{language.Vietnamese, language.English} {
		fmt.Fprintln(out, language.Text(lang, "app.settings", len(faults)))
		for _, fault := range faults {
			fmt.Fprintf(out, "  %s: %s\n", fault.Field, language.Text(lang, fault.Key, fault.Args...))
		}
	}
}
