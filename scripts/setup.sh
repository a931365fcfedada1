#!/bin/sh
# Make .venv hold exactly what the lock files say, and do nothing when it already does.
#
#   scripts/setup.sh run|dev [COMMAND=DEBIAN-PACKAGE]...
#
# "run" is what the program needs, "dev" adds what the checks need. Talk goes to stderr.
# An environment that is half made, was moved or does not fit the lock files is made anew;
# a .venv that is a link belongs to somebody else and is used as it is.
set -eu
unset CDPATH
cd -- "$(dirname -- "$0")/.."

set_wanted=$1
shift
stamp=.venv/setup-stamp

say() { printf 'setup: %s\n' "$*" >&2; }
fail() {
  say "$@"
  exit 1
}

# Two runs at once take turns (where the system has flock).
exec 9<scripts/setup.sh
if command -v flock >/dev/null; then flock 9; fi

# --- what is there, and what should be ---

digest() { { sha256sum 2>/dev/null || shasum -a 256; } | cut -c 1-64; }

# The full path counts: the scripts in .venv hold it, so a moved folder needs a new environment.
environment="$(cat requirements.lock requirements-build.lock requirements-dev.lock | digest) $(pwd)"
package=$(cat pyproject.toml sane_cli/__init__.py | digest)

stamped() { sed -n "s/^$1 //p" "$stamp" 2>/dev/null || true; }

works() { [ "$(stamped environment)" = "$environment" ] && .venv/bin/python -c '' 2>/dev/null; }

fits() {
  works && [ "$(stamped package)" = "$package" ] || return 1
  case $(stamped set) in dev | "$set_wanted") ;; *) return 1 ;; esac
}

# Print the Debian packages an interpreter lacks: for making environments, and for the PDF engine.
lacks() {
  "$1" -I - <<'PYTHON'
import ctypes, importlib.util, sys

def opens(*names):
    for name in names:
        try:
            return bool(ctypes.CDLL(name))
        except OSError:
            pass
    return False

if not importlib.util.find_spec("ensurepip") and sys.prefix == sys.base_prefix:
    version = "{}.{}".format(*sys.version_info)
    print(f"python{version}-venv" if sys.executable.endswith(version) else "python3-venv")
for package, *names in (
    ("libpango-1.0-0", "libpango-1.0.so.0", "libpango-1.0.dylib"),
    ("libpangoft2-1.0-0", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    ("libharfbuzz-subset0", "libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib"),
):
    if not opens(*names):
        print(package)
PYTHON
  shift
  for tool in "$@"; do
    command -v "${tool%%=*}" >/dev/null || printf '%s\n' "${tool#*=}"
  done
}

if fits && [ -z "$(lacks .venv/bin/python "$@")" ]; then exit 0; fi

# --- the system's part ---

# Print the interpreter to build on; inside an activated environment that is the one beneath it.
find_python() {
  for name in "${PYTHON:-python3}" python3 python3.11 python3.12 python3.13 python3.14; do
    "$name" -c 'import sys; sys.version_info < (3, 11) and sys.exit(1); print(sys._base_executable)' \
      2>/dev/null && return
  done
  fail 'Python 3.11 or newer is needed, for example: sudo apt-get install python3 python3-venv'
}

may_install() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }

apt() {
  if [ "$(id -u)" = 0 ]; then set -- env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@"; else
    set -- sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@"
  fi
  "$@" >/dev/null
}

apt_lists_empty() { ! ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1; }

# Install Debian packages when this user may; say how and stop when not.
install_packages() {
  command -v apt-get >/dev/null ||
    fail "These are missing; the names are Debian's, your system may use others: $*"
  if ! may_install; then
    say 'Some system packages are missing, and only an administrator can install them. Please run'
    if apt_lists_empty; then say '  sudo apt-get update'; fi
    say "  sudo apt-get install --no-install-recommends $*"
    fail 'and then the same make command again.'
  fi
  say "apt-get install --no-install-recommends $*"
  if apt_lists_empty; then apt update; fi
  # an old list names files that are gone: renew it once
  apt install -y --no-install-recommends "$@" ||
    { apt update && apt install -y --no-install-recommends "$@"; } ||
    fail "apt-get could not install: $*"
}

if works || [ -L .venv ]; then python=.venv/bin/python; else python=$(find_python); fi
if [ -L .venv ] && ! "$python" -c '' 2>/dev/null; then
  fail '.venv is a link to an environment that does not work. Remove the link to get a new one.'
fi
missing=$(lacks "$python" "$@" | tr '\n' ' ')
if [ "$missing" ]; then
  # shellcheck disable=SC2086 # names without spaces
  install_packages $missing
  missing=$(lacks "$python" "$@" | tr '\n' ' ')
  [ -z "$missing" ] || fail "Installed, but $python still does not find: $missing"
fi
if [ -L .venv ]; then
  say '.venv is a link: used as it is'
  exit 0
fi
if fits; then exit 0; fi

# --- the environment ---

# The locks name everything, so there is nothing to resolve; `make lint` checks that they do.
pip_install() {
  .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --no-deps "$@" ||
    fail 'pip stopped, see above. This step needs the network; the program itself never does.'
}

if ! works; then
  say "making .venv with $("$python" --version)"
  rm -rf .venv
  "$python" -m venv .venv
fi
set_here=$(stamped set)
rm -f "$stamp" # written again at the end: an interrupted run leaves none

if [ "$set_here" != dev ] && [ "$set_here" != "$set_wanted" ]; then
  set_here=$set_wanted
  case $set_here in
    run) locks='requirements.lock requirements-build.lock' ;;
    *) locks='requirements-dev.lock' ;;
  esac
  say "installing $locks"
  # shellcheck disable=SC2046,SC2086 # words on purpose
  pip_install --require-hashes $(printf -- '-r %s ' $locks)
fi
say 'installing sane'
pip_install --no-build-isolation --editable .
printf '%s %s\n' environment "$environment" package "$package" set "$set_here" >"$stamp"
