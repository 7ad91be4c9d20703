"""The page with the form of the window: for a letter, a call, a visitor, or a visit that began at a terminal."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile

from server.accounts.asking import SignedIn
from server.cases import window
from server.cases.access import Reader
from server.cases.reception import HandedOver
from server.core.work import Work
from server.units import service as units
from server.web.guard import reader_of
from server.web.reception import form as forms
from server.web.reception.advice import Advice, advise
from server.web.reception.form import Typed
from server.web.templating import page

LEVELS = {
    "county": ("本级", "Here"),
    "township": ("乡镇", "Township"),
    "city": ("市级交办", "City"),
    "province": ("省级交办", "Province"),
    "national": ("国家交办", "National"),
}
FORMS = {
    "F": ("来访", "Visit"),
    "X": ("来信", "Letter"),
    "D": ("来电", "Call"),
    "W": ("网上", "Net"),
}
DOCUMENTS = {
    "111": "居民身份证 Resident card",
    "553": "外国人永久居留证 Permanent residence",
    "516": "港澳居民来往内地通行证 Mainland permit, HK/Macao",
    "511": "台胞证 Mainland permit, Taiwan",
    "554": "港澳台居民居住证 Residence permit, HK/Macao/Taiwan",
    "414": "护照 Passport",
    "114": "军官证 Officer’s card",
}
KINDS = {
    "letter": "信访材料 Petition",
    "form": "登记表 Form",
    "id_copy": "证件复印件 ID copy",
    "opinion": "处理意见 Opinion",
    "court_paper": "法律文书 Court paper",
    "receipt": "收据 Receipt",
    "photo": "照片 Photo",
    "other": "其他 Other",
}
QUESTIONS = {
    "court": ("是否经过法院", "Was it at a court"),
    "reconsideration": ("是否行政复议", "Administrative reconsideration"),
    "arbitration": ("是否仲裁", "Arbitration"),
    "earlier_opinion": ("是否已有处理意见书", "An earlier opinion"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """`problems` name fields; `message` stands above."""

    typed: Typed
    key: str
    problems: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    message_en: str = ""
    status: int = 200
    #: what was handed over, None for a form that began here
    handover: HandedOver | None = None


def fresh_key() -> str:
    """Return the key a registration is filed under once, however often its form is sent."""
    return f"window-{secrets.token_hex(12)}"


def take_files(work: Work, who: Reader, sent: FormData, typed: Typed) -> Typed:
    """Store what was chosen, images and PDF; return the form with the new pages at its end. Raise what `scan` raises."""
    files = [file.file.read() for file in sent.getlist("files") if isinstance(file, UploadFile) and file.size]
    stored = window.scan(work, who, *files).pages if files else ()
    pages = tuple(dict.fromkeys((*typed.pages, *stored)))[: window.MOST_PAGES]
    return Typed(typed.said, pages, {one: typed.kinds.get(one, "letter") for one in pages})


def show(work: Work, who: Reader, person: SignedIn, shown: Shown) -> Response:
    return _page("register.html", work, person, shown, advise(work, who, shown.typed))


def show_advice(work: Work, who: Reader, person: SignedIn, shown: Shown) -> Response:
    """The advice alone, while somebody types."""
    return _page("_advice.html", work, person, shown, advise(work, who, shown.typed))


def _page(template: str, work: Work, person: SignedIn, shown: Shown, advice: Advice) -> Response:
    return page(
        template,
        now=work.now,
        reader=reader_of(work.session, person),
        csrf=person.csrf,
        here="register" if shown.handover is None else "reception",
        status=shown.status,
        typed=shown.typed,
        key=shown.key,
        problems=shown.problems,
        message=shown.message,
        message_en=shown.message_en,
        handover=shown.handover,
        advice=advice,
        owner=person.account.username,
        forms=FORMS,
        levels=LEVELS,
        documents=DOCUMENTS,
        kinds=KINDS,
        questions=QUESTIONS,
        others=range(1, forms.OTHERS + 1),
        regions=units.regions(work.session),
    )
