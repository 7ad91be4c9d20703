"""A matter as it is typed at the window, field by field, and the requests it stands for. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile

from server.cases import identity
from server.cases.identity import Flaw, Resident
from server.cases.intake import ReceivedRequest
from server.cases.reception import WindowRegistration
from server.contract.v1 import PageRef
from server.contract.v1.handovers import HandoverRequest
from server.core.time import ZONE, local

M = TypeVar("M", bound=BaseModel)

#: beside the petitioner; five speak for a group in all (Regulations on Petitioning 2022, Art. 20(3))
OTHERS = 4
RESIDENT = "111"
#: where a likely earlier matter was found and this one is a new one all the same
NEW = "new"
QUESTIONS = ("court", "reconsideration", "arbitration", "earlier_opinion")
_ANSWERS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Typed:
    """Everything that was typed, as it was typed."""

    said: Mapping[str, str]
    #: pages kept, by hash
    pages: tuple[str, ...] = ()
    #: what each page is
    kinds: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        return self.said.get(name, default)

    def ticked(self, name: str) -> bool:
        return bool(self.said.get(name))


class Incomplete(ValueError):
    """The form cannot be sent yet; `problems` name the field and what is wrong."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("the form is not complete")
        self.problems = problems


def read(form: FormData) -> Typed:
    """Return what was typed. Files are not among it."""
    said = {name: str(value) for name, value in form.multi_items() if not isinstance(value, UploadFile)}
    pages = tuple(dict.fromkeys(str(value) for value in form.getlist("page")))
    return Typed(said, pages, {sha256: said.get(f"kind-{sha256}", "letter") for sha256 in pages})


def resident_of(typed: Typed, now: datetime) -> Resident | Flaw | None:
    """Read the number of the petitioner; None when it is none of a resident card, or not typed."""
    number = identity.plain(typed.get("id_number"))
    if not number or typed.get("id_type", RESIDENT) != RESIDENT:
        return None
    return identity.resident(number, local(now).date())


def received(typed: Typed, now: datetime) -> ReceivedRequest:
    """Return what comes by letter, phone, net, from above, or is written down for a visitor; raise `Incomplete`."""
    at, trouble = _moment(typed, now)
    said = {
        **_common(typed, now, trouble),
        "form": typed.get("form", "F"),
        "level": typed.get("level", "county"),
        "reference": typed.get("reference"),
        "received_at": at,
        "report_days": typed.get("report_days") or None,
        "pages": tuple(PageRef(sha256=one, kind=typed.kinds[one]) for one in typed.pages),
    }
    return _made(ReceivedRequest, said, trouble)


def completed(typed: Typed, now: datetime, sent: HandoverRequest | None) -> WindowRegistration:
    """Return the visit of a terminal as the window completed it; raise `Incomplete`."""
    trouble: dict[str, str] = {}
    known = {page.sha256: page for page in sent.pages} if sent else {}
    said = {
        **_common(typed, now, trouble),
        "registered_at": now,
        "pages": tuple(known.get(one) or PageRef(sha256=one, kind=typed.kinds[one]) for one in typed.pages),
    }
    return _made(WindowRegistration, said, trouble)


def _made(model: type[M], said: dict[str, Any], trouble: dict[str, str]) -> M:
    if not typed_enough(said):
        trouble["summary"] = "请写明反映的情况 · Say what it is about"
    if trouble:
        raise Incomplete(trouble)
    try:
        return model.model_validate(said)
    except ValidationError as error:
        found = {
            _field(one["loc"]): "请重新填写 · Please fill this in again" for one in error.errors(include_url=False)
        }
        raise Incomplete(found) from error


def typed_enough(said: Mapping[str, Any]) -> bool:
    return bool(said["matter"]["summary"].strip())


def _field(where: tuple[int | str, ...]) -> str:
    named = [str(part) for part in where]
    match named:
        case ["representatives", number, name, *_]:
            return f"other{int(number) + 1}_{name}"
        case ["on_behalf_of", name, *_]:
            return f"behalf_{name}"
        case _:
            return next((part for part in reversed(named) if not part.isdigit()), "")


def _common(typed: Typed, now: datetime, trouble: dict[str, str]) -> dict[str, Any]:
    anonymous = typed.ticked("anonymous")
    petitioner = (
        {"name": "匿名", "source": "manual", "verified": False} if anonymous else _petitioner(typed, now, trouble)
    )
    others = [found for number in range(1, OTHERS + 1) if (found := _other(typed, f"other{number}_", now, trouble))]
    return {
        "petitioner": petitioner,
        "matter": _matter(typed, others, trouble),
        "representatives": tuple(others),
        "on_behalf_of": _other(typed, "behalf_", now, trouble),
        "anonymous": anonymous,
        "danger": typed.ticked("danger"),
    }


