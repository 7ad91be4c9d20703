"""What the visitor is asked to confirm, made from what was read; and what is registered, made from what was confirmed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.flow.visit import Form, FormField, Holder, Papers, Question
from kiosk.reading.result import FieldKind, ProposedField, Source

#: kinds of which a form has one line at most
_SINGLE = frozenset(
    {
        FieldKind.NAME,
        FieldKind.ID_NUMBER,
        FieldKind.ADDRESS,
        FieldKind.PHONE,
        FieldKind.PLACE,
        FieldKind.COSIGNERS,
        FieldKind.SUMMARY,
    }
)
#: lines every form has, empty when nothing was read, so that a visitor without papers can fill them in
_ALWAYS = (FieldKind.SUMMARY, FieldKind.REQUEST, FieldKind.COMPLAINED_OF, FieldKind.PLACE, FieldKind.PHONE)
#: said by the holder's document; not lines to type over, because the document decides
_FROM_DOCUMENT = (FieldKind.NAME, FieldKind.ID_NUMBER)
#: words that help the centre to route, not values a visitor states
_CUES = frozenset({FieldKind.ACCUSATION, FieldKind.LITIGATION, FieldKind.URGENCY})
#: GB/T 2260: county, township or village
_REGION = re.compile(r"[0-9]{6}([0-9]{3}|[0-9]{6})?")
#: top to bottom among lines that are equally certain
_ORDER = tuple(FieldKind)
#: the earlier wins
_RANK = tuple(Source)


@dataclass(frozen=True, slots=True)
class Statement:
    """The confirmed form by meaning, ready to be registered. Empty strings and tuples where nothing was said."""

    summary: str
    requests: tuple[str, ...]
    complained_of: tuple[str, ...]
    place: str
    #: GB/T 2260 code, or ""
    place_region: str
    address: str
    phone: str
    dates: tuple[str, ...]
    sums: tuple[str, ...]
    #: people or households behind the matter; 0 when nothing was said
    cosigners: int
    households: bool


def build(proposed: tuple[ProposedField, ...], holder: Holder, former: Form = Form()) -> Form:
    """Return the form for these proposals: doubtful lines first, one line for each kind that allows one.

    What the visitor confirmed or typed in `former` stays as it is; answers to the questions stay too. Name and number
    of `holder` win over paper; a paper that says otherwise is mentioned beside them.
    """
    fields = _from_holder(proposed, holder)
    fields += [f for f in former.fields if f.confirmed and f.value and f.kind not in _FROM_DOCUMENT]
    settled = ({f.kind for f in fields} & _SINGLE) | _CUES
    for candidate in _best_first(proposed):
        known = {(f.kind, f.value) for f in fields}
        if not candidate.value or candidate.kind in settled or (candidate.kind, candidate.value) in known:
            continue
        fields.append(_line(candidate, _new_id(candidate.kind, fields)))
        settled |= {candidate.kind} & _SINGLE
    for kind in _ALWAYS:
        if all(f.kind is not kind for f in fields):
            fields.append(_empty(kind, _new_id(kind, fields)))
    fields.sort(key=lambda f: (not (f.doubtful and not f.confirmed), _ORDER.index(f.kind)))
    return replace(former, fields=tuple(fields))


def surveyed(form: Form, papers: Papers) -> Form:
    """Take in what the papers say beyond the lines: a question the visitor did not answer is answered by them.

    Only by a document or its number; a mere word, or handwriting, is shown beside the question and answers nothing.
    """
    certain = {hint.question for hint in papers.hints if not hint.doubtful}
    questions = tuple((q, a if q in form.answered else True if q in certain else None) for q, a in form.questions)
    return replace(form, papers=papers, questions=questions)


def answer(form: Form, question: Question, yes: bool) -> Form:
    """The visitor answered one of the four questions: what the papers say no longer matters."""
    questions = tuple((q, yes if q is question else a) for q, a in form.questions)
    return replace(form, questions=questions, answered=form.answered | {question})


def open_questions(form: Form) -> frozenset[Question]:
    """What neither the visitor nor a document answered, and the papers do not so much as mention."""
    mentioned = {hint.question for hint in form.papers.hints}
    return frozenset(q for q, a in form.questions if a is None and q not in mentioned)


def none_of_them(form: Form) -> Form:
    """The visitor says no to every open question; one that the papers mention is answered by itself."""
    rest = open_questions(form)
    questions = tuple((q, False if q in rest else a) for q, a in form.questions)
    return replace(form, questions=questions, answered=form.answered | rest)


def change(form: Form, field_id: str, value: str, normalised: str = "") -> Form:
    """The visitor typed `value`: it counts as confirmed; its machine form is known only when it was chosen from a list.

    Name and number stay what the document says; another person is another document.
    """

    def typed(field: FormField) -> FormField:
        if field.kind in _FROM_DOCUMENT:
            return field
        return replace(
            field, value=value.strip(), normalised=normalised, source=Source.MANUAL, confirmed=True, remark=""
        )

    return _each(form, field_id, typed)


def confirm(form: Form, field_id: str) -> Form:
    """The visitor kept the value as it stands."""
    return _each(form, field_id, lambda f: replace(f, confirmed=True))


def remove(form: Form, field_id: str) -> Form:
    """Take a line away; the last line of a kind every form has is emptied instead."""
    gone = next((f for f in form.fields if f.field_id == field_id), None)
    if gone is None or gone.kind in _FROM_DOCUMENT:
        return form
    kept = tuple(f for f in form.fields if f.field_id != field_id)
    if gone.kind in _ALWAYS and all(f.kind is not gone.kind for f in kept):
        return _each(form, field_id, lambda f: _empty(f.kind, f.field_id))
    return replace(form, fields=kept)


def unsettled(form: Form) -> tuple[FormField, ...]:
    """Doubtful lines nobody looked at yet: a machine's guess is registered only after a person confirmed it."""
    return tuple(f for f in form.fields if f.doubtful and not f.confirmed)


