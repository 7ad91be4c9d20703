"""The duty catalogue file: good rows are stored, each bad row is named and nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import Session, func, select

from server.routing.service import CatalogueInvalid, load_catalogue
from server.routing.tables import DutyEntry

HEADER = "category_code,region,unit,legal_basis,valid_from,valid_to\n"
GOOD = "04,,130406-renshe,《劳动法》第九条,2024-01-01,\n"


def write(folder: Path, rows: str, header: str = HEADER) -> Path:
    path = folder / "catalogue.csv"
    path.write_text(header + rows, "utf-8")
    return path


def test_loading_again_replaces_the_catalogue(session: Session, tmp_path: Path) -> None:
    before = session.exec(select(func.count()).select_from(DutyEntry)).one()
    assert before > 100
    assert load_catalogue(session, write(tmp_path, GOOD)) == 1
    assert session.exec(select(DutyEntry.unit_code)).all() == ["130406-renshe"]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("77,,130406-renshe,,2024-01-01,\n", "line 3: unknown category|没有这个类别"),
        ("040,,130406-renshe,,2024-01-01,\n", "没有这个类别"),
        ("06,,130406-nobody,,2024-01-01,\n", "unknown or dissolved unit"),
        ("06,999999,130406-jiaoti,,2024-01-01,\n", "unknown region"),
        ("06,,130406-jiaoti,,yesterday,\n", "not a date"),
        ("06,,130406-jiaoti,,2024-01-01,2023-01-01\n", "before valid_from"),
        ("06,,130406-jiaoti\n", "wants 6 columns"),
        ("06,,130406-jiaoti,,2024-01-01,,,\n", "wants 6 columns"),
        ("04,,130406-jiaoti,,2025-01-01,\n", "valid at the same time as line 2"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_nothing_is_stored(
    session: Session, tmp_path: Path, row: str, complaint: str
) -> None:
    before = session.exec(select(func.count()).select_from(DutyEntry)).one()
    with pytest.raises(CatalogueInvalid, match=complaint) as caught:
        load_catalogue(session, write(tmp_path, GOOD + row))
    assert [fault.line for fault in caught.value.faults] == [3]
    assert session.exec(select(func.count()).select_from(DutyEntry)).one() == before


def test_every_bad_row_is_told_at_once(session: Session, tmp_path: Path) -> None:
    with pytest.raises(CatalogueInvalid) as caught:
        load_catalogue(session, write(tmp_path, "77,,x,,2024-01-01,\n" + GOOD + "06,1,y,,2024-01-01,\n"))
    assert [fault.line for fault in caught.value.faults] == [2, 2, 4, 4]


def test_a_duty_may_pass_to_another_unit_from_one_day_to_the_next(session: Session, tmp_path: Path) -> None:
    rows = "04,,130406-renshe,,2024-01-01,2024-12-31\n04,,130406-minzheng,,2025-01-01,\n"
    assert load_catalogue(session, write(tmp_path, rows)) == 2


def test_wrong_columns_and_unreadable_files_are_refused(session: Session, tmp_path: Path) -> None:
    with pytest.raises(CatalogueInvalid, match="columns must be"):
        load_catalogue(session, write(tmp_path, GOOD, "a,b\n"))
    with pytest.raises(CatalogueInvalid, match="No such file"):
        load_catalogue(session, tmp_path / "nowhere.csv")
    path = tmp_path / "gbk.csv"
    path.write_bytes(HEADER.encode() + "04,,x,《劳动法》,2024-01-01,\n".encode("gb18030"))
    with pytest.raises(CatalogueInvalid, match=r"gbk\.csv"):
        load_catalogue(session, path)
