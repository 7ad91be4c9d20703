"""From what was read to what is proposed. Pure: values in, values out, nothing heavy imported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kiosk.reading.fields import (
    addressee,
    areas,
    bank,
    cases,
    cues,
    dates,
    money,
    person,
    places,
    requests,
    summary,
    target,
)
from kiosk.reading.fields.document import Document
from kiosk.reading.fields.found import Found
from kiosk.reading.fields.signatories import CountOf, Signatories, signatories
from kiosk.reading.result import FieldKind, KnownPerson, PageText, ProposedField, Source

#: below this a person is asked before anything else
DOUBTFUL = 0.8

#: one wrong character makes another value; an ID number is not here: its check digit tells
_TO_THE_LETTER = frozenset(
    {
        FieldKind.NAME,
        FieldKind.PHONE,
        FieldKind.ADDRESS,
        FieldKind.ADDRESSEE,
        FieldKind.COMPLAINED_OF,
        FieldKind.DATE,
        FieldKind.SUM,
        FieldKind.CASE_NUMBER,
    }
)

#: how an address ends that lacks nothing
_WHOLE = re.compile(r"[号室户楼栋组院村庄屯]$")


def propose(pages: Sequence[PageText], known: KnownPerson | None) -> tuple[ProposedField, ...]:
    """Propose fields from all pages, in the order of `FieldKind`; `known` is the holder of the card, if any.

    The paper never overrides the card: where they differ the field says so in its remark and is doubtful.
    """
    document = Document(pages)
    order = list(FieldKind)
    fields = [_field(document, found, known) for found in _all(document)]
    behind = signatories(document)
    if behind is not None:
        fields.append(_cosigners(behind))
    return tuple(sorted((f for f in fields if f.value), key=lambda f: order.index(f.kind)))


def _cosigners(behind: Signatories) -> ProposedField:
    unit = "户" if behind.of is CountOf.HOUSEHOLDS else "人"
    return ProposedField(
        kind=FieldKind.COSIGNERS,
        value=f"{behind.number}{unit}",
        page=behind.page,
        region=behind.region,
        confidence=behind.confidence,
        source=behind.source,
        rule=behind.rule,
        doubtful=behind.doubtful,
        normalised=str(behind.number),
        remark=behind.remark,
    )


def _all(document: Document) -> Iterator[Found]:
    who = list(person.find(document))
    to = list(addressee.find(document))
    asked = list(requests.find(document))
    yield from who
    yield from to
    own = {document.value(f.start, f.end) for f in who if f.kind is FieldKind.NAME}
    # 某村村民李某: who writes is not complained of
    against = [f for f in target.find(document, to) if document.value(f.start, f.end) not in own]
    yield from against
    yield from places.find(document, [*to, *(f for f in who if f.kind is FieldKind.ADDRESS)])
    yield from dates.find(document)
    yield from asked
    yield from money.find(document)
    yield from areas.find(document)
    yield from cases.find(document)
    yield from summary.find(
        document,
        asked,
        private=[f.value or document.value(f.start, f.end) for f in (*who, *person.other_names(document))],
        accused=[document.value(f.start, f.end) for f in against],
    )
    yield from cues.find(document)


def _field(document: Document, found: Found, known: KnownPerson | None) -> ProposedField:
    gathered = found.end <= found.start
    read = document.mean_confidence() if gathered else document.confidence(found.start, found.end)
    source = found.source or document.source(found.start, found.end)
    value = bank.without_cards(found.value or document.value(found.start, found.end))
    confidence = round(read * found.certainty, 4)
    differs = known is not None and _differs(found.kind, value, known)
    remark = "；".join(part for part in (found.remark, person.CARD_DIFFERS if differs else "") if part)
    return ProposedField(
        kind=found.kind,
        value=value,
        page=0 if gathered else document.page(found.start, found.end),
        region=None if gathered else document.region(found.start, found.end),
        confidence=confidence,
        source=source,
        rule=found.rule,
        doubtful=found.doubtful
        or differs
        or source is Source.HANDWRITING
        or confidence < DOUBTFUL
        or (not gathered and (_torn(document, found) or document.unsure(found.start, found.end)))
        or (found.kind in _TO_THE_LETTER and not gathered and document.misread(found.start, found.end)),
        normalised=found.normalised,
        remark=remark,
    )


def _torn(document: Document, found: Found) -> bool:
    """A value of which a part may stand on the other line; a date begins with its year, whatever is before."""
    match found.kind:
        case FieldKind.SUM | FieldKind.AREA:
            return document.torn_before(found.start)
        case FieldKind.DATE:
            return document.torn_after(found.end)
        case FieldKind.ADDRESS:
            return document.ends_line(found.end) and not _WHOLE.search(document.value(found.start, found.end))
        case _:
            return False


def _differs(kind: FieldKind, value: str, known: KnownPerson) -> bool:
    match kind:
        case FieldKind.NAME:
            return value != known.name
        case FieldKind.ID_NUMBER:
            return value.upper() != known.id_number.upper()
        case FieldKind.ADDRESS:
            # the paper is shorter or longer than the card; one within the other is the same place
            return bool(known.address) and value not in known.address and known.address not in value
        case _:
            return False
