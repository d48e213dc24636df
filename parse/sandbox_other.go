//go:build !linux || !(amd64 || arm64)

package parse

// limitMemory and shutIn have no means on this system: the limits of time, of pdfium's memory and of Go's garbage collector stand alone.
func limitMemory(int64) error { return nil }

func shutIn() error { return nil }
