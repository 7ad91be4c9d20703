# Sets the hall up on a fresh Debian 12 / Ubuntu 22.04+ machine. Sourced by ./hall; does nothing when nothing changed.
# shellcheck shell=bash

# What is being done, in two languages, with the seconds since the set-up began.
_say() { printf '[%3ds] %s\n' "$SECONDS" "$*" >&2; }

# Stop with the cause and the command that mends it.
_fail() {
  printf '\n准备失败 · Set-up failed: %s\n' "$1" >&2
  [ -n "${2:-}" ] && printf '下一步 · Next: %s\n' "$2" >&2
  exit 1
}

# Run a long command quietly; show the end of what it said only when it fails.
_quietly() {
  local what=$1 remedy=$2 log
  shift 2
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then
    tail -n 25 "$log" >&2
    rm -f "$log"
    _fail "$what" "$remedy"
  fi
  rm -f "$log"
}

_packages() { sed 's/#.*//' "$@" | tr -s '[:space:]' '\n' | sed '/^$/d'; }

# Print those of the named packages that are not installed. One query: dpkg-query fails when any name is unknown, so its
# exit code says nothing. `t64` names: the same library after the 64-bit time transition of newer Ubuntu.
_missing_packages() {
  local installed name
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package} \n' "$@" "${@/%/t64}" 2>/dev/null || true)
  for name in "$@"; do
    [[ $installed =~ (^|[[:space:]])"installed $name"(t64)?" " ]] || echo "$name"
  done
}

_as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else return 127; fi
}

_install_packages() {
  [ $# = 0 ] && return
  command -v apt-get >/dev/null || _fail "缺少系统组件 · Missing system packages: $*" "用系统的包管理器安装后重试 · Install them and try again"
  _say "安装系统组件 · Installing $# system packages: $*"
  _quietly "apt-get update" "检查网络和软件源 · Check the network and the package sources" \
    _as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  _quietly "apt-get install $*" "sudo apt-get install $*" \
    _as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# A supported interpreter, or nothing. The distribution's own first: it gets its security updates with the system.
_python() {
  local name
  for name in "${HALL_PYTHON:-}" /usr/bin/python3 python3.13 python3.12 python3.11 python3; do
    [ -n "$name" ] && command -v "$name" >/dev/null || continue
    "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && {
      command -v "$name"
      return
    }
  done
}

# bootstrap ROOT COMMAND: everything COMMAND needs is there when this returns.
bootstrap() {
  local root=$1 lists stamp mark python
  lists=("$root/installer/packages/run.txt")
  stamp="$root/.venv/.hall-run"
  if [ "$2" = test ]; then
    lists+=("$root/installer/packages/test.txt")
    stamp="$root/.venv/.hall-test"
  fi
  mark=$(cat "${lists[@]}" "$root/installer/bootstrap.sh" "$root/installer/locks/requirements.lock" \
    "$root/server/web/package-lock.json" "$root/server/web/assets.py" 2>/dev/null | sha256sum)
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$mark$root" ] && return
  SECONDS=0
  _say "首次准备，之后不再重复 · Setting up; this is done once"

  local wanted=()
  if command -v dpkg-query >/dev/null; then
    mapfile -t wanted < <(_packages "${lists[@]}")
    mapfile -t wanted < <(_missing_packages "${wanted[@]}")
  fi
  python=$(_python)
  [ -n "$python" ] || wanted+=(python3 python3-venv python3-dev)
  _install_packages "${wanted[@]}"
  python=$(_python)
  [ -n "$python" ] || _fail "需要 Python 3.11–3.13 · Python 3.11 to 3.13 is needed" "apt-get install python3 python3-venv"
  wanted=()
  "$python" -c 'import ensurepip, venv' 2>/dev/null || wanted+=(python3-venv)
  "$python" -c 'import os, sys, sysconfig; sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))' ||
    wanted+=(python3-dev)
  command -v npm >/dev/null || [ -d "$root/server/web/static/vendor" ] || wanted+=(npm)
  _install_packages "${wanted[@]}"

  if ! "$root/.venv/bin/python" -c 'import pip' 2>/dev/null; then
    _say "建立 Python 环境 · Creating the Python environment ($("$python" --version))"
    rm -rf "$root/.venv"
    _quietly "python -m venv" "apt-get install python3-venv" "$python" -m venv "$root/.venv"
  fi
  _say "安装锁定的 Python 组件（约 1 GB）· Installing the locked Python packages (about 1 GB)"
  # compiled now, whatever the environment says: a package is not to warn when it is first used
  _quietly "pip install" "检查网络后重试 · Check the network and try again" \
    env -u PYTHONDONTWRITEBYTECODE "$root/.venv/bin/python" -m pip install --disable-pip-version-check --no-input --no-deps --require-hashes \
    -r "$root/installer/locks/requirements.lock"
  "$root/.venv/bin/python" - "$root" <<'PY'
import pathlib, sys, sysconfig
pathlib.Path(sysconfig.get_path("purelib"), "petition-hall.pth").write_text(sys.argv[1] + "\n", encoding="utf-8")
PY
  printf '#!/bin/sh\nexec "%s/.venv/bin/python" -m installer.command "$@"\n' "$root" >"$root/.venv/bin/hall"
  chmod +x "$root/.venv/bin/hall"
  _say "安装网页组件 · Installing the web assets"
  _quietly "npm ci" "检查网络后重试 · Check the network and try again" "$root/.venv/bin/python" -m server.web.assets
  printf '%s' "$mark$root" >"$stamp"
  _say "准备完成 · Set-up complete"
}
