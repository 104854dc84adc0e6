#!/usr/bin/env bash
# Installs the browser that the Playwright cell drives, where there is none: Debian's Chromium.
set -euo pipefail

command -v chromium >/dev/null && exit 0
if ! command -v apt-get >/dev/null; then
  echo 'There is no chromium here, and no apt-get to install it with. Put one on the PATH.' >&2
  exit 1
fi
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
as_root apt-get update -qq
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
