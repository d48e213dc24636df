package parse_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"congvan/parse"
)

// shutInMark in the environment makes the test program try what a child may not.
const shutInMark = "CONGVAN_TEST_SHUT_IN"

func tryForbidden() int {
	if err := parse.ShutIn(); err != nil {
		fmt.Println("shut in:", err)
		return 1
	}
	own, _ := os.Executable()
	_, openErr := os.Open(own)
	_, dialErr := net.Dial("tcp", "127.0.0.1:9")
	runErr := exec.Command(own).Start()
	for what, err := range map[string]error{"open": openErr, "dial": dialErr, "run": runErr} {
		fmt.Println(what, err)
	}
	return 0
}

func TestChildHasNeitherFilesNorNetworkNorPrograms(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("this system has no means to shut a child in")
	}
	own, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(own)
	command.Env = append(os.Environ(), shutInMark+"=1")
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, what := range []string{"open", "dial", "run"} {
		if !strings.Contains(string(out), what+" ") || strings.Contains(string(out), what+" <nil>") {
			t.Errorf("%s is not forbidden: %s", what, out)
		}
	}
	if strings.Count(string(out), "operation not permitted") != 3 {
		t.Errorf("want three refusals: %s", out)
	}
}
