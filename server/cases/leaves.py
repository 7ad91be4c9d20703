"""One page of the papers as people look at it: the image, and the words where they stand on it."""

from __future__ import annotations

import io

from PIL import Image

from server.audit import service as audit
from server.cases import access, repository, sealing
from server.cases.access import Reader
from server.contract.v1 import TextLine
from server.contract.v1.base import Answer
from server.core.errors import not_found
from server.core.work import Work


class Leaf(Answer):
    number: str
    #: from 0, and how many there are
    position: int
    count: int
    kind: str
    #: pixels of the image as it is shown
    width: int
    height: int
    text: str
    #: in reading order; empty for a page that came without places
    lines: tuple[TextLine, ...]


def leaf(work: Work, who: Reader, case_id: str, position: int) -> Leaf:
    """Return one page (from 0) of a matter this reader may see; raise NOT_FOUND. The look is on record."""
    case = access.find(work.session, who, case_id)
    every = repository.pages(work.session, case.id)
    page = next((one for one in every if one.position == position), None)
    if page is None:
        raise not_found()
    audit.record(work, "page.read", f"case:{case.id}")
    # of what is shown: a camera may have been held sideways
    with Image.open(io.BytesIO(work.centre.pages.shown(page.sha256))) as image:
        width, height = image.size
    return Leaf(
        number=case.number,
        position=position,
        count=len(every),
        kind=page.kind,
        width=width,
        height=height,
        text=sealing.page_text(work.vault, page),
        lines=sealing.page_lines(work.vault, page),
    )
