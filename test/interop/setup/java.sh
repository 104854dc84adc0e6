# The Java service that is written with OpenTelemetry's SDK, without an agent.

make_invoices() {
  maven --strict-checksums --file java/sdk/pom.xml "$PLUGIN:copy-dependencies" -DincludeScope=runtime \
    -DoutputDirectory="$1/lib"
  javac --release 17 -cp "$1/lib/*" -d "$1/classes" java/sdk/Invoices.java
  cp java/sdk/logback.xml "$1/classes"
}

set_up_java() { cached invoices java/sdk/pom.xml java/sdk/Invoices.java java/sdk/logback.xml; }
