"""The audit trail is intact: nothing was changed, cut or slipped in."""

from __future__ import annotations

from collections.abc import Iterator

from server.audit import anchors
from server.audit import service as audit
from server.core.work import Work
from server.invariants.rule import Invariant


def check(work: Work) -> Iterator[str]:
    yield from audit.verify(work.session, work.vault)
    yield from anchors.verify(work)


TRAIL = Invariant("trail", "审计记录完整", "the audit trail is intact", "hall admin audit verify", check)
