# The Rust service: Cargo.lock pins every crate.

make_rust() {
  # Rust links with it.
  command -v cc >/dev/null || { install gcc && install libc6-dev; }
  cargo build --quiet --locked --manifest-path rust/Cargo.toml --target-dir "$1/target"
  mv "$1/target/debug/rates" "$1/rates"
  rm -rf "$1/target"
}
