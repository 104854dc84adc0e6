# The Go service, and how a Go program is built: go.sum pins every module.

# go_build <folder of the module> <binary> <package>
go_build() {
  GOTOOLCHAIN=local GOWORK=off CGO_ENABLED=0 GOFLAGS=-buildvcs=false \
    go build -C "$1" -mod=readonly -trimpath -ldflags='-s -w' -o "$2" "$3"
}

make_go() { go_build go "$1/shipping" .; }
