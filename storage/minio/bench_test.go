package minio_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"congvan/storage"
	"congvan/storage/minio/miniotest"

	client "github.com/minio/minio-go/v7"
)

const (
	paperSize = 5 << 20
	largeSize = 500_000_000
	rounds    = 21
)

// fresh gives content that differs each time, at the speed of the processor.
func fresh(seed uint64, size int64) io.Reader {
	var key [32]byte
	copy(key[:], fmt.Sprint("congvan", seed))
	return io.LimitReader(rand.NewChaCha8(key), size)
}

// BenchmarkPut puts papers of 5 MB through the store, in turn with the client alone, which neither learns a hash nor asks for a condition. Times
// are those that passed: most of the work is the server's, a process of its own.
func BenchmarkPut(b *testing.B) {
	server := miniotest.Find(b)
	options := server.Bucket(b)
	store, ctx := miniotest.Open(b, options), context.Background()
	alone := func(content []byte) error {
		_, err := server.PutObject(ctx, miniotest.BucketOf(options), fmt.Sprintf("alone/%x", content[:8]), bytes.NewReader(content), paperSize, client.PutObjectOptions{})
		return err
	}
	for name, through := range map[string]func(io.Reader) io.Reader{
		"5MB":         func(r io.Reader) io.Reader { return r },
		"5MB_spooled": func(r io.Reader) io.Reader { return io.MultiReader(r) }, // that cannot be read again
	} {
		b.Run(name, func(b *testing.B) {
			var ours, floor []time.Duration
			for i := range uint64(2 * rounds) {
				content, err := io.ReadAll(fresh(i+uint64(len(name))<<32, paperSize))
				if err != nil {
					b.Fatal(err)
				}
				began := time.Now()
				if i%2 == 0 {
					err = alone(content)
					floor = append(floor, time.Since(began))
				} else {
					_, err = store.Put(ctx, through(bytes.NewReader(content)), paperSize)
					ours = append(ours, time.Since(began))
				}
				if err != nil {
					b.Fatal(err)
				}
			}
			for b.Loop() { // the rounds are fixed
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(median(ours).Microseconds())/1000, "ms")
			b.ReportMetric(float64(median(floor).Microseconds())/1000, "floor-ms")
			b.ReportMetric(float64(median(ours))/float64(median(floor)), "×floor")
		})
	}
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

// BenchmarkLargePut puts 500 MB that come as a stream, reads them back, and tells by how much the process grew meanwhile at most.
func BenchmarkLargePut(b *testing.B) {
	server := miniotest.Find(b)
	store, ctx := miniotest.Open(b, server.Bucket(b)), context.Background()
	debug.FreeOSMemory()
	before, most := resident(b), 0.0
	ended, watched := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		for {
			most = max(most, resident(b))
			select {
			case <-ended:
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	object, err := store.Put(ctx, fresh(1, largeSize), largeSize)
	if err == nil {
		err = storage.Verify(ctx, store, object.Hash)
	}
	close(ended)
	<-watched
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() { // once is enough, however many rounds are asked for
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(most-before, "MB")
}

// resident is what this process holds of the memory, in millions of bytes.
func resident(b *testing.B) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip(err)
	}
	_, line, _ := bytes.Cut(status, []byte("VmRSS:"))
	var kibibytes float64
	if _, err := fmt.Sscan(string(line), &kibibytes); err != nil {
		b.Error(err)
	}
	return kibibytes * 1024 / 1e6
}

// What is allocated is counted, not what is held at a moment: nothing of an object's size may be allocated at all.
func TestALargeObjectPassesThroughInLittleMemory(t *testing.T) {
	server := miniotest.Find(t)
	store := miniotest.Open(t, server.Bucket(t))
	const size, little = 100 << 20, 10 << 20
	allocated := func() uint64 {
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return stats.TotalAlloc
	}
	before := allocated()
	object, err := store.Put(t.Context(), fresh(2, size), size)
	if err != nil {
		t.Fatal(err)
	}
	if got := allocated() - before; got > little {
		t.Errorf("putting %d MB allocated %d MB", size>>20, got>>20)
	}
	before = allocated()
	if err := storage.Verify(t.Context(), store, object.Hash); err != nil {
		t.Fatal(err)
	}
	if got := allocated() - before; got > little {
		t.Errorf("reading %d MB allocated %d MB", size>>20, got>>20)
	}
}
