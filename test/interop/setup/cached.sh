# Where the results are kept, outside of the checkout.

readonly CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/tracewright/interop

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
