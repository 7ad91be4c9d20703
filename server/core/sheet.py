"""A table as a file: CSV or XLSX in, CSV or XLSX out, every cell a text."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

#: a county has some hundred units and some thousand duties
MAX_ROWS = 50_000
MAX_BYTES = 20_000_000
#: an XLSX is a ZIP: unpacked it may be this large and no more, which is read within seconds
_MAX_UNPACKED = 40_000_000
#: no table has nearly so many columns; who writes more of them wants to keep us busy
_MAX_COLUMNS = 200
#: a cell that holds a formula
_COMPUTED = re.compile(rb"<f[ >/]")
#: what a spreadsheet program would take for a formula (OWASP, CSV injection)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: marks such a text as text; taken away when it is read again
_TEXT_MARK = "'"
#: what XML cannot hold and nobody sees; a paste may bring it into a name
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"

    @property
    def media_type(self) -> str:
        match self:
            case Format.CSV:
                return "text/csv; charset=utf-8"
            case Format.XLSX:
                return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class RowFault:
    """What to mend; `line` counts from 1, the header being line 1. 0: the file as a whole."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"第 {self.line} 行 · line {self.line}: {self.message}" if self.line else self.message


class SheetInvalid(Exception):
    """The file cannot be read as the table it should be."""

    def __init__(self, *faults: RowFault) -> None:
        super().__init__("; ".join(str(fault) for fault in faults[:20]))
        self.faults = faults


#: line in the file and the cells by column, without spaces around them
Row = tuple[int, Mapping[str, str]]


def read(data: bytes, columns: Sequence[str], required: Sequence[str] | None = None) -> list[Row]:
    """Return the rows below the header. Empty lines do not count; columns may stand in any order, others are refused.
    Only `required` ones must be there; all of them when it is None.

    Whether it is CSV (UTF-8 or GB 18030, as Excel saves it) or XLSX is told from the bytes. Raises `SheetInvalid`.
    """
    if len(data) > MAX_BYTES:
        raise SheetInvalid(RowFault(0, f"文件超过 {MAX_BYTES // 1_000_000} MB · the file is too large"))
    packed = data.startswith(b"PK\x03\x04")
    lines = _xlsx(data) if packed else _csv(data)
    numbered = [(number, [_clean(cell) for cell in line]) for number, line in lines]
    filled = [(number, line) for number, line in numbered if any(line)]
    if not filled:
        raise SheetInvalid(RowFault(0, "文件是空的 · the file is empty"))
    (_, header), *rows = filled
    # a spreadsheet has as many columns as its widest row ever had; in CSV every comma was written by somebody
    while packed and header and not header[-1]:
        header.pop()
    needed = set(columns if required is None else required)
    if len(set(header)) < len(header) or not needed <= set(header) <= set(columns):
        said = f"列名应为 · the columns must be: {','.join(sorted(needed) if required else columns)}"
        missing = ",".join(name for name in columns if name in needed - set(header))
        raise SheetInvalid(RowFault(1, f"{said}（缺少 · missing: {missing}）" if missing else said))
    if len(rows) > MAX_ROWS:
        raise SheetInvalid(RowFault(0, f"超过 {MAX_ROWS} 行 · too many rows"))
    ragged = [
        RowFault(number, f"应有 {len(header)} 列，实有 {len(line)} 列 · wants {len(header)} columns, has {len(line)}")
        for number, line in rows
        if any(line[len(header) :]) or (len(line) != len(header) and not packed)
    ]
    if ragged:
        raise SheetInvalid(*ragged)
    return [(number, dict(zip(header, line + [""] * (len(header) - len(line)), strict=False))) for number, line in rows]


def write(form: Format, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return the file. A text that a spreadsheet program would run as a formula is marked as text."""
    match form:
        case Format.CSV:
            out = io.StringIO(newline="")
            writer = csv.writer(out)
            writer.writerow(columns)
            writer.writerows([marked(row.get(column, "")) for column in columns] for row in rows)
            # the mark at the beginning tells Excel that this is UTF-8
            return out.getvalue().encode("utf-8-sig")
        case Format.XLSX:
            from openpyxl import Workbook
            from openpyxl.cell import WriteOnlyCell

            book = Workbook(write_only=True)
            table = book.create_sheet("数据")
            table.append(list(columns))
            for row in rows:
                cells = []
                for column in columns:
                    cell = WriteOnlyCell(table, value=visible(row.get(column, "")))
                    # told, so that 001 stays 001 and = stays text
                    cell.data_type, cell.number_format = "s", "@"
                    cells.append(cell)
                table.append(cells)
            packed = io.BytesIO()
            book.save(packed)
            return packed.getvalue()


def _csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise SheetInvalid(RowFault(0, "不是 UTF-8 或 GB 18030 文本 · neither UTF-8 nor GB 18030"))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for line in reader:
            yield reader.line_num, line
    except csv.Error as error:
        raise SheetInvalid(RowFault(reader.line_num, f"不是 CSV · not CSV: {error}")) from error


def _xlsx(data: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MAX_UNPACKED:
                raise SheetInvalid(RowFault(0, "解压后过大 · too large when unpacked"))
            sheets = [name for name in packed.namelist() if name.startswith("xl/worksheets/")]
            computed = any(_COMPUTED.search(packed.read(name)) for name in sheets)
        if computed and (faults := list(_not_computed(data))):
            raise SheetInvalid(*faults)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        table = book.worksheets[0]
        for number, line in enumerate(table.iter_rows(values_only=True, max_row=MAX_ROWS + 2), start=1):
            if any(cell is not None for cell in line[_MAX_COLUMNS:]):
                raise SheetInvalid(RowFault(number, f"超过 {_MAX_COLUMNS} 列 · more than {_MAX_COLUMNS} columns"))
            yield number, [_text(cell) for cell in line[:_MAX_COLUMNS]]
    except SheetInvalid:
        raise
    except Exception as error:
        # openpyxl raises whatever the parts of a damaged file happen to cause
        raise SheetInvalid(RowFault(0, "不是能读的 XLSX 文件 · not a readable XLSX file")) from error


def _not_computed(data: bytes) -> Iterator[RowFault]:
    """Yield a fault for every formula without a value: it would be read as an empty cell."""
    from openpyxl import load_workbook
    from openpyxl.cell.cell import ERROR_CODES
    from openpyxl.utils import get_column_letter

    written = load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
    computed = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
    rows = zip(
        written.iter_rows(max_row=MAX_ROWS + 2, max_col=_MAX_COLUMNS),
        computed.iter_rows(values_only=True, max_row=MAX_ROWS + 2, max_col=_MAX_COLUMNS),
        strict=False,
    )
    for number, (cells, values) in enumerate(rows, start=1):
        for place, (cell, value) in enumerate(zip(cells, values, strict=False), start=1):
            if cell.data_type == "f" and (value is None or value in ERROR_CODES):
                column = get_column_letter(place)
                yield RowFault(
                    number,
                    f"{column} 列的公式没有结果，请粘贴为数值 · column {column}: a formula without a value; paste values",
                )


def _text(cell: object) -> str:
    if cell is None:
        return ""
    # a date that the program recognised; a code that it took for a number
    if hasattr(cell, "strftime"):
        return f"{cell:%Y-%m-%d}"
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _clean(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text.startswith(_TEXT_MARK) and text[1:].startswith(_FORMULA) else text


def marked(text: str) -> str:
    return _TEXT_MARK + text if text.startswith(_FORMULA) else text


def visible(text: str) -> str:
    """Return the text without characters that no workbook can hold."""
    return _UNSEEN.sub("", text)
