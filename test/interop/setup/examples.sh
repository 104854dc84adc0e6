# What the examples in examples/instrumentation are made of: Python's packages, and the Java services, built.
readonly INSTRUMENTATION=../../examples/instrumentation

make_example_python() {
  python3 -m venv "$1"
  "$1/bin/pip" install --quiet --disable-pip-version-check --requirement "$INSTRUMENTATION/python/requirements.txt"
}

# The service, and beside it XRayIds as an extension of the agent.
make_example_java() {
  local example=$INSTRUMENTATION/java build=$1/build
  maven --strict-checksums --file "$example/pom.xml" "$PLUGIN:copy-dependencies" -DincludeScope=runtime \
    -DoutputDirectory="$1/lib"
  maven --strict-checksums --file "$example/pom.xml" "$PLUGIN:copy-dependencies" -DincludeScope=compile \
    -DoutputDirectory="$build/lib"
  javac --release 17 -cp "$1/lib/*" -d "$1/classes" "$example/Orders.java" "$example/Tracing.java"
  cp "$example/logback.xml" "$1/classes"
  mkdir -p "$build/classes/META-INF/services"
  javac --release 17 -cp "$build/lib/*" -d "$build/classes" "$example/XRayIds.java"
  echo XRayIds >"$build/classes/META-INF/services/io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider"
  jar --create --file "$1/xray-ids.jar" -C "$build/classes" .
  rm -rf "$build"
}

make_example_quarkus() {
  mkdir "$1/build"
  cp -R "$INSTRUMENTATION"/quarkus/{pom.xml,src} "$1/build"
  maven --strict-checksums --file "$1/build/pom.xml" package
  mv "$1/build/target/quarkus-app" "$1/application"
  rm -rf "$1/build"
}

set_up_examples() {
  local quarkus
  mapfile -t quarkus < <(find "$INSTRUMENTATION"/quarkus/{pom.xml,src} -type f | LC_ALL=C sort)
  cached example_python "$INSTRUMENTATION/python/requirements.txt" "$(python3 --version) $(command -v python3)"
  cached example_java "$INSTRUMENTATION"/java/{pom.xml,logback.xml,Orders.java,Tracing.java,XRayIds.java}
  cached example_quarkus "${quarkus[@]}"
}