def _petitioner(typed: Typed, now: datetime, trouble: dict[str, str]) -> dict[str, Any]:
    if not typed.get("name").strip():
        trouble["name"] = "请填写姓名，或者勾选匿名 · A name, or tick anonymous"
    found = resident_of(typed, now)
    said = {
        "name": typed.get("name"),
        "id_type": typed.get("id_type", RESIDENT) or RESIDENT,
        "id_number": identity.plain(typed.get("id_number")),
        "phone": typed.get("phone"),
        "address": typed.get("address"),
        "source": "manual",
        "verified": typed.ticked("seen"),
    }
    match found:
        case Resident(birth, sex):
            return said | {"birth": birth, "sex": sex}
        case Flaw() if not typed.ticked("as_is"):
            trouble["id_number"] = " · ".join(identity.WORDS[found])
    return said


def _other(typed: Typed, prefix: str, now: datetime, trouble: dict[str, str]) -> dict[str, Any] | None:
    """Somebody beside the petitioner; None when the row is empty."""
    name, number = typed.get(f"{prefix}name").strip(), identity.plain(typed.get(f"{prefix}id_number"))
    phone = typed.get(f"{prefix}phone").strip()
    if not (name or number or phone):
        return None
    if not name:
        trouble[f"{prefix}name"] = "请填写姓名 · A name is missing"
    said: dict[str, Any] = {"name": name, "id_number": number, "phone": phone, "source": "manual", "verified": False}
    found = identity.resident(number, local(now).date()) if number else None
    match found:
        case Resident(birth, sex):
            return said | {"birth": birth, "sex": sex}
        case Flaw() if not typed.ticked("as_is"):
            trouble[f"{prefix}id_number"] = " · ".join(identity.WORDS[found])
    return said


def _matter(typed: Typed, others: list[dict[str, Any]], trouble: dict[str, str]) -> dict[str, Any]:
    continues = typed.get("continues")
    return {
        "summary": typed.get("summary"),
        "text": typed.get("text") or typed.get("summary"),
        "requests": _lines(typed.get("requests")),
        "complained_of": (
            *({"name": name} for name in _lines(typed.get("units"))),
            *(_person(line) for line in _lines(typed.get("persons"))),
        ),
        "place": typed.get("place"),
        "place_region": typed.get("place_region"),
        "persons_present": max(_number(typed, "persons_present", trouble), 1 + len(others)),
        "persons_affected": _number(typed, "persons_affected", trouble),
        "questions": {name: _ANSWERS.get(typed.get(name)) for name in QUESTIONS},
        "publish": typed.ticked("publish"),
        "confidential": typed.ticked("confidential"),
        "continues": "" if continues == NEW else continues,
    }


def _person(line: str) -> dict[str, str]:
    """A post and a name (某镇镇长 张某), or a name alone."""
    post, _, name = line.rpartition(" ")
    return {"name": name, "kind": "person", "post": post.strip()}


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _number(typed: Typed, name: str, trouble: dict[str, str]) -> int:
    text = typed.get(name).strip() or "1"
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        trouble[name] = "请填写人数 · A number"
        return 1
    return int(text)


def _moment(typed: Typed, now: datetime) -> tuple[datetime, dict[str, str]]:
    text = typed.get("received_at")
    try:
        return (datetime.fromisoformat(text).replace(tzinfo=ZONE) if text else now), {}
    except ValueError:
        return now, {"received_at": "请重新填写 · Please fill this in again"}


def from_terminal(sent: HandoverRequest) -> Typed:
    """Return the form where the visitor stood."""
    matter, person = sent.matter, sent.petitioner
    said = {
        "summary": matter.summary,
        "text": matter.text if matter.text != matter.summary else "",
        "requests": "\n".join(matter.requests),
        "units": "\n".join(one.name for one in matter.complained_of if one.kind == "unit"),
        "persons": "\n".join(f"{one.post} {one.name}".strip() for one in matter.complained_of if one.kind == "person"),
        "place": matter.place,
        "place_region": matter.place_region,
        "persons_present": str(matter.persons_present),
        "persons_affected": str(matter.persons_affected),
        "continues": matter.continues,
        **{name: _said(getattr(matter.questions, name)) for name in QUESTIONS},
    }
    said |= {name: "1" for name in ("publish", "confidential") if getattr(matter, name)}
    said |= {"anonymous": "1"} if sent.anonymous else {}
    if person is not None:
        said |= {"name": person.name, "id_type": person.id_type, "id_number": person.id_number}
        said |= {"phone": person.phone, "address": person.address or person.registered_address}
        said |= {"seen": "1"} if person.verified else {}
    rows = [(f"other{number}_", one) for number, one in enumerate(sent.representatives, 1)]
    rows += [("behalf_", sent.on_behalf_of)] if sent.on_behalf_of else []
    for prefix, one in rows:
        said |= {f"{prefix}name": one.name, f"{prefix}id_number": one.id_number, f"{prefix}phone": one.phone}
    hashes = tuple(page.sha256 for page in sent.pages)
    return Typed(said, hashes, {page.sha256: page.kind for page in sent.pages})


def _said(answer: bool | None) -> str:
    return "" if answer is None else ("yes" if answer else "no")
