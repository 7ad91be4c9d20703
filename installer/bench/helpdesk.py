"""django-helpdesk as a measure: the tickets a second it makes over REST, on the same database server, for the same users.

It runs in an environment of its own under `var/`, made from `installer/locks/peers.lock` the first time. Tickets are made in
two ways: with the password in every request (HTTP Basic), the one way its own deployment (`standalone/` of its repository)
sets for programs, as terminals are that sign every request here; and in a session that was opened before, as its pages are,
which spares it the check of the password.
"""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import click

from installer.bench.load import Line, Measured, figures

_ROOT = Path(__file__).parents[2]
_LOCK = _ROOT / "installer" / "locks" / "peers.lock"
_HOME = _ROOT / "var" / "bench" / "peers"
_SECONDS = 300
_THREADS = 8
#: of an account that lives as long as the measuring
_PASSWORD = secrets.token_urlsafe(12)
_APPS = (
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "django.contrib.humanize",
    "rest_framework",
    "helpdesk",
)
_MIDDLEWARE = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
)
_CONTEXT = ("request", "auth", "messages")
#: prints who is signed in and where tickets go
_PREPARE = """
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from helpdesk.models import Queue
user = get_user_model().objects.create_user("bench", password="{password}", is_staff=True, is_superuser=True)
queue = Queue.objects.create(title="bench", slug="bench")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(json.dumps({"session": session.session_key, "queue": queue.pk}))
"""


class TicketUser(Line):
    """Somebody who makes one ticket after the other; one connection."""

    def __init__(self, plan: dict[str, Any], number: int, measured: Measured) -> None:
        super().__init__(plan["url"], measured)
        token = secrets.token_hex(16)
        proof = f"Cookie: sessionid={plan['session']}; csrftoken={token}\r\nX-CSRFToken: {token}"
        if plan["password"]:
            known = f"bench:{plan['secret']}".encode()
            proof = f"Authorization: Basic {base64.b64encode(known).decode()}"
        self._headers = f"{proof}\r\nAccept: application/json\r\n"
        self._plan = plan
        self._number = count(number)

    async def _whole(self) -> None:
        text = self._plan["texts"][next(self._number) % len(self._plan["texts"])]
        ticket = {
            "queue": self._plan["queue"],
            "title": text[:100],
            "description": text * 2,
            "submitter_email": "bench@example.org",
            "priority": 3,
            "status": 1,
        }
        await self._post("register", "/api/tickets/", self._headers, json.dumps(ticket).encode())
        self._measured.whole += 1


def rates(postgresql: str, texts: list[str], users: int, processes: int, seconds: float) -> dict[str, dict[str, Any]]:
    """Return `load.figures` of tickets made by `users` at once in a new database of the server `postgresql`: with the
    `password` in every request, and in a `session`."""
    python = _environment()
    with (
        tempfile.TemporaryDirectory(prefix="hall-peer") as name,
        _running(Path(name), python, postgresql, processes) as plan,
    ):
        found = {}
        for name in ("password", "session"):
            sent = {**plan, "texts": texts, "password": name == "password", "secret": _PASSWORD}
            warm = _drive(sent | {"users": min(users, 8), "seconds": 3.0})
            found[name] = _drive(sent | {"users": users, "seconds": seconds})
            if not found[name]["whole"]:
                raise click.ClickException(f"django-helpdesk: {warm['first_errors']}")
    return found


