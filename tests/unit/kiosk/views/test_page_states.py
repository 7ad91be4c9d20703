"""What stands under the small picture of a page."""

from __future__ import annotations

import pytest

from kiosk.flow.visit import Page
from kiosk.reading.result import PageIssue, PageText
from kiosk.ui.words import catalogue, languages
from kiosk.views.pages import state


@pytest.mark.parametrize(
    ("issues", "expected"),
    [
        ((), "read"),
        ((PageIssue.BLURRED,), "poor"),
        ((PageIssue.BLURRED, PageIssue.NO_TEXT), "poor"),
        ((PageIssue.NO_TEXT,), "no_text"),
        ((PageIssue.OTHER_SCRIPT, PageIssue.BLURRED), "other_script"),
    ],
)
def test_a_photograph_and_another_script_are_not_called_unclear(issues: tuple[PageIssue, ...], expected: str) -> None:
    page = Page("one", b"", "image/jpeg", "", PageText(0, (), issues, b"", 1, 1, 0.0))
    assert state(page) == expected
    assert all(f"pages_state_{expected}" in catalogue(language) for language in languages())
