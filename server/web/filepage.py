"""The page of one matter: the file, its papers, and what this reader may do with it now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from fastapi.responses import Response

from server.accounts.asking import SignedIn
from server.cases import access, choices, colleagues, papers, receivers, views
from server.cases.receivers import Receivers
from server.core.work import Work
from server.instructions import views as instructions
from server.routing import scheme
from server.supervision import following, supervising
from server.units.service import PartyAccount
from server.web import timeline
from server.web.acts import ACTS
from server.web.acts.form import WRITTEN, Act, Kind
from server.web.acts.oversight import ANSWER
from server.web.acts.papers import SERVE
from server.web.guard import reader_of
from server.web.templating import page


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was not accepted, shown again with what was typed."""

    #: address of the form, "" when no form is at fault
    form: str
    status: int
    message: str
    message_en: str
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offered:
    """What the forms of the page let somebody choose from."""

    receivers: Receivers
    #: (code, words)
    #: by their first level
    categories: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    #: (number, summary)
    matters: tuple[tuple[str, str], ...]
    people: tuple[PartyAccount, ...]
    colleagues: tuple[PartyAccount, ...]


def show(work: Work, person: SignedIn, case_id: str, done: str = "", refused: Refused | None = None) -> Response:
    """Render the page; raise NOT_FOUND. `done` says what was just decided."""
    who = access.reader(work.session, person.account)
    found = views.case_file(work, who, case_id)
    open_now = choices.choices(work, who, case_id)
    acts = tuple(ACTS[one] for one in open_now)
    kinds = {one.kind for act in acts for one in act.fields}
    stranded = _stranded(refused, acts)
    return page(
        "case.html",
        now=work.now,
        reader=reader_of(work.session, person),
        csrf=person.csrf,
        here="case",
        status=refused.status if refused else 200,
        case=found,
        events=timeline.lines(work.session, found.events),
        acts=acts,
        foreseen=choices.foreseen(work, who, case_id, open_now),
        keeps=choices.keeps(work, who, case_id),
        papers=papers.of_case(work, who, case_id).items,
        offered=_offered(work, who, case_id, kinds),
        instructions=instructions.of_matter(work, who, case_id).items,
        supervision=supervising.of_matter(work, who, case_id).items,
        answer_fields=ANSWER,
        watched=following.watches(work.session, who.account, found.petition_id),
        serve_fields=SERVE,
        owner=person.account.username,
        refused=refused,
        stranded=stranded,
        # the form of a step that is not open any more is gone, and what was chosen in it
        kept=refused is not None and (bool(stranded) or refused.form not in ACTS.keys() - open_now),
        done=done,
    )


def _stranded(refused: Refused | None, open_now: tuple[Act, ...]) -> tuple[tuple[str, str, str], ...]:
    """Return (words, English, text) of what was written into a form that is not open any more: it has no place of its own."""
    act = next((one for one in ACTS.values() if refused and one.choice == refused.form and one not in open_now), None)
    if refused is None or act is None:
        return ()
    return tuple(
        (one.text, one.text_en, refused.typed[one.name])
        for one in act.fields
        if one.kind in WRITTEN and refused.typed.get(one.name)
    )


def _offered(work: Work, who: access.Reader, case_id: str, kinds: set[Kind]) -> Offered:
    """Read only what some form asks for."""
    asks_units = bool(kinds & {Kind.UNIT, Kind.UNITS})
    return Offered(
        receivers.receivers(work, who, case_id) if asks_units else Receivers((), withheld=False),
        _categories() if Kind.CATEGORY in kinds else (),
        receivers.joinable(work, who, case_id) if Kind.MATTER in kinds else (),
        receivers.people(work, who, case_id) if Kind.PERSON in kinds else (),
        colleagues.colleagues(work, who, case_id) if Kind.COLLEAGUE in kinds else (),
    )


def _categories() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the classes under their first level, each with its code and the rest of its path."""
    every = groupby(scheme.classes().items(), key=lambda item: item[1].path[0])
    last = Counter(one.path[-1] for one in scheme.classes().values())

    def name(one: scheme.ContentClass) -> str:
        # the last level alone where no other class is called so: the list is long
        return one.path[-1] if last[one.path[-1]] == 1 else " › ".join(one.path[1:]) or one.path[0]

    branches = ((first, tuple(mine)) for first, mine in every)
    return tuple(
        (f"{first} · {mine[0][1].path_en[0]}", tuple((code, name(one)) for code, one in mine))
        for first, mine in branches
    )