def _environment() -> Path:
    """Return the interpreter of the peers' environment, made anew when the lock is another."""
    python, mark = _HOME / "bin" / "python", _HOME / "lock"
    wanted = _LOCK.read_text(encoding="utf-8")
    if not mark.exists() or mark.read_text(encoding="utf-8") != wanted:
        click.echo("正在安装对照软件 · Installing the peer (django-helpdesk) …", err=True)
        venv.create(_HOME, with_pip=True, clear=True)
        _run(python, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", str(_LOCK))
        mark.write_text(wanted, encoding="utf-8")
    return python


@contextmanager
def _running(folder: Path, python: Path, postgresql: str, processes: int) -> Iterator[dict[str, Any]]:
    import psycopg

    database = f"helpdesk_{secrets.token_hex(4)}"
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database}")
    where = urlsplit(postgresql)
    options: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": where.username or "postgres",
    }
    options |= {"HOST": parse_qs(where.query)["host"][0], "CONN_MAX_AGE": 600}
    (folder / "bench_settings.py").write_text(_settings(options), encoding="utf-8")
    (folder / "bench_urls.py").write_text(
        "from django.urls import include, path\nurlpatterns = [path('', include('helpdesk.urls'))]\n", encoding="utf-8"
    )
    (folder / "bench_site.py").write_text(
        "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n", encoding="utf-8"
    )
    django = ("-m", "django")
    settings = ("--settings", "bench_settings", "--pythonpath", str(folder))
    _run(python, *django, "migrate", "--verbosity", "0", *settings, folder=folder)
    prepared = json.loads(
        _run(
            python,
            *django,
            "shell",
            "-v",
            "0",
            *settings,
            "-c",
            _PREPARE.replace("{password}", _PASSWORD),
            folder=folder,
        ).splitlines()[-1]
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(python), "-m", "gunicorn", "bench_site:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(processes), "--threads", str(_THREADS), "--keep-alive", "60", "--log-level", "error"]
    log = folder / "log"
    with log.open("w") as file:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=file,
            stderr=file,
            env={"DJANGO_SETTINGS_MODULE": "bench_settings", "PATH": "/usr/bin"},
        )
        try:
            _await(port, process, log)
            yield {"url": f"http://127.0.0.1:{port}", **prepared}
        finally:
            process.terminate()
            process.wait(30)


def _settings(database: dict[str, Any]) -> str:
    context = [f"django.template.context_processors.{_CONTEXT[0]}"]
    context += [f"django.contrib.{name}.context_processors.{name}" for name in _CONTEXT[1:]]
    values = {
        "SECRET_KEY": secrets.token_hex(32),
        "ALLOWED_HOSTS": ["127.0.0.1"],
        "INSTALLED_APPS": list(_APPS),
        "MIDDLEWARE": list(_MIDDLEWARE),
        "DATABASES": {"default": database},
        "ROOT_URLCONF": "bench_urls",
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": context},
            }
        ],
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "SITE_ID": 1,
        "USE_TZ": True,
        "STATIC_URL": "/static/",
        "DEFAULT_AUTO_FIELD": "django.db.models.AutoField",
        "HELPDESK_ACTIVATE_API_ENDPOINT": True,
        "HELPDESK_TEAMS_MODE_ENABLED": False,
        "AUTH_USER_MODEL": "auth.User",
        "SILENCED_SYSTEM_CHECKS": ["admin.E404", "admin.E409"],
    }
    return "".join(f"{name} = {value!r}\n" for name, value in values.items())


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline, pause = time.monotonic() + 60, threading.Event()
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            pause.wait(0.1)
        else:
            return
    raise click.ClickException(f"django-helpdesk: {log.read_text()[-1500:]}")


def _run(python: Path, *words: str, folder: Path = _ROOT) -> str:
    done = subprocess.run(
        [str(python), *words], cwd=folder, capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    if done.returncode:
        raise click.ClickException(f"django-helpdesk: {' '.join(words[:4])}: {done.stderr[-1500:]}")
    return done.stdout


def _drive(plan: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "installer.bench.helpdesk"],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        timeout=plan["seconds"] + 60,
        check=False,
    )
    if done.returncode:
        raise click.ClickException(done.stderr[-1500:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


async def _load(plan: dict[str, Any]) -> dict[str, Any]:
    measured = Measured()
    users = [TicketUser(plan, number, measured) for number in range(plan["users"])]
    began = time.perf_counter()
    await asyncio.gather(*(user.work(began + plan["seconds"]) for user in users))
    return figures(measured, time.perf_counter() - began)


if __name__ == "__main__":
    click.echo(json.dumps(asyncio.run(_load(json.load(sys.stdin)))))
