package parse_test

import (
	"os"
	"path/filepath"
	"testing"

	"congvan/parse"
)

// TestMain lets the test program be its own child.
func TestMain(m *testing.M) {
	parse.ServeIfChild()
	os.Exit(m.Run())
}

// newPool makes a pool that ends with the test. The compiled pdfium is kept between runs, in the user's own cache.
func newPool(t *testing.T, options parse.Options) *parse.Pool {
	t.Helper()
	if cache, err := os.UserCacheDir(); err == nil {
		options.CacheDir = filepath.Join(cache, "congvan-test-pdfium")
	}
	pool := parse.New(options)
	t.Cleanup(func() {
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
	})
	return pool
}
