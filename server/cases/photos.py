"""Photos of progress, from the camera of a telephone: checked to be images, sealed under their hash, shown drawn anew.

What a telephone writes beside the picture (place, time, owner) stays in the sealed original.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlmodel import col, select

from server.audit import service as audit
from server.cases import access, deed
from server.cases.access import Reader
from server.cases.documents import PageImage
from server.cases.rules import CaseState
from server.cases.tables import CasePhoto, PetitionCase
from server.contract.v1.base import Answer
from server.core import files
from server.core.errors import not_found
from server.core.work import Work

#: photos of one entry
MOST = 6
#: pixels of the longer side of a small one, for lists
_SMALL = 360


class PhotoStored(Answer):
    """What an entry names. `created` is False when the same photo was there already."""

    sha256: str
    width: int
    height: int
    created: bool


def take(work: Work, who: Reader, case_id: str, data: bytes, name: str = "照片 Photo") -> PhotoStored:
    """Keep a photo for an entry of this matter, of the unit or of who supervises it; `name` is how its author
    knows it. Raise NOT_FOUND, FORBIDDEN, WRONG_STATE, TOO_LARGE or BAD_IMAGE."""
    case = access.find(work.session, who, case_id)
    if not (deed.desk(work, who, case) or deed.pushes(work, who, case)):
        raise deed.not_yours()
    if CaseState(case.state) is CaseState.MERGED:
        raise deed.wrong_state()
    settings = work.centre.settings
    most = {"max_bytes": settings.max_page_bytes, "max_pixels": settings.max_page_pixels}
    facts = files.inspect(data, **most, photo=name)
    sha256 = hashlib.sha256(data).hexdigest()
    known = work.session.get(CasePhoto, (case.id, sha256))
    if known is None:
        work.centre.pages.put(data)
        row = CasePhoto(case_id=case.id, sha256=sha256, account=who.account, stored_at=work.now)
        row.media_type, row.width, row.height, row.size = facts.media_type, facts.width, facts.height, facts.size
        work.session.add(row)
        work.session.flush()
        audit.record(work, "photo.stored", f"case:{case.id}")
    return PhotoStored(sha256=sha256, width=facts.width, height=facts.height, created=known is None)


def show(work: Work, who: Reader, case_id: str, sha256: str, *, small: bool) -> PageImage:
    """Return one photo of a matter this reader may see; raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    row = work.session.get(CasePhoto, (case.id, sha256))
    if row is None:
        raise not_found()
    audit.record(work, "photo.read", f"case:{case.id}")
    whole = work.centre.pages.shown(sha256)
    return PageImage(files.reduced(whole, _SMALL), "image/jpeg") if small else PageImage(whole, row.media_type)


def refuse_missing(work: Work, case: PetitionCase, hashes: Sequence[str]) -> None:
    """Raise INVALID_REQUEST for a photo that was not sent for this matter."""
    if not hashes:
        return
    known = select(CasePhoto.sha256).where(CasePhoto.case_id == case.id, col(CasePhoto.sha256).in_(hashes))
    if set(hashes) - set(work.session.exec(known).all()):
        raise deed.invalid("有照片没有上传。", "A photo was never sent.", "photos")
