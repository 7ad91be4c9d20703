"""Page images: taken in from a kiosk, shown to who may see the matter."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from server.audit import service as audit
from server.cases import access, repository
from server.cases.access import Reader
from server.cases.tables import PageUpload
from server.contract.v1 import ErrorCode, PageStored
from server.core import files
from server.core.errors import HallError, not_found
from server.core.work import Work


@dataclass(frozen=True, slots=True)
class PageImage:
    data: bytes
    media_type: str


def store(work: Work, kiosk: str, sha256: str, data: bytes) -> PageStored:
    """Keep a page image under its hash; raise HASH_MISMATCH, TOO_LARGE or BAD_IMAGE."""
    settings = work.centre.settings
    if not hmac.compare_digest(hashlib.sha256(data).hexdigest(), sha256):
        raise HallError(
            ErrorCode.HASH_MISMATCH,
            "页面在传输中损坏。",
            "The bytes do not have the hash in the path.",
            "请重新上传这一页 · Upload this page again.",
        )
    if work.session.get(PageUpload, (sha256, kiosk)) is not None:
        return PageStored(sha256=sha256, created=False)
    facts = files.inspect(data, max_bytes=settings.max_page_bytes, max_pixels=settings.max_page_pixels)
    # the file first: a row without its file would be a page lost, a file without a row is only space
    work.centre.pages.put(data)
    row = PageUpload(
        sha256=sha256,
        kiosk=kiosk,
        media_type=facts.media_type,
        width=facts.width,
        height=facts.height,
        size=facts.size,
        stored_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:
        return PageStored(sha256=sha256, created=False)
    audit.record(work, "page.stored", f"page:{sha256}")
    return PageStored(sha256=sha256, created=True)


def image(work: Work, known: Mapping[str, PageUpload], sha256: str) -> PageImage:
    """Return an uploaded page that belongs to no matter yet; raise NOT_FOUND for one that is not there."""
    if sha256 not in known:
        raise not_found()
    return PageImage(work.centre.pages.shown(sha256), known[sha256].media_type)


def show(work: Work, who: Reader, case_id: str, position: int, *, small: bool = False) -> PageImage:
    """Return one page (from 0) of a matter this reader may see, `small` for a list; raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    page = repository.page(work.session, case.id, position)
    if page is None:
        raise not_found()
    audit.record(work, "page.read", f"case:{case.id}")
    if small:
        return PageImage(work.centre.pages.small(page.sha256), "image/jpeg")
    return PageImage(work.centre.pages.shown(page.sha256), page.media_type)
