"""A real centre with the demo county, kiosks with keys of their own, and people who sign in."""

from __future__ import annotations

import atexit
import base64
import hashlib
import io
import json
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image
from sqlmodel import Session, select

from kiosk.uplink.client import CentreClient, Rejected, Unreachable
from kiosk.uplink.key import KioskKey
from server.accounts import kiosks
from server.accounts.tables import Account, Role
from server.app import create_app
from server.cases.configuration import domain_settings
from server.contract.v1 import ComplainedOf, Matter, PageRef, Petitioner, RegisterRequest, RegisterResponse, signing
from server.core import schema
from server.core.centre import Centre, open_centre, remember_key
from server.core.database import make_engine, transaction
from server.core.settings import ServerSettings
from server.core.work import Work
from server.demo import seed

#: a Monday, ten in the morning in the hall, no holiday near
MORNING = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
WAGES = "工地拖欠我们农民工工资八个月，请求劳动监察部门帮助追讨被拖欠的工资。"
HALL_REGION = "130406"
SECONDS = 10.0
#: the demonstration's password at the least cost argon2 knows: signing in is not what most tests are about
_CHEAP_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(seed.PASSWORD)


class MovableClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@dataclass
class Staff:
    """One signed-in person with a browser of their own."""

    http: TestClient
    csrf: str
    username: str

    def renew(self) -> None:
        """Sign in again: days may have passed."""
        answer = self.http.post("/api/v1/session", json={"username": self.username, "password": seed.PASSWORD})
        assert answer.status_code == 200, answer.text
        self.csrf = answer.json()["csrf"]

    def inbox(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.get("/inbox").json()["items"]
        return items

    def get(self, path: str) -> Any:
        answer = self.http.get(f"/api/v1{path}")
        if answer.status_code == 401:
            self.renew()
            answer = self.http.get(f"/api/v1{path}")
        return answer

    def post(self, path: str, body: dict[str, Any]) -> Any:
        return self.http.post(f"/api/v1{path}", json=body, headers={"X-Hall-CSRF": self.csrf})

    def decide(self, case_id: str, step: str, **body: Any) -> Any:
        """Decide on the file as it is now."""
        file = self.get(f"/petitions/{case_id}").json()
        return self.post(f"/petitions/{case_id}/{step}", {"version": file.get("version", 0), **body})

    def done(self, case_id: str, step: str, **body: Any) -> dict[str, Any]:
        """As `decide`; it must be accepted."""
        answer = self.decide(case_id, step, **body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def papers(self, case_id: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.get(f"/petitions/{case_id}/papers").json()["items"]
        return items

    def serve(self, case_id: str, at: datetime) -> dict[str, Any]:
        """Hand over the newest paper."""
        seq = self.papers(case_id)[-1]["seq"]
        body = {"manner": "in_person", "signed": True, "served_at": at.isoformat()}
        return self.done(case_id, f"papers/{seq}/served", **body)

    def dispatch(self, case_id: str, unit: str, category: str = "") -> Any:
        body = {"unit": unit, "reason": "按职责分工确定", "category": category}
        return self.http.post(f"/api/v1/petitions/{case_id}/dispatch", json=body, headers={"X-Hall-CSRF": self.csrf})

    def acknowledge(self, case_id: str) -> Any:
        return self.http.post(f"/api/v1/petitions/{case_id}/acknowledge", headers={"X-Hall-CSRF": self.csrf})


@dataclass
class Hall:
    app: FastAPI
    clock: MovableClock
    http: TestClient
    #: keys made so far, by kiosk id
    keys: dict[str, bytes] = field(default_factory=dict)

    @property
    def centre(self) -> Centre:
        centre = self.app.state.centre
        assert isinstance(centre, Centre)
        return centre

    @contextmanager
    def work(self, actor: str = "system:test") -> Iterator[Work]:
        with transaction(self.centre.engine, self.centre.domain) as session:
            yield Work(session, self.centre, self.clock(), actor)

    @contextmanager
    def session(self) -> Iterator[Session]:
        with transaction(self.centre.engine, self.centre.domain) as session:
            yield session

    def kiosk(self, name: str = "一号终端") -> CentreClient:
        """Enrol a terminal; return the client that terminals really use."""
        with self.work() as work:
            enrolled, private = kiosks.enrol(work, name, HALL_REGION)
            self.keys[enrolled.id] = private
        return self.client(enrolled.id)

    def client(self, kiosk: str) -> CentreClient:
        """Return the client of a terminal enrolled before."""
        key = KioskKey(kiosk, Ed25519PrivateKey.from_private_bytes(self.keys[kiosk]))
        return CentreClient(self.http, key, self.clock)

    def post_signed(self, path: str, body: dict[str, Any]) -> Any:
        """POST as the first enrolled terminal does, for what its client does not ask yet."""
        return self.request_signed("POST", path, None, json.dumps(body).encode(), {"content-type": "application/json"})

    def request_signed(
        self, method: str, path: str, query: Any, content: str | bytes | None, headers: dict[str, str]
    ) -> Any:
        """Send anything as the first enrolled terminal, signed as it should be."""
        kiosk, private = next(iter(self.keys.items()))
        body = content.encode() if isinstance(content, str) else content or b""
        request = self.http.build_request(method, path, params=query, content=body, headers=headers)
        at, nonce = str(int(self.clock().timestamp())), secrets.token_hex(16)
        told = request.headers.get("idempotency-key", "")
        target = request.url.raw_path.decode("ascii")
        text = signing.signing_string(method, target, at, nonce, body, told)
        signature = Ed25519PrivateKey.from_private_bytes(private).sign(text)
        request.headers[signing.HEADER_KIOSK] = kiosk
        request.headers[signing.HEADER_TIME] = at
        request.headers[signing.HEADER_NONCE] = nonce
        request.headers[signing.HEADER_SIGNATURE] = base64.b64encode(signature).decode()
        return self.http.send(request)

    def person(self, username: str, role: Role, unit: str = "") -> Staff:
        """A new account of the demonstration, signed in."""
        with self.session() as session:
            session.add(
                Account(username=username, display="示例", role=role, unit=unit, password_hash=_CHEAP_HASH, demo=True)
            )
        return self.sign_in(username)

    def sign_in(self, username: str) -> Staff:
        http = TestClient(self.app)
        staff = Staff(http, "", username)
        staff.renew()
        return staff


@contextmanager
def open_hall(data: Path, database: str = "", **settings: Any) -> Iterator[Hall]:
    """A centre as `hall server --demo` starts it, with a clock that stands still."""
    if data.is_dir() and any(data.iterdir()):
        _migrate(ServerSettings(data=data, database=database))
    elif database or {"cipher", "keys"} & settings.keys():
        prepare(data, database, **settings)
    else:
        shutil.copytree(_seeded(), data, dirs_exist_ok=True)
    clock = MovableClock()
    with TestClient(create_app(ServerSettings(data=data, database=database, **settings), clock)) as http:
        assert isinstance(http.app, FastAPI)
        yield Hall(http.app, clock, http)


def prepare(data: Path, database: str = "", **settings: Any) -> None:
    """Bring folder and database to what a demonstration starts with, unless they are there."""
    options = ServerSettings(data=data, database=database, **settings)
    data.mkdir(parents=True, exist_ok=True)
    _migrate(options)
    centre = open_centre(options, MovableClock(), domain_settings(options))
    with transaction(centre.engine, centre.domain) as session:
        remember_key(centre, session)
        seed.seed(Work(session, centre, MORNING, "system:demo"))
        for account in session.exec(select(Account)).all():
            account.password_hash = _CHEAP_HASH
    centre.engine.dispose()


def _migrate(options: ServerSettings) -> None:
    engine = make_engine(options.database_url)
    schema.upgrade(engine)
    engine.dispose()


@cache
def _seeded() -> Path:
    """A folder to copy: building one takes longer than most tests."""
    folder = Path(tempfile.mkdtemp(prefix="hall-seeded-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    prepare(folder / "data")
    return folder / "data"


def page_image(shade: int = 200) -> bytes:
    """A small page of one grey."""
    buffer = io.BytesIO()
    Image.new("L", (64, 96), shade).save(buffer, "PNG")
    return buffer.getvalue()


LI = Petitioner(
    name="柳测试",
    id_number="130406190001010016",
    sex="1",
    birth=date(1900, 1, 1),
    registered_address="河北省邯郸市峰峰矿区演示路1号",
    address="峰峰矿区演示小区2栋",
    phone="13800005678",
)
WANG = LI.model_copy(update={"name": "万测试", "id_number": "130406190001010024", "phone": "13900001234", "sex": "2"})


def registration(
    at: datetime = MORNING,
    *,
    petitioner: Petitioner = LI,
    text: str = WAGES,
    number: str = "",
    complained_of: tuple[ComplainedOf, ...] = (),
    pages: tuple[bytes, ...] = (),
    continues: str = "",
) -> RegisterRequest:
    return RegisterRequest(
        number=number,
        hall_region=HALL_REGION,
        visit_started_at=at - timedelta(seconds=100),
        registered_at=at,
        petitioner=petitioner,
        matter=Matter(summary=text, text=text, complained_of=complained_of, continues=continues),
        pages=tuple(PageRef(sha256=hashlib.sha256(page).hexdigest(), text="第一页文字内容") for page in pages),
        notice_version="2026-1",
    )


def send(kiosk: CentreClient, key: str, body: RegisterRequest) -> RegisterResponse | Rejected | Unreachable:
    return kiosk.register(key, body.model_dump_json().encode(), SECONDS)


def registered(kiosk: CentreClient, key: str, body: RegisterRequest) -> RegisterResponse:
    answer = send(kiosk, key, body)
    assert isinstance(answer, RegisterResponse), answer
    return answer


def refused(answer: object) -> str:
    """Return the code of a refusal."""
    assert isinstance(answer, Rejected), answer
    return answer.problem.code
