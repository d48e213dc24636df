package app

import (
	"errors"
	"fmt"
	"io"

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
	var known *office.Error
	if errors.As(err, &known) {
		fmt.Fprintln(out, language.Text(language.Vietnamese, known.Key, known.Args...))
	}
	fmt.Fprintln(out, "congvan:", err)
	return 1
}
