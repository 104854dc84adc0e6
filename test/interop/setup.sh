#!/usr/bin/env bash
# Installs what the interop suite needs: Python's packages, the Java agent, the Java service, Kafka's jars, the
# X-Ray remote samplers, the OpenTelemetry Collector, and what the files in the folder setup say. Each is made once, outside
# of the checkout, and .cache/<name> links to it.
#
# To add one: write `make_<name>`, here or in the folder setup, which fills the folder $1, and call `cached <name>` at the
# end with the files and versions that it is made from.
set -euo pipefail
cd "$(dirname "$0")"
for part in node java quarkus go rust jaeger zipkin; do source "setup/$part.sh"; done

readonly CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/tracewright/interop
readonly AGENT=opentelemetry-javaagent
readonly AGENT_VERSION=2.33.1
readonly AGENT_SHA256=e43a270df53c6f423e0ab157be9c27ccc01d5dc3232e162fe54777573db2f149
readonly PLUGIN=org.apache.maven.plugins:maven-dependency-plugin:3.11.0
readonly GO_VERSION=1.26
readonly RUST_VERSION=1.95

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# Only the first time anything is missing: an update of the lists takes longer than all else here.
updated=
install() {
  if ! command -v apt-get >/dev/null; then
    echo "The interop suite needs $1 here, and there is no apt-get to install it with." >&2
    exit 1
  fi
  if [ -z "$updated" ]; then as_root apt-get update -qq; fi
  updated=yes
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

# need <program> <version> <how to ask for its version> ...: stops unless the machine has that version, or a later one.
need() {
  local program=$1 wanted=$2 found
  shift 2
  found=$("$@" 2>/dev/null | grep -Eo '[0-9]+\.[0-9]+(\.[0-9]+)?' | head -n 1) || true
  if [ -n "$found" ] && [ "$(printf '%s\n' "$wanted" "$found" | sort -V | head -n 1)" = "$wanted" ]; then return; fi
  echo "The interop suite needs $program $wanted or later; this machine has ${found:-none}." >&2
  echo "Debian's own packages are too old: install $program from its own site, and put it on the PATH." >&2
  exit 1
}

# cached <name> <input> ...: links .cache/<name> to what make_<name> has made from these inputs, files or words. It is made
# again when one of them, or make_<name> itself, has changed.
cached() {
  local name=$1 key home began=$SECONDS
  shift
  key=$(
    declare -f "make_$name"
    for input in "$@"; do if [ -f "$input" ]; then cat "$input"; else echo "$input"; fi; done
  )
  home=$CACHE/$name-$(sha256sum <<<"$key" | cut -c 1-16)
  mkdir -p "$CACHE" .cache
  (
    # Another checkout may be making the same.
    flock 9
    if [ ! -e "$home/complete" ]; then
      echo "Making $name for the interop suite, once."
      rm -rf "$home"
      mkdir "$home"
      "make_$name" "$home"
      touch "$home/complete"
      echo "Made $name in $((SECONDS - began)) s."
    fi
  ) 9>"$home.lock"
  ln -sfn "$home" ".cache/$name"
}

maven() {
  command -v mvn >/dev/null || install maven
  mvn --quiet --batch-mode -Dstyle.color=never "$@"
}

make_python() {
  # Debian keeps what a venv needs to have a pip in a package of its own.
  python3 -c 'import ensurepip' 2>/dev/null || install python3-venv
  python3 -m venv "$1"
  "$1/bin/pip" install --quiet --disable-pip-version-check --requirement python/requirements.txt
}

make_agent() {
  maven "$PLUGIN:copy" -DoutputDirectory="$1" -Dmdep.stripVersion=true \
    -Dartifact="io.opentelemetry.javaagent:$AGENT:$AGENT_VERSION"
  echo "$AGENT_SHA256  $1/$AGENT.jar" | sha256sum --check --status && return
  echo "$AGENT $AGENT_VERSION is not the one that is pinned: its SHA-256 is $(sha256sum "$1/$AGENT.jar")." >&2
  exit 1
}

make_java() { javac -d "$1/classes" java/Payments.java; }

# The page whose visitors' clicks are traced: the example, built.
make_page() {
  local example=../../examples/instrumentation/browser
  cp "$example"/{package.json,package-lock.json,page.js,tracing.js,index.html} "$1"
  npm ci --prefix "$1" --silent --no-audit --no-fund
  npm run --silent build --prefix "$1" >/dev/null 2>&1
  rm -rf "$1/node_modules"
}

# The Java service that reads from Kafka.
make_parcels() { javac -cp '.cache/kafka/*' -d "$1" java/Parcels.java; }

make_kafka() {
  maven --strict-checksums --file java/kafka/pom.xml "$PLUGIN:copy-dependencies" -DincludeScope=runtime \
    -DoutputDirectory="$1"
}

# The remote samplers of AWS X-Ray: Node's, with the SDK, and Java's, with a service that uses it.
make_xray() {
  mkdir "$1/node"
  cp node/xray/* "$1/node/"
  npm ci --prefix "$1/node" --no-audit --no-fund --ignore-scripts --silent
  maven --strict-checksums --file java/xray/pom.xml "$PLUGIN:copy-dependencies" -DincludeScope=runtime \
    -DoutputDirectory="$1/java"
  javac -cp "$1/java/*" -d "$1/java/classes" java/xray/XRayOrders.java
}

# The collector's own builder; Go checks every module against its checksum database.
make_collector() {
  local config=$PWD/collector/builder.yaml work=$1/work version
  version=$(sed -n 's/^  version: /v/p' "$config")
  mkdir "$work"
  if ! (cd "$work" && GOTOOLCHAIN=local GOFLAGS=-buildvcs=false \
    go run "go.opentelemetry.io/collector/cmd/builder@$version" --config "$config" >log 2>&1); then
    echo "The collector was not built. The last lines of $work/log:" >&2
    tail -n 30 "$work/log" >&2
    exit 1
  fi
  mv "$work/build/otelcol" "$1/otelcol"
  rm -rf "$work"
}

source setup/examples.sh

command -v python3 >/dev/null || install python3
command -v javac >/dev/null || install openjdk-17-jdk-headless
# The browser of the Playwright cell.
bash ../runners/setup.sh
need Go "$GO_VERSION" go version
need Rust "$RUST_VERSION" rustc --version

cached python python/requirements.txt "$(python3 --version) $(command -v python3)"
cached agent "$AGENT_VERSION" "$AGENT_SHA256"
cached java java/Payments.java "$(javac -version 2>&1)"
cached kafka java/kafka/pom.xml
cached parcels java/Parcels.java "$(javac -version 2>&1)"
cached page ../../examples/instrumentation/browser/{package.json,package-lock.json,page.js,tracing.js,index.html}
cached xray node/xray/* java/xray/* "$(javac -version 2>&1)"
set_up_node
set_up_java
set_up_quarkus
set_up_examples
cached collector collector/builder.yaml "$(go env GOOS GOARCH)"
cached zipkin "$ZIPKIN_VERSION" "$ZIPKIN_SHA256"
cached go go/go.mod go/go.sum go/*.go "$(declare -f go_build)" "$(go version)"
cached rust rust/Cargo.toml rust/Cargo.lock rust/src/*.rs "$(rustc --version)" "$(uname -sm)"
cached jaeger jaeger/go.mod jaeger/go.sum "$(declare -f go_build)" "$(go version)"
