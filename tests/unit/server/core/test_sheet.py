"""Tables as files: what a spreadsheet program saves comes in, what goes out comes back as it was."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from server.core.sheet import MAX_BYTES, Format, SheetInvalid, read, write

COLUMNS = ("code", "name")
cells = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="'\ufeff\ufffe\uffff"), max_size=12
).map(str.strip)
rows = st.lists(
    st.fixed_dictionaries({"code": st.text("0123456789", min_size=1, max_size=12), "name": cells}), min_size=1
)


@pytest.mark.parametrize("form", list(Format))
@settings(deadline=None, max_examples=40)  # the first XLSX loads the library
@given(table=rows)
def test_what_is_written_is_read_again(form: Format, table: list[dict[str, str]]) -> None:
    assert [dict(row) for _, row in read(write(form, COLUMNS, table), COLUMNS)] == table


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0"])
@pytest.mark.parametrize("form", list(Format))
def test_a_formula_leaves_as_text_and_comes_back(form: Format, text: str) -> None:
    out = write(form, COLUMNS, [{"code": "1", "name": text}])
    assert read(out, COLUMNS)[0][1]["name"] == text
    if form is Format.CSV:
        assert f"'{text}".split(",")[0] in out.decode("utf-8-sig")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_excel_are_understood(encoding: str) -> None:
    assert read("name,code\n峰峰矿区,130406\n\n".encode(encoding), COLUMNS) == [
        (2, {"name": "峰峰矿区", "code": "130406"})
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"code\n1", "columns must be"),
        (b"code\n1", "missing: name"),
        (b"code,name\n1,2,3", "wants 2 columns"),
        (b"code,name\n1,2,3\n1,2\n3", r"line 2.*line 4"),
        (b'code,name\n"1,2', "not CSV"),
        (b"PK\x03\x04 not really", "XLSX"),
        (b"\xff\xfe\xff\x80\x80\xff", "GB 18030"),
        (b"x" * (MAX_BYTES + 1), "too large"),
    ],
)
def test_what_is_no_such_table_says_what_is_wrong(data: bytes, said: str) -> None:
    with pytest.raises(SheetInvalid, match=said):
        read(data, COLUMNS)


def test_a_bomb_is_not_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b" " * 210_000_000)
    with pytest.raises(SheetInvalid, match="unpacked"):
        read(packed.getvalue(), COLUMNS)


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    table = book.active
    assert table is not None
    for row in rows:
        table.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def test_a_formula_that_nobody_computed_is_named_by_line_and_column() -> None:
    # no program has opened this workbook yet, so that it holds no results
    data = workbook(["code", "name"], ["1", "一"], ["2", '=HYPERLINK("http://x","y")'], ["=A2+1", "三"])
    with pytest.raises(SheetInvalid) as refused:
        read(data, COLUMNS)
    assert [(fault.line, fault.message[:3]) for fault in refused.value.faults] == [(3, "B 列"), (4, "A 列")]


def test_who_writes_hundreds_of_columns_is_refused_at_the_first_row() -> None:
    with pytest.raises(SheetInvalid, match="more than 200 columns"):
        read(workbook(["code", "name"], ["x"] * 201), COLUMNS)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    for prefix in (b"", b"PK\x03\x04"):
        try:
            read(prefix + data, COLUMNS)
        except SheetInvalid as error:
            assert str(error)


def test_a_character_nobody_sees_does_not_spoil_a_workbook() -> None:
    assert read(write(Format.XLSX, COLUMNS, [{COLUMNS[0]: "区\x01法\x0b院"}]), COLUMNS)[0][1][COLUMNS[0]] == "区法院"
