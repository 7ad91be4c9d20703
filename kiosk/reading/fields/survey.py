"""Everything the papers say beyond the lines of the form: who stands behind them, what is attached, what to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.reading.fields.answers import ProposedAnswer, answers
from kiosk.reading.fields.attachments import Attachment, attachments
from kiosk.reading.fields.bank import without_cards
from kiosk.reading.fields.document import Document
from kiosk.reading.fields.signatories import Signatories, signatories
from kiosk.reading.kinds import PageKind, page_kind, repeated
from kiosk.reading.result import PageText

#: characters of the national layout's content (tsnr)
LONGEST_CONTENT = 4_000


@dataclass(frozen=True, slots=True)
class Survey:
    """What is proposed beside the fields of `propose`."""

    signatories: Signatories | None
    attachments: tuple[Attachment, ...]
    answers: tuple[ProposedAnswer, ...]
    #: the text as read, paragraphs joined, bank cards left out
    text: str
    #: True: the text is an attachment and the summary takes its place
    as_attachment: bool
    #: one for each page
    kinds: tuple[PageKind, ...]
    #: pages that show an earlier page again: index -> index of the earlier one
    repeated: dict[int, int]

    @property
    def content(self) -> str:
        """What goes into the national layout's content: the text, or "" when it is too long for it."""
        return "" if self.as_attachment else self.text


def survey(pages: Sequence[PageText]) -> Survey:
    """Look through all pages of a petition."""
    document = Document(pages)
    text = without_cards(document.raw)
    return Survey(
        signatories=signatories(document),
        attachments=attachments(document),
        answers=answers(document),
        text=text,
        kinds=tuple(page_kind(page) for page in pages),
        repeated=repeated(pages),
        as_attachment=len(text) > LONGEST_CONTENT,
    )
