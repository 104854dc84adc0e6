# Jaeger is a tool of the Go module in the folder jaeger. This takes some minutes.

make_jaeger() { go_build jaeger "$1/jaeger" github.com/jaegertracing/jaeger/cmd/jaeger; }