def complete(form: Form) -> bool:
    """True when the form can be handed in: it says what the matter is about."""
    return bool(statement(form).summary)


def statement(form: Form) -> Statement:
    """What the form says, by meaning."""
    place = next((f for f in form.fields if f.kind is FieldKind.PLACE and f.value), None)
    return Statement(
        summary=_first(form, FieldKind.SUMMARY),
        requests=_all(form, FieldKind.REQUEST),
        complained_of=_all(form, FieldKind.COMPLAINED_OF),
        place=place.value if place else "",
        place_region=place.normalised if place and _REGION.fullmatch(place.normalised) else "",
        address=_first(form, FieldKind.ADDRESS),
        phone=_first(form, FieldKind.PHONE),
        dates=_all(form, FieldKind.DATE),
        sums=_all(form, FieldKind.SUM),
        cosigners=_number(_first(form, FieldKind.COSIGNERS)),
        households="户" in _first(form, FieldKind.COSIGNERS),
    )


def _all(form: Form, kind: FieldKind) -> tuple[str, ...]:
    return tuple(f.value for f in form.fields if f.kind is kind and f.value)


def _first(form: Form, kind: FieldKind) -> str:
    return next(iter(_all(form, kind)), "")


def _number(written: str) -> int:
    """The first figure of what is written, 0 for none."""
    found = re.search(r"[0-9]{1,4}", unicodedata.normalize("NFKC", written))
    return int(found[0]) if found else 0


def _best_first(proposed: tuple[ProposedField, ...]) -> list[ProposedField]:
    """Certain before doubtful, then by source, then by confidence; the order on paper decides between equals."""
    return sorted(proposed, key=lambda p: (p.doubtful, _RANK.index(p.source), -p.confidence))


def _from_holder(proposed: tuple[ProposedField, ...], holder: Holder) -> list[FormField]:
    lines = []
    for kind, value in zip(_FROM_DOCUMENT, (holder.name, holder.id_number), strict=True):
        if not value:
            continue
        on_paper = next((p.value for p in proposed if p.kind is kind), value)
        remark = "" if _same(on_paper, value) else f"材料上写的是「{on_paper}」 · The paper says: {on_paper}"
        lines.append(
            FormField(
                field_id=f"{kind.value}-0",
                kind=kind,
                value=value,
                page=None,
                region=None,
                confidence=1.0,
                source=holder.source,
                doubtful=False,
                confirmed=True,
                remark=remark,
            )
        )
    return lines


def _same(left: str, right: str) -> bool:
    return "".join(left.split()).upper() == "".join(right.split()).upper()


def _line(proposal: ProposedField, field_id: str) -> FormField:
    return FormField(
        field_id=field_id,
        kind=proposal.kind,
        value=proposal.value,
        page=proposal.page,
        region=proposal.region,
        confidence=proposal.confidence,
        source=proposal.source,
        doubtful=proposal.doubtful,
        confirmed=False,
        remark=proposal.remark,
        normalised=proposal.normalised,
    )


def _empty(kind: FieldKind, field_id: str) -> FormField:
    return FormField(field_id, kind, "", None, None, 1.0, Source.MANUAL, doubtful=False, confirmed=False)


def _new_id(kind: FieldKind, fields: list[FormField]) -> str:
    taken = {f.field_id for f in fields}
    return next(name for n in range(len(taken) + 1) if (name := f"{kind.value}-{n}") not in taken)


def _each(form: Form, field_id: str, changed: Callable[[FormField], FormField]) -> Form:
    return replace(form, fields=tuple(changed(f) if f.field_id == field_id else f for f in form.fields))
