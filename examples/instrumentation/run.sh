#!/usr/bin/env bash
# Tests the examples of this folder: all, or those that are named. `npm run example:instrumentation` builds tracewright and
# what the examples are made of before.
set -euo pipefail
cd "$(dirname "$0")"

examples=(node python java quarkus browser)
if [ $# -gt 0 ]; then examples=("$@"); fi

passed=()
for example in "${examples[@]}"; do
  if [ ! -f "$example/package.json" ]; then
    echo "There is no example \"$example\" in examples/instrumentation." >&2
    exit 1
  fi
  began=$SECONDS
  printf '\n=== tracing %s\n' "$example"
  if [ -f "$example/package-lock.json" ]; then npm ci --silent --no-audit --no-fund --prefix "$example"; fi
  npm test --silent --prefix "$example"
  passed+=("$example ($((SECONDS - began)) s)")
done
printf '\nexamples of instrumentation that passed: %s\n' "${passed[*]}"
