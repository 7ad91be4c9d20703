"""The history of a matter: append a step, read it, prove that nothing was changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from server.cases import handler, rules
from server.cases.rules import CaseState, EventType
from server.cases.tables import CaseEvent, PetitionCase
from server.contract.v1 import ErrorCode
from server.core.canonical import canonical
from server.core.crypto import KeyTrouble, Vault
from server.core.errors import HallError
from server.core.work import Work
from server.core.writing import Draft, Row


@dataclass(frozen=True, slots=True)
class Step:
    """One event with its payload opened."""

    seq: int
    type: EventType
    at: datetime
    recorded_at: datetime
    actor: str
    payload: Mapping[str, Any]


def append(
    draft: Draft, work: Work, case: PetitionCase, event: EventType, at: datetime, payload: Mapping[str, Any]
) -> None:
    """Add one event of a stored matter to the draft, and the state that moves with it; raise WRONG_STATE when the step is
    not possible now."""
    row, moved = _next(work, case, event, at, payload)
    for name, value in moved.items():
        # the draft writes it: nothing is left to the ORM
        set_committed_value(case, name, value)
    draft.insert(CaseEvent, [row])
    draft.update(PetitionCase, {"id": case.id}, moved)


def linked(work: Work, case: PetitionCase, event: EventType, at: datetime, payload: Mapping[str, Any]) -> Row:
    """As `append`, but return the row of the event and leave it to the caller to store it and the case."""
    row, moved = _next(work, case, event, at, payload)
    for name, value in moved.items():
        setattr(case, name, value)
    return row


def _next(
    work: Work, case: PetitionCase, event: EventType, at: datetime, payload: Mapping[str, Any]
) -> tuple[Row, Row]:
    """Return the row of the event, and what it moves in its matter."""
    before = CaseState(case.state) if case.last_seq else None
    try:
        back = _before_merge(work.session, case.id) if event is EventType.UNMERGED else None
        state = rules.step(before, event, back)
    except rules.ImpossibleStep as error:
        raise HallError(
            ErrorCode.WRONG_STATE,
            "当前状态下不能进行这一步。",
            f"{error.event.value} is not possible now.",
            "请刷新后查看最新状态 · Reload to see the present state.",
        ) from error
    seq = case.last_seq + 1
    said = canonical(payload)
    told = [case.id, seq, event.value, at, work.now, work.actor]
    link = work.vault.link(case.last_hash, _content(told, said))
    row = {
        "case_id": case.id,
        "seq": seq,
        "type": event,
        "at": at,
        "recorded_at": work.now,
        "actor": work.actor,
        "payload_sealed": work.vault.seal(said, _context(case.id, seq)),
        "hash": link,
    }
    in_hand = handler.after(case.handler, event, payload)
    return row, {"state": state.value, "handler": in_hand, "last_seq": seq, "last_hash": link}


def history(session: Session, vault: Vault, case_id: str) -> tuple[Step, ...]:
    return tuple(_opened(vault, row) for row in _rows(session, case_id))


def payload(session: Session, vault: Vault, case_id: str, seq: int) -> Mapping[str, Any]:
    """Return what one event says; raise LookupError when there is no such event."""
    row = session.exec(select(CaseEvent).where(CaseEvent.case_id == case_id, CaseEvent.seq == seq)).first()
    if row is None:
        raise LookupError(f"{case_id} has no event {seq}")
    return _opened(vault, row).payload


def _before_merge(session: Session, case_id: str) -> CaseState | None:
    """Return where the matter stood when it was merged last, None when it never was."""
    types = [EventType(row.type) for row in _rows(session, case_id)]
    merged = [number for number, one in enumerate(types) if one is EventType.MERGED]
    return rules.project(types[: merged[-1]]) if merged else None


def holder_of(steps: Iterable[Step]) -> str | None:
    """Return the unit that the history says holds the matter, None before it went anywhere."""
    return next((str(step.payload["holder"]) for step in reversed(tuple(steps)) if "holder" in step.payload), None)


def verify(session: Session, vault: Vault, case: PetitionCase) -> list[str]:
    """Return what is wrong with this matter's history, one sentence each; empty when chain and state hold."""
    last = ""
    steps: list[Step] = []
    for number, row in enumerate(_rows(session, case.id), start=1):
        try:
            step = _opened(vault, row)
        except (KeyTrouble, ValueError):
            return [f"{case.number}: 第 {row.seq} 步无法打开 · step {row.seq} does not open"]
        told = [row.case_id, row.seq, str(row.type), row.at, row.recorded_at, row.actor]
        link = vault.link(last, _content(told, canonical(step.payload)))
        if row.seq != number or row.hash != link:
            return [f"{case.number}: 第 {number} 步被改动或缺失 · the history breaks at step {number}"]
        last = link
        steps.append(step)
    if (len(steps), last) != (case.last_seq, case.last_hash):
        return [f"{case.number}: 历史末尾缺失 · the history was cut after step {len(steps)}"]
    try:
        state = rules.project(step.type for step in steps)
    except rules.ImpossibleStep as error:
        return [f"{case.number}: {error}"]
    if state != case.state:
        return [f"{case.number}: 状态 {case.state} 与历史 {state} 不符 · the stored state differs from its history"]
    holder = holder_of(steps)
    if holder is not None and holder != case.holder:
        return [f"{case.number}: 承办单位与历史不符 · the stored holder differs from its history"]
    if handler.of((step.type, step.payload) for step in steps) != case.handler:
        return [f"{case.number}: 承办人与历史不符 · who has it in hand differs from the history"]
    return []


def _rows(session: Session, case_id: str) -> list[CaseEvent]:
    statement = select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(col(CaseEvent.seq))
    return list(session.exec(statement).all())


def _opened(vault: Vault, row: CaseEvent) -> Step:
    payload = json.loads(vault.open(row.payload_sealed, _context(row.case_id, row.seq)))
    return Step(row.seq, EventType(row.type), row.at, row.recorded_at, row.actor, payload)


def _context(case_id: str, seq: int) -> str:
    return f"case_event.payload:{case_id}:{seq}"


def _content(told: list[Any], payload: bytes) -> bytes:
    """Return the canonical form of the list with the payload as its last value."""
    return canonical(told)[:-1] + b"," + payload + b"]"
