package office

import (
	"context"
	"log/slog"
	"slices"
)

type logKey struct{}

// Logging gives the lines that are logged with ctx these attributes too: the number of the request, the kind and number of the job. They say
// what the lines of one piece of work have in common and name nobody.
func Logging(ctx context.Context, attributes ...slog.Attr) context.Context {
	before, _ := ctx.Value(logKey{}).([]slog.Attr)
	return context.WithValue(ctx, logKey{}, append(slices.Clip(before), attributes...))
}

// LogHandler writes the attributes of Logging into every line.
type LogHandler struct{ slog.Handler }

// Handle adds them.
func (h LogHandler) Handle(ctx context.Context, record slog.Record) error {
	if attributes, ok := ctx.Value(logKey{}).([]slog.Attr); ok {
		record = record.Clone()
		record.AddAttrs(attributes...)
	}
	return h.Handler.Handle(ctx, record)
}

// WithAttrs keeps the wrapping.
func (h LogHandler) WithAttrs(attributes []slog.Attr) slog.Handler {
	return LogHandler{h.Handler.WithAttrs(attributes)}
}

// WithGroup keeps the wrapping.
func (h LogHandler) WithGroup(name string) slog.Handler { return LogHandler{h.Handler.WithGroup(name)} }
