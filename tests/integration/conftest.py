"""A PostgreSQL cluster of our own: no port, a socket in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

#: where Debian and Ubuntu keep the servers, newest first
_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
_SECONDS = 60


def _as_postgres(*command: str) -> None:
    """Run as user postgres: the server refuses to be root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*prefix, *command], capture_output=True, text=True, timeout=_SECONDS, check=False, cwd="/")
    assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a database server; append nothing, use `database` for a database of your own."""
    assert _FOLDERS, "PostgreSQL is not installed: apt-get install postgresql"
    programs = _FOLDERS[0]
    # a short path: a socket's name has at most 107 bytes
    folder = Path(tempfile.mkdtemp(prefix="hallpg", dir="/tmp"))
    owner = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    if os.geteuid() == 0:
        shutil.chown(folder, owner)
    data = folder / "data"
    try:
        _as_postgres(str(programs / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "-N")
        # fsync off: the cluster does not outlive the test run
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=60"
        control = str(programs / "pg_ctl")
        _as_postgres(control, "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://postgres@/postgres?host={quote(str(folder), safe='')}"
        finally:
            _as_postgres(control, "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def own_database(postgresql: str, template: str = "template1") -> Iterator[str]:
    """The URL of a copy of `template`, gone afterwards."""
    import psycopg

    name = f"hall_{secrets.token_hex(6)}"
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield postgresql.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(postgresql: str) -> Iterator[str]:
    """The URL of an empty database of this test alone."""
    with own_database(postgresql) as url:
        yield url
