"""A PostgreSQL cluster of the measurement's own: no port, a socket in a temporary folder, gone afterwards.

It writes as a real one does (fsync and synchronous commits on), because that is what is measured, with the memory a centre
with a long past is given (docs/performance.md).
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import click

_SECONDS = 60
_SETTINGS = "-c shared_buffers=1GB -c max_wal_size=4GB -c max_connections=200"


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a cluster, yield the URL of an empty database in it, stop it. Raise ClickException without a server."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    if not folders:
        raise click.ClickException("没有安装 PostgreSQL：apt-get install postgresql · PostgreSQL is not installed.")
    programs = folders[0]
    # a short path: a socket's name has at most 107 bytes
    folder = Path(tempfile.mkdtemp(prefix="hallpg", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    control = str(programs / "pg_ctl")
    try:
        _as_owner(str(programs / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "-N")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} {_SETTINGS}"
        _as_owner(control, "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://postgres@/postgres?host={quote(str(folder), safe='')}"
        finally:
            _as_owner(control, "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_owner(*command: str) -> None:
    """Run as user postgres when we are root: the server refuses to be root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*prefix, *command], capture_output=True, text=True, timeout=_SECONDS, check=False, cwd="/")
    if done.returncode:
        owner = pwd.getpwuid(os.geteuid()).pw_name
        raise click.ClickException(f"{owner}: {command[0]}: {done.stdout}{done.stderr}")
