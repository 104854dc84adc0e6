# The Quarkus service. A BOM gives the versions of all that it is written with.

make_quarkus() {
  mkdir "$1/build"
  cp -R quarkus/pom.xml quarkus/src "$1/build"
  maven --strict-checksums --file "$1/build/pom.xml" package
  mv "$1/build/target/quarkus-app" "$1/application"
  rm -rf "$1/build"
}

set_up_quarkus() {
  local sources
  mapfile -t sources < <(find quarkus/pom.xml quarkus/src -type f | LC_ALL=C sort)
  cached quarkus "${sources[@]}"
}
