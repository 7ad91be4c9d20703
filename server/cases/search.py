"""Find matters by number, by name, phone or document of their people, and by words of what was told.

The content is sealed; what is asked becomes the same keyed tokens as what was stored. Everything passes through
`access.visible`, and people are found only in matters whose petitioner the reader may see unmasked: a list of hits must
not tell what the file masks. There is no total: the pages a reader can turn are all there is to know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field as PlainField
from sqlalchemy import ColumnElement, and_, cast, column, false, not_, or_, select, table
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Integer
from sqlmodel import Session, col

from server.accounts.permissions import Action, Actor, may
from server.audit import service as audit
from server.cases import access, blind, deed, views
from server.cases.access import Reader, visible
from server.cases.blind import Kind
from server.cases.rules import AWAITING
from server.cases.tables import CaseSearch, PetitionCase
from server.cases.words import asked
from server.contract.v1.base import Answer, Request
from server.core import ids
from server.core.columns import as_word
from server.core.crypto import Vault
from server.core.database import plan_for_values
from server.core.errors import HallError
from server.core.work import Work

PAGE = 20
MOST = 100
_SHORTEST_PHONE = 7
#: number of an identity document: figures, letters in front or at the end
_DOCUMENT = re.compile(r"[A-Z]{1,2}\d{6,10}|\d{15}|\d{17}[0-9X]")
#: as names of people are written
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,8}|[A-Za-z][A-Za-z' .-]{1,40}")
#: the full-text table of SQLite
_WORDS = table("case_words", column("rowid"), column("case_words"))


class Field(StrEnum):
    """Where to look; ANY tells by the form of what was typed."""

    ANY = "any"
    NUMBER = "number"
    NAME = "name"
    PHONE = "phone"
    DOCUMENT = "document"
    WORDS = "words"


class Reason(StrEnum):
    """Why somebody is looked for: a closed list, so that the trail says it without a word about the person."""

    #: stands at the window, or is on the telephone
    PRESENT = "present"
    CALLED = "called"
    #: whether the same was raised before
    REPEATED = "repeated"
    #: papers, service, follow-up of a matter in hand
    HANDLING = "handling"
    SUPERVISION = "supervision"


#: these find a person: whoever asks for them says why
PERSONAL = frozenset({Field.NAME, Field.PHONE, Field.DOCUMENT})


class Found(Answer):
    """One page, newest first. `after`: send it back for the next page, "" when this is the last."""

    items: tuple[views.InboxItem, ...]
    after: str = ""
    #: how what was typed was understood
    understood: tuple[Field, ...] = ()


class SearchRequest(Request):
    """In the body, so that no log holds a name or a number."""

    q: str = PlainField(min_length=1, max_length=200)
    field: Field = Field.ANY
    #: asked for where a person may be found by it
    reason: Reason | None = None
    after: str = PlainField(default="", max_length=64)
    limit: int = PlainField(default=PAGE, ge=1, le=MOST)


@dataclass(frozen=True, slots=True)
class _Ask:
    """One way to be meant: every one of these, each under any of its tokens. `people`: it tells who somebody is."""

    all_of: tuple[tuple[int, ...], ...]
    people: bool = False


def search(work: Work, who: Reader, text: str, field: Field = Field.ANY, after: str = "", limit: int = PAGE) -> Found:
    """Return the matters this reader may see, newest first. What holds no word to look for finds nothing.

    Raise NOT_FOUND for an `after` that is none of the reader's matters.
    """
    found = _found(work, who, text, field, after, limit)
    # last: whoever is next in this lane waits until the transaction ends
    audit.record(work, "petition.searched", f"search:{field}")
    return found


def ask(work: Work, who: Reader, body: SearchRequest) -> Found:
    """As `search`. A person is looked for with a reason: where the reader could find one and gives none, what was typed
    is taken for words and numbers alone; a field that names a person is refused with INVALID_REQUEST."""
    field = body.field
    if body.reason is None and finds_people(who) and field in PERSONAL:
        raise deed.invalid("查找个人请先选择查询事由。", "Say why this person is looked for.", "reason")
    if body.reason is None and finds_people(who) and field is Field.ANY:
        number = "".join(body.q.split()).upper()
        field = Field.NUMBER if ids.is_petition_number(number) else Field.WORDS
    found = _found(work, who, body.q, field, body.after, body.limit)
    audit.record(work, "petition.searched", f"search:{body.field}:{body.reason or 'none'}")
    return found


def finds_people(who: Reader) -> bool:
    """Tell whether this reader finds matters by their people at all."""
    return may(Actor(who.role), Action.READ_IDENTITY)


def needs_reason(who: Reader, text: str) -> bool:
    """Tell whether this may be a person's name or number, and the reader could find the person by it."""
    if not finds_people(who):
        return False
    compact = "".join(text.split()).upper()
    return bool(PERSONAL & set(understood(compact, Field.ANY)))


def understood(text: str, field: Field) -> tuple[Field, ...]:
    """Return as what a typed text is looked for: by its form, the likeliest first. Pure."""
    if field is not Field.ANY:
        return (field,)
    compact = "".join(text.split()).upper()
    if ids.is_petition_number(compact):
        return (Field.NUMBER,)
    found = []
    digits = blind.digits(compact)
    if _DOCUMENT.fullmatch(compact):
        found.append(Field.DOCUMENT)
    if digits == compact and (len(digits) == blind.TAIL or len(digits) >= _SHORTEST_PHONE):
        found.append(Field.PHONE)
    if any(_NAME.fullmatch(part) for part in text.split()):
        found.append(Field.NAME)
    return (*found, Field.WORDS)


