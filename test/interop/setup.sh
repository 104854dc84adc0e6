#!/usr/bin/env bash
# Installs what the interop suite needs, where it is not there yet: Python's packages, the Java agent, the Java service,
# Kafka's jars, the OpenTelemetry Collector; what the files in the folder setup say.
set -euo pipefail
cd "$(dirname "$0")"
for part in cached node java quarkus; do source "setup/$part.sh"; done

readonly AGENT=opentelemetry-javaagent
readonly AGENT_VERSION=2.33.1
readonly AGENT_SHA256=e43a270df53c6f423e0ab157be9c27ccc01d5dc3232e162fe54777573db2f149
readonly AGENT_JAR=.cache/$AGENT.jar
readonly PLUGIN=org.apache.maven.plugins:maven-dependency-plugin:3.11.0

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

maven() {
  command -v mvn >/dev/null || install maven
  mvn --quiet --batch-mode -Dstyle.color=never "$@"
}

python_packages() {
  cmp -s python/requirements.txt .venv/installed && return
  rm -rf .venv
  command -v python3 >/dev/null || install python3
  # Debian keeps what a venv needs to have a pip in a package of its own.
  python3 -c 'import ensurepip' 2>/dev/null || install python3-venv
  python3 -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check --requirement python/requirements.txt
  cp python/requirements.txt .venv/installed
}

is_agent() { echo "$AGENT_SHA256  $1" | sha256sum --check --status 2>/dev/null; }

java_agent() {
  is_agent "$AGENT_JAR" && return
  rm -f "$AGENT_JAR"
  maven "$PLUGIN:copy" -DoutputDirectory="$PWD/.cache" -Dmdep.stripVersion=true \
    -Dartifact="io.opentelemetry.javaagent:$AGENT:$AGENT_VERSION"
  is_agent "$AGENT_JAR" && return
  echo "$AGENT $AGENT_VERSION is not the one that is pinned: its SHA-256 is $(sha256sum "$AGENT_JAR")." >&2
  exit 1
}

java_service() {
  [ .cache/classes/Payments.class -nt java/Payments.java ] && return
  javac -d .cache/classes java/Payments.java
}

kafka() {
  cmp -s java/kafka/pom.xml .cache/kafka/installed && return
  rm -rf .cache/kafka
  maven --strict-checksums --file java/kafka/pom.xml "$PLUGIN:copy-dependencies" -DincludeScope=runtime \
    -DoutputDirectory="$PWD/.cache/kafka"
  cp java/kafka/pom.xml .cache/kafka/installed
}

# Builds the collector, once for each builder.yaml. Go comes from PyPI, so no Go of the machine is used or changed; Go checks
# every module against its checksum database. All that only the build needs is deleted after it.
collector() {
  local home=.cache/collector work=$PWD/.cache/collector/work version
  cat collector/builder.yaml collector/requirements.txt | cmp -s - "$home/installed" && return
  echo 'Building the OpenTelemetry Collector. This takes some minutes, once.'
  rm -rf "$home"
  .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --target "$work/python" \
    --requirement collector/requirements.txt
  version=$(sed -n 's/^  version: /v/p' collector/builder.yaml)
  if ! env -u GOROOT -u GOMODCACHE PATH="$work/python/go/bin:$PATH" GOTOOLCHAIN=local GOPATH="$work/go" \
    GOCACHE="$work/cache" GOFLAGS='-modcacherw -buildvcs=false' \
    go run "go.opentelemetry.io/collector/cmd/builder@$version" --config collector/builder.yaml >"$work/log" 2>&1; then
    echo "The collector was not built. The last lines of $work/log:" >&2
    tail -n 30 "$work/log" >&2
    exit 1
  fi
  mv "$work/build/otelcol" "$home/otelcol"
  rm -rf "$work"
  cat collector/builder.yaml collector/requirements.txt >"$home/installed"
}

command -v javac >/dev/null || install openjdk-17-jdk-headless
mkdir -p .cache
python_packages
java_agent
java_service
kafka
set_up_node
set_up_java
set_up_quarkus
collector
