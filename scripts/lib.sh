# Sourced by the commands beside it. ROOT is the project; `earshot_ready` makes a fresh machine fit to run it.

set -euo pipefail
ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
NODE_LEAST="20.19.0"

say() { printf '%s\n' "$*" >&2; }

# need PROGRAM PACKAGE...: as root installs the packages when the program is missing, otherwise says how, in one line.
need() {
  local program="$1"
  shift
  command -v "$program" >/dev/null 2>&1 && return 0
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "installing $* (for $program)"
    if ! apt_get install -y --no-install-recommends "$@"; then
      apt_get update && apt_get install -y --no-install-recommends "$@" || true
    fi
    command -v "$program" >/dev/null 2>&1 && return 0
  fi
  say "missing: $program. Get it with: sudo apt-get install $*"
  exit 1
}

apt_get() { DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" >&2; }

need_node() {
  need node nodejs npm
  need npm npm
  if ! node -e 'const v=process.versions.node.split(".").map(Number),w=process.argv[1].split(".").map(Number);process.exit(v[0]>w[0]||(v[0]===w[0]&&v[1]>=w[1])?0:1)' "$NODE_LEAST"; then
    say "Node.js $(node --version) is too old: Earshot needs $NODE_LEAST or newer. Get it from nodejs.org or with Debian 13: sudo apt-get install nodejs npm"
    exit 1
  fi
}

# Installs the packages of the lockfile, unless this very lockfile is installed already.
install_packages() {
  local stamp="$ROOT/node_modules/.earshot-installed" wanted
  wanted="$(cat "$ROOT/package-lock.json" "$ROOT/.npmrc" | sha256sum | cut -d' ' -f1) $(node --version) $(uname -m)"
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0
  need g++ build-essential
  need make build-essential
  need python3 python3
  say "installing packages (about a minute; compiles whisper.cpp for this machine)"
  (cd "$ROOT" && npm ci --no-audit --no-fund --no-update-notifier >&2) || { say "npm ci failed: read the lines above, then run this again"; exit 1; }
  printf '%s' "$wanted" >"$stamp"
}

# Compiles when any source is newer than the last build.
build() {
  local stamp="$ROOT/dist/.built"
  if [ -f "$stamp" ] && [ -z "$(find "$ROOT/device" "$ROOT/companion" "$ROOT/models" "$ROOT/scripts" "$ROOT/test" \
    "$ROOT/tsconfig.json" "$ROOT/package.json" -newer "$stamp" \( -name '*.ts' -o -name '*.json' \) -not -path '*/demo/*' -print -quit)" ]; then
    return 0
  fi
  say "building"
  # All of it: what was compiled from a file that is gone must not run.
  rm -rf "$ROOT/dist"
  (cd "$ROOT" && npm run --silent build >&2) || exit 1
  touch "$stamp"
}

earshot_ready() {
  need_node
  install_packages
  build
}