def _found(work: Work, who: Reader, text: str, field: Field, after: str, limit: int) -> Found:
    number = "".join(text.split()).upper()
    if field is Field.NUMBER or (field is Field.ANY and ids.is_petition_number(number)):
        return _by_number(work, who, number)
    ways = _parts(work.vault, text, field)
    if not ways:
        return Found(items=(), understood=understood(text, field))
    limit = max(1, min(limit, MOST))
    plan_for_values(work.session)
    statement = (
        select(PetitionCase)
        .join(CaseSearch, col(CaseSearch.case_id) == col(PetitionCase.id))
        .where(visible(who), _condition(work.session, who, ways))
        .order_by(col(CaseSearch.seq).desc())
        .limit(limit + 1)
    )
    if after:
        last = access.find(work.session, who, after)
        place = select(col(CaseSearch.seq)).where(col(CaseSearch.case_id) == last.id).scalar_subquery()
        statement = statement.where(col(CaseSearch.seq) < place)
    cases: Sequence[PetitionCase] = work.session.execute(statement).scalars().all()
    shown = cases[:limit]
    more = shown[-1].id if len(cases) > limit else ""
    return Found(items=views.items(work, who, shown), after=more, understood=understood(text, field))


def _by_number(work: Work, who: Reader, number: str) -> Found:
    try:
        case = access.find_number(work.session, who, number)
    except HallError:
        return Found(items=(), understood=(Field.NUMBER,))
    return Found(items=views.items(work, who, [case]), understood=(Field.NUMBER,))


def _parts(vault: Vault, text: str, field: Field) -> list[list[_Ask]]:
    """Return what was typed, part by part, with the ways each part may be meant; all parts must be met."""
    parts = [text] if field in (Field.PHONE, Field.DOCUMENT, Field.NAME) else text.split()
    ways = [[way for way in _ways(vault, part, field) if way.all_of] for part in parts]
    return [] if any(not way for way in ways) else ways


def _ways(vault: Vault, part: str, field: Field) -> list[_Ask]:
    numbers, found = blind.digits(part), []
    if field in (Field.ANY, Field.NAME) and blind.plain_name(part):
        found.append(_person(vault, Kind.NAME, blind.plain_name(part)))
    if field in (Field.ANY, Field.PHONE) and len(numbers) == blind.TAIL:
        found.append(_person(vault, Kind.PHONE_TAIL, numbers))
    if field in (Field.ANY, Field.PHONE) and len(numbers) >= _SHORTEST_PHONE:
        found.append(_person(vault, Kind.PHONE, numbers))
    if field in (Field.ANY, Field.DOCUMENT) and len(part) >= _SHORTEST_PHONE:
        found.append(_person(vault, Kind.DOCUMENT, blind.plain_document(part)))
    if field in (Field.ANY, Field.WORDS):
        found.append(_Ask(tuple(blind.tokens_for(vault, Kind.WORD, word) for word in asked(part))))
    return found


def _person(vault: Vault, kind: Kind, value: str) -> _Ask:
    return _Ask((blind.tokens_for(vault, kind, value),), people=True)


def _condition(session: Session, who: Reader, parts: list[list[_Ask]]) -> ColumnElement[bool]:
    match = _match_postgresql if session.get_bind().dialect.name == "postgresql" else _match_sqlite
    shown = _identity_open(who)
    # PostgreSQL and SQLite both look the rare one up and walk the newest for the common one
    return and_(*(or_(*(and_(match(way), shown) if way.people else match(way) for way in ways)) for ways in parts))


def _identity_open(who: Reader) -> ColumnElement[bool]:
    """As `access.identity_open`, for many."""
    if not may(Actor(who.role), Action.READ_IDENTITY):
        return false()
    waiting = and_(col(PetitionCase.confidential), col(PetitionCase.state).in_(AWAITING))
    in_hand = and_(col(PetitionCase.handler) == who.account, col(PetitionCase.holder).in_(who.units))
    return and_(or_(col(PetitionCase.holder).in_(who.desks), in_hand), not_(waiting))


def _match_postgresql(way: _Ask) -> ColumnElement[bool]:
    tokens = CaseSearch.__table__.c.tokens  # type: ignore[attr-defined]
    single = [one[0] for one in way.all_of if len(one) == 1]
    several = [one for one in way.all_of if len(one) > 1]
    conditions = [tokens.op("@>", is_comparison=True)(_array(single))] if single else []
    conditions += [tokens.op("&&", is_comparison=True)(_array(list(one))) for one in several]
    return and_(*conditions)


def _array(numbers: list[int]) -> ColumnElement[object]:
    return cast(numbers, ARRAY(Integer()))


def _match_sqlite(way: _Ask) -> ColumnElement[bool]:
    query = " AND ".join("(" + " OR ".join(map(as_word, one)) + ")" for one in way.all_of)
    hits = select(_WORDS.c.rowid).where(_WORDS.c.case_words.op("MATCH")(query))
    return col(CaseSearch.seq).in_(hits)
