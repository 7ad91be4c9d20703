"""Say a text as the hall words it; change how it is worded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from sqlmodel import Session, select

from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.reference import remembered
from server.core.work import Work
from server.revisions import service as revisions
from server.revisions.service import Change, State
from server.revisions.tables import ChangeAct, ChangeKind
from server.wording.tables import Wording
from server.wording.templates import EVERY, faults, filled


def say(session: Session, name: str, /, **values: str) -> str:
    """Return the text of this name with its values. Raise KeyError for a name there is not."""
    return filled(texts(session).get(name, EVERY[name].text), values)


def texts(session: Session) -> Mapping[str, str]:
    """Return every text that is worded otherwise than by the program."""
    return remembered(session, Wording, partial(_read, session))


def _read(session: Session) -> Mapping[str, str]:
    return {name: text for name, text in session.exec(select(Wording.name, Wording.text)).all() if name in EVERY}


def states(session: Session, names: Sequence[str]) -> dict[str, State]:
    rows = {name: session.get(Wording, name) for name in names}
    return {name: {"text": row.text} if row else None for name, row in rows.items()}


def put(work: Work, wanted: Mapping[str, State], act: ChangeAct = ChangeAct.CHANGED, *, undoes: str = "") -> str:
    """Word these texts so; None: as the program does. Return the batch. Raise INVALID_REQUEST with what is wrong,
    NOT_FOUND for a name there is not."""
    revisions.alone(work)
    before = states(work.session, list(wanted))
    for name, state in wanted.items():
        template = EVERY.get(name)
        if template is None:
            raise HallError(ErrorCode.NOT_FOUND, f"没有文本 {name}。", f"There is no text {name}.")
        row = work.session.get(Wording, name)
        if state is None:
            if row is not None:
                work.session.delete(row)
            continue
        text = str(state["text"]).replace("\r\n", "\n").strip()
        if found := faults(template, text):
            raise HallError(
                ErrorCode.INVALID_REQUEST,
                "".join(chinese for chinese, _ in found),
                " ".join(english for _, english in found),
                "请改正后重新保存 · Mend it and save again.",
                fields=("text",),
            )
        work.session.merge(Wording(name=name, text=text, at=work.now))
    work.session.flush()
    now = states(work.session, list(wanted))
    return revisions.note(
        work, ChangeKind.WORDING, [Change(name, before[name], now[name]) for name in wanted], act, undoes=undoes
    )
