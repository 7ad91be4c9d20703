"""Page images of a visit that never became a matter are deleted with it."""

from __future__ import annotations

from functools import partial

from sqlmodel import col, delete, select

from server.cases.handover_tables import Handover
from server.cases.tables import CasePage, PageUpload
from server.core.database import after_commit
from server.core.work import Work


def forget_pages(work: Work, row: Handover) -> None:
    """Delete what was uploaded for it, as far as no matter and no other terminal names the same image."""
    mine = set(row.pages.split())
    if not mine:
        return
    row.pages = ""
    kept = set(work.session.exec(select(CasePage.sha256).where(col(CasePage.sha256).in_(mine))).all())
    gone = mine - kept
    work.session.exec(delete(PageUpload).where(col(PageUpload.kiosk) == row.kiosk, col(PageUpload.sha256).in_(gone)))
    elsewhere = set(work.session.exec(select(PageUpload.sha256).where(col(PageUpload.sha256).in_(gone))).all())
    for sha256 in gone - elsewhere:
        # after the rows: a row without its file would be a page lost
        after_commit(work.session, partial(work.centre.pages.remove, sha256))
