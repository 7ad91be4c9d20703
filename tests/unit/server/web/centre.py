"""A small centre for page tests: two units, eight people, one kiosk that registers over HTTP as the real ones do."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI
from PIL import Image
from sqlmodel import Session, SQLModel

from server.accounts import kiosks
from server.accounts.tables import Account, Role
from server.app import create_app
from server.audit.service import LANES
from server.audit.tables import AuditHead
from server.contract.v1 import API, RegisterResponse, signing
from server.core.centre import Centre, remember_key
from server.core.database import transaction
from server.core.settings import ServerSettings
from server.core.work import Work
from server.routing.tables import DutyEntry
from server.units.tables import Post, PostRole, Region, Unit, UnitKind

PASSWORD = "demo-password-1"
#: cheap on purpose: every test signs in
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
LABOUR, HOUSING = "u-labour", "u-housing"
WAGES = "反映某建筑公司拖欠工人工资四万八千六百元，请求追回拖欠的工资。"
#: (user name, name, role, unit, post)
PEOPLE = (
    ("labour.duty", "王示例", Role.DUTY_OFFICER, LABOUR, PostRole.DUTY_OFFICER),
    ("labour.second", "吴示例", Role.DUTY_OFFICER, LABOUR, PostRole.DUTY_OFFICER),
    ("labour.head", "郑示例", Role.UNIT_HEAD, LABOUR, PostRole.HEAD),
    ("gov.duty", "周示例", Role.DUTY_OFFICER, "u-gov", PostRole.DUTY_OFFICER),
    ("labour.leader", "李示例", Role.LEADER, LABOUR, PostRole.LEADER_IN_CHARGE),
    ("convenor", "赵示例", Role.CONVENOR, "u-petition", PostRole.CONVENOR),
    ("housing.duty", "钱示例", Role.DUTY_OFFICER, HOUSING, PostRole.DUTY_OFFICER),
    ("petition.duty", "孙示例", Role.SCREENING, "u-petition", PostRole.DUTY_OFFICER),
)
UNITS = (
    ("u-gov", "演示区政府", UnitKind.DISTRICT, ""),
    ("u-petition", "演示区信访局", UnitKind.PETITION, "u-gov"),
    ("u-discipline", "演示区纪委监委", UnitKind.DISCIPLINE, "u-gov"),
    (LABOUR, "演示区人力资源和社会保障局", UnitKind.DEPARTMENT, "u-gov"),
    (HOUSING, "演示区住房和城乡建设局", UnitKind.DEPARTMENT, "u-gov"),
)


@dataclass
class MovableClock:
    """The moment the centre takes for the present: now, plus what a test adds."""

    ahead: timedelta = timedelta(0)

    def reset(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Kiosk:
    """Signs and sends registrations. `send(method, path, body, headers)` returns (status, JSON)."""

    id: str
    key: Ed25519PrivateKey
    clock: MovableClock
    send: Callable[[str, str, bytes, dict[str, str]], tuple[int, Any]] = field(init=False)

    def call(self, method: str, path: str, body: bytes, idempotency_key: str = "") -> Any:
        """Send a signed request; fail unless it is accepted."""
        time, nonce = str(int(self.clock().timestamp())), secrets.token_hex(16)
        text = signing.signing_string(method, path, time, nonce, body, idempotency_key)
        headers = {
            signing.HEADER_KIOSK: self.id,
            signing.HEADER_TIME: time,
            signing.HEADER_NONCE: nonce,
            signing.HEADER_SIGNATURE: base64.b64encode(self.key.sign(text)).decode(),
            "content-type": "application/json",
        }
        if idempotency_key:
            headers[signing.IDEMPOTENCY_KEY] = idempotency_key
        status, answer = self.send(method, path, body, headers)
        assert status == 200, answer
        return answer

    def register(
        self, summary: str = WAGES, name: str = "张示例", pages: int = 1, complained_of: str = ""
    ) -> RegisterResponse:
        """Upload pages and register one matter of a synthetic person; `complained_of`: the name of a unit."""
        hashes = []
        for number in range(pages):
            data = paper(number)
            hashes.append(hashlib.sha256(data).hexdigest())
            self.call("PUT", f"{API}/pages/{hashes[-1]}", data)
        at = self.clock().isoformat()
        body = {
            "hall_region": "130406001",
            "visit_started_at": at,
            "registered_at": at,
            "petitioner": {"name": name, "id_number": "130406190001010016", "phone": "13800000000"},
            "matter": {
                "summary": summary,
                "text": summary,
                "requests": ["追回工资"],
                "place": "演示镇演示路 1 号",
                "complained_of": [{"name": complained_of}] if complained_of else [],
            },
            "pages": [{"sha256": sha256} for sha256 in hashes],
        }
        sent = json.dumps(body, ensure_ascii=False).encode()
        return RegisterResponse.model_validate(self.call("POST", f"{API}/petitions", sent, secrets.token_hex(16)))


def paper(number: int) -> bytes:
    """A page image: grey lines, different for each number."""
    image = Image.new("RGB", (420, 594), (250, 248, 240))
    for line in range(12):
        image.paste((90, 90, 90 + number), (40, 60 + line * 40, 380 - line * 7, 68 + line * 40))
    data = io.BytesIO()
    image.save(data, "JPEG")
    return data.getvalue()


def build(folder: Path, *, demo: bool = False, **settings: Any) -> tuple[FastAPI, Kiosk, MovableClock]:
    """Make data folder, schema, people and application with its pages; the kiosk still needs a `send`."""
    clock = MovableClock()
    # leaders of these tests sign in with a password alone
    settings = {"second_factor": "offered", **settings}
    app = create_app(ServerSettings(data=folder, **settings), clock)
    centre: Centre = app.state.centre
    SQLModel.metadata.create_all(centre.engine)
    with transaction(centre.engine) as session:
        session.add_all(AuditHead(lane=lane, seq=0, hash="") for lane in range(LANES))
        remember_key(centre, session).demo = demo
        _organise(session)
        work = Work(session, centre, clock(), "system:test")
        for username, display, role, unit, _ in PEOPLE:
            session.add(
                Account(
                    username=username, display=display, role=role, unit=unit, password_hash=PASSWORD_HASH, demo=demo
                )
            )
        row, private = kiosks.enrol(work, "大厅一号机", "130406001")
        kiosk = Kiosk(row.id, Ed25519PrivateKey.from_private_bytes(private), clock)
    return app, kiosk, clock


def _organise(session: Session) -> None:
    session.add_all([Region(code="130406", name="演示区"), Region(code="130406001", name="演示镇", parent="130406")])
    session.add_all(
        Unit(code=code, name=name, kind=kind, region="130406", parent=parent) for code, name, kind, parent in UNITS
    )
    session.flush()
    session.add_all(
        Post(unit=unit, role=post, account=username, holder=display) for username, display, _, unit, post in PEOPLE
    )
    session.add_all(
        DutyEntry(
            category_code=code,
            unit_code=LABOUR if code == "04" else HOUSING,
            legal_basis="《劳动法》第九条" if code == "04" else "",
            valid_from=date(2024, 1, 1),
        )
        for code in ("04", "07", "08", "09")
    )
