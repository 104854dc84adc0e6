// Shipping plans shipments and knows carriers. The spans of HTTP requests come from otelhttp; this file adds a span of its
// own work, and records an error on it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

var (
	tracer = otel.Tracer("shipping")
	client = http.Client{Transport: otelhttp.NewTransport(http.DefaultTransport)}
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	logJSON()
	if err := run(ctx); err != nil {
		slog.Error("shipping ended", "error", err)
		os.Exit(1)
	}
}

// It serves until it gets SIGTERM. Then it finishes the requests that it has, and after them exports the last spans.
func run(ctx context.Context) (err error) {
	shutdown, err := startTracing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shutdown(context.Background())) }()

	server := &http.Server{Addr: "127.0.0.1:" + os.Getenv("PORT"), Handler: routes()}
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return server.Shutdown(context.Background())
	}
}

func routes() http.Handler {
	mux := http.NewServeMux()
	// Inside the mux, otelhttp knows the route of a request.
	handle := func(route string, handler http.HandlerFunc) { mux.Handle(route, otelhttp.NewHandler(handler, route)) }
	handle("GET /ping", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "pong") })
	handle("GET /carriers/{order}", findCarrier)
	handle("POST /shipments/{order}", shipOrder)
	return mux
}

func findCarrier(w http.ResponseWriter, r *http.Request) {
	trace.SpanFromContext(r.Context()).SetAttributes(attribute.String("app.order.id", r.PathValue("order")))
	fmt.Fprint(w, "canal boat")
}

func shipOrder(w http.ResponseWriter, r *http.Request) {
	plan, err := planShipment(r.Context(), r.PathValue("order"), r.URL.RawQuery)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	w.WriteHeader(http.StatusCreated)
	fmt.Fprint(w, plan)
}

func planShipment(ctx context.Context, order, query string) (string, error) {
	ctx, span := tracer.Start(ctx, "plan shipment", trace.WithAttributes(attribute.String("app.order.id", order)))
	defer span.End()

	slog.InfoContext(ctx, "a shipment is planned", "order", order)
	rate, err := fetchRate(ctx, order, query)
	if err != nil {
		span.RecordError(err)
		span.SetStatus(codes.Error, err.Error())
		return "", err
	}
	return order + ": " + rate, nil
}

func fetchRate(ctx context.Context, order, query string) (string, error) {
	url := fmt.Sprintf("%s/rates/%s?%s", os.Getenv("RATES_URL"), order, query)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return "", err
	}
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("no rate: %s", body)
	}
	return string(body), nil
}
