package main

import (
	"context"
	"log/slog"
	"os"

	"go.opentelemetry.io/otel/trace"
)

// It makes slog write each record as one line of JSON, with the ids of the current span.
func logJSON() {
	slog.SetDefault(slog.New(correlated{slog.NewJSONHandler(os.Stdout, nil)}))
}

type correlated struct{ slog.Handler }

func (h correlated) Handle(ctx context.Context, record slog.Record) error {
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		record.AddAttrs(slog.String("trace_id", span.TraceID().String()), slog.String("span_id", span.SpanID().String()))
	}
	return h.Handler.Handle(ctx, record)
}

func (h correlated) WithAttrs(attributes []slog.Attr) slog.Handler {
	return correlated{h.Handler.WithAttrs(attributes)}
}

func (h correlated) WithGroup(name string) slog.Handler { return correlated{h.Handler.WithGroup(name)} }
