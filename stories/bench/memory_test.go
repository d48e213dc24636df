package bench

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// idle is how long the server is left alone before it is measured: the audit's sealer and the jobs' own upkeep come around meanwhile.
const idle = 15 * time.Second

// BenchmarkIdleServer starts the program on the demonstration's data, leaves it alone and reads how much memory it holds, without the children
// that open files.
func BenchmarkIdleServer(b *testing.B) {
	folder := b.TempDir()
	program, data := filepath.Join(folder, "congvan"), filepath.Join(folder, "data")
	run(b, "go", "build", "-ldflags=-s -w", "-o", program, "congvan")
	run(b, program, "demo", "--exit", "--data", data)
	address := freeAddress(b)
	server := exec.Command(program, "serve", "--data", data, "--address", address)
	if err := server.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		server.Process.Signal(syscall.SIGTERM)
		server.Wait()
	}()
	awaitReady(b, address)
	time.Sleep(idle)
	for b.Loop() { // once is enough, however many rounds are asked for
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(resident(b, server.Process.Pid), "MB")
}

func run(b *testing.B, name string, args ...string) {
	b.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		b.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}

// freeAddress is one that nobody listens on at the moment.
func freeAddress(b *testing.B) string {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func awaitReady(b *testing.B, address string) {
	b.Helper()
	for range 600 {
		if answer, err := http.Get("http://" + address + "/readyz"); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	b.Fatal("the server does not get ready")
}

// resident is what a process holds of the memory, in millions of bytes; the kernel tells kibibytes.
func resident(b *testing.B, pid int) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skip(err)
	}
	_, line, _ := bytes.Cut(status, []byte("VmRSS:"))
	var kibibytes float64
	if _, err := fmt.Sscan(string(line), &kibibytes); err != nil {
		b.Fatal(err)
	}
	return kibibytes * 1024 / 1e6
}
