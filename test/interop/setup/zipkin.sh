# Zipkin's server, as one jar.

readonly ZIPKIN_VERSION=3.6.1
readonly ZIPKIN_SHA256=d8326e0ed4f43855dba81228f688554706e52578a7c782d9a90b73f8680654a1

make_zipkin() {
  local jar=$1/zipkin.jar
  maven --strict-checksums "$PLUGIN:copy" -DoutputDirectory="$1" \
    -Dartifact="io.zipkin:zipkin-server:$ZIPKIN_VERSION:jar:exec"
  mv "$1/zipkin-server-$ZIPKIN_VERSION-exec.jar" "$jar"
  echo "$ZIPKIN_SHA256  $jar" | sha256sum --check --status && return
  echo "Zipkin $ZIPKIN_VERSION is not the one that is pinned: its SHA-256 is $(sha256sum "$jar" | cut -d ' ' -f 1)." >&2
  exit 1
}
