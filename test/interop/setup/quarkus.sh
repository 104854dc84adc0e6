# The Quarkus service. A BOM gives the versions of all that it is written with.

make_quarkus() {
  mkdir "$1/work"
  cp -R quarkus/pom.xml quarkus/src "$1/work"
  maven --strict-checksums --file "$1/work/pom.xml" package
  mv "$1/work/target/quarkus-app" "$1/application"
  rm -rf "$1/work"
}

set_up_quarkus() {
  local sources
  mapfile -t sources < <(find quarkus/pom.xml quarkus/src -type f | LC_ALL=C sort)
  cached quarkus "${sources[@]}"
}
