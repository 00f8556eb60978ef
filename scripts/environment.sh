# Sourced by the other scripts: makes .venv at the root and installs into it, saying what it does.
# shellcheck shell=bash

set -euo pipefail
ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$ROOT"
VENV="$ROOT/.venv"
PYTHON="$VENV/bin/python"
[ -d "$VENV/Scripts" ] && PYTHON="$VENV/Scripts/python.exe" # Windows, in Git Bash
unset PYTHONDONTWRITEBYTECODE # some images set it; then every start compiles our modules anew

say() { printf '▸ %s\n' "$*" >&2; }
fail() { printf '✗ %s\n' "$*" >&2; exit 1; }

# Where help is asked for: the head of the script, and no more.
show_help() {
    case "${1:-}" in -h | --help) sed -n '2,/^source/s/^# \{0,1\}//p' "$0" && exit ;; esac
}

suits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

find_python() {
    local candidate
    for candidate in python3 python python3.12 python3.13 python3.11; do
        if suits "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    fail "Python 3.11, 3.12 or 3.13 is needed, and none was found. Install one from https://www.python.org/downloads/ and run this again."
}

need_disk() { # megabytes
    local free
    free=$(df -Pm "$ROOT" | awk 'NR == 2 { print $4 }')
    [ "$free" -ge "$1" ] || fail "About $1 MB of disk are needed here and $free MB are free. Make room and run this again."
}

make_venv() {
    if [ -x "$PYTHON" ]; then
        suits "$PYTHON" || fail "The environment in .venv has an unsuitable Python. Delete the folder .venv and run this again."
        return
    fi
    local python
    python=$(find_python)
    say "Making a Python environment in .venv ($("$python" --version))"
    "$python" -m venv "$VENV" || { rm -rf "$VENV"; fail "Python could not make an environment. On Debian or Ubuntu: sudo apt install python3-venv, then run this again."; }
    [ -d "$VENV/Scripts" ] && PYTHON="$VENV/Scripts/python.exe"
    return 0
}

digest() { cat "$@" | "$PYTHON" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'; }

# install NAME MEGABYTES FILE...: the packages of these requirement files, at the locked versions.
install() {
    local name=$1 megabytes=$2
    shift 2
    make_venv
    local stamp="$VENV/.installed-$name" wanted arguments=() file
    wanted=$(digest requirements.txt "$@")
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return
    need_disk "$megabytes"
    for file in "$@"; do arguments+=(-r "$file"); done
    say "Installing what the $name needs (once; up to a few minutes)"
    "$PYTHON" -m pip install --quiet --disable-pip-version-check --no-compile "${arguments[@]}" -c requirements.txt >&2 ||
        fail "pip could not install the packages; its message is above. Check the network connection and run this again."
    # On all cores, as pip does not; templates in packages that are no Python fail, as they do in pip.
    "$PYTHON" -W ignore -m compileall -qq -j 0 "$VENV/lib" "$VENV/Lib" || true
    mark_installed "$name" "$@"
}

mark_installed() { # NAME FILE...
    digest requirements.txt "${@:2}" >"$VENV/.installed-$1"
}

# The model's loops are compiled once; whoever starts first would otherwise wait for it.
compile_model() {
    [ -n "$(find model/network/__pycache__ -name 'inference_kernels.*.nbi' -newer model/network/inference_kernels.py 2>/dev/null)" ] && return
    say "Compiling the model's loops (once; under a minute)"
    "$PYTHON" -c "import model.predict" || say "That failed; they are compiled at each start instead."
}

PRODUCT=(dashboard/requirements.txt serverless/requirements-local.txt model/requirements.txt)

install_product() {
    install dashboard 900 "${PRODUCT[@]}"
    compile_model
}

need_port() {
    [[ "$1" =~ ^[0-9]+$ ]] && [ "$1" -ge 1 ] && [ "$1" -le 65535 ] || fail "A port is a number from 1 to 65535, not \"$1\"."
    "$PYTHON" - "$1" <<'PYTHON' || fail "Port $1 is in use by another program. Choose another one with --port."
import socket, sys
with socket.socket() as s:
    if sys.platform != "win32":
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        s.bind(("127.0.0.1", int(sys.argv[1])))
    except OSError:
        sys.exit(1)
PYTHON
}
