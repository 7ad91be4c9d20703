from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from printers.layout import notices, registration
from printers.layout.forms import Cell, Form, Line, Paragraph, Row
from printers.layout.notices import FOLDER, BadWording
from printers.layout.registration import Person
from printers.layout.sample import sample_acceptance, sample_registration


def said(form: Form) -> str:
    texts = []
    for part in form.parts:
        match part:
            case Row(cells):
                texts += [cell.text for cell in cells]
            case _:
                texts.append(getattr(part, "text", ""))
    return "\n".join(texts)


def test_the_form_says_all_that_was_registered() -> None:
    text = said(registration.lay_out(sample_registration()))
    for piece in (
        "130406260601F00016",
        "2026年6月1日 09:05",
        "张㙍",
        "1900年1月1日",
        "12 人",
        "■初访",
        "工资欠条 2 页（原件）",
    ):
        assert piece in text


def test_what_is_not_known_stays_blank_for_the_pen() -> None:
    empty = replace(sample_registration(), visitor=Person(""), companions=(), demand="", facts="", materials=())
    rows = [part for part in registration.lay_out(empty).parts if isinstance(part, Row)]
    assert Cell("", 21, lines=5) in [cell for row in rows for cell in row.cells]


def test_at_most_five_people_stand_on_the_form() -> None:
    many = replace(sample_registration(), companions=tuple(Person(f"人{n}") for n in range(9)))
    assert said(registration.lay_out(many)).count("随访代表") == 4


def test_a_legal_way_that_was_taken_is_ticked() -> None:
    text = said(registration.lay_out(replace(sample_registration(), legal_ways=frozenset({"仲裁"}))))
    assert "■仲裁" in text and "□均未经过" in text
    with pytest.raises(ValueError, match="诉讼"):
        replace(sample_registration(), legal_ways=frozenset({"上访"}))


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="时区"):
        replace(sample_registration(), registered_at=datetime(2026, 6, 1, 9, 5))  # noqa: DTZ001  the point of the test


def test_a_row_that_does_not_fill_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="24"):
        Row((Cell("", 23),))


def test_the_notice_of_acceptance_says_article_limit_and_seal() -> None:
    form = notices.lay_out(sample_acceptance())
    text = said(form)
    for piece in ("第二十三条", "60日内办结", "2026年6月2日", "峰人社信访告〔2026〕1号", "（盖章）", "2026年6月8日"):
        assert piece in text
    assert "{" not in text
    assert form.parts[-1] == Line("2026年6月8日", form.parts[-1].place)  # type: ignore[union-attr]


def test_a_unit_may_keep_its_own_words(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        (FOLDER / "acceptance.toml").read_text(encoding="utf-8").replace("特此告知。", "特此告知，{petitioner}。"),
        encoding="utf-8",
    )
    assert Paragraph("特此告知，张㙍。") in notices.lay_out(sample_acceptance(), path).parts


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{unit}", "{unti}"),
        ("{unit}", "{unit"),
        ("{unit}", "{unit.__class__}"),
        ("paragraphs", "paragraph"),
        ("[", "("),
    ],
)
def test_wrong_wording_is_refused_with_the_name_of_the_file(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text((FOLDER / "acceptance.toml").read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(BadWording, match=r"own\.toml"):
        notices.lay_out(sample_acceptance(), path)


def test_a_value_with_braces_is_only_a_value() -> None:
    assert "{number}" in said(notices.lay_out(replace(sample_acceptance(), matter="{number}")))
