"""The report as a file: XLSX with a sheet a table, and A4 pages."""

from __future__ import annotations

import io
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from printers.layout.forms import ROW_UNITS, Cell, Form, Gap, Line, Note, Part, Place, Row, Title
from server.analysis.definitions import VERSION
from server.analysis.report import Report, ReportTable, Value
from server.core.time import local

#: a chunk of an answer
_CHUNK = 64 * 1024
#: units of `ROW_UNITS` a column of values is wide on paper
_COLUMN = 3


def xlsx(report: Report) -> Iterator[bytes]:
    """Yield the workbook. Numbers stay numbers; what is hidden stays the sign that says so."""
    book = Workbook(write_only=True)
    for table in report.tables:
        sheet = book.create_sheet(_sheet_name(table.title))
        sheet.column_dimensions["A"].width = 36
        bold = Font(bold=True)

        def head(text: str, sheet: WriteOnlyWorksheet = sheet, bold: Font = bold) -> SheetCell:
            cell = WriteOnlyCell(sheet, value=text)
            cell.font = bold
            return cell

        sheet.append([head(report.title)])
        sheet.append([head(f"{table.title} {table.title_en}")])
        sheet.append([head("项目"), *(head(text) for text, _ in table.columns)])
        for line in table.lines:
            sheet.append([line.label, *line.values])
        sheet.append([])
        sheet.append([f"统计口径（{VERSION}）：{table.definition}"])
    packed = io.BytesIO()
    book.save(packed)
    packed.seek(0)
    while chunk := packed.read(_CHUNK):
        yield chunk


def paper(report: Report) -> Form:
    """Return the report as a paper."""
    made = local(report.made_at)
    parts: list[Part] = [
        Title(report.title),
        Line(f"生成时间：{made:%Y-%m-%d %H:%M}　统计口径：{VERSION}", Place.CENTRE),
    ]
    # the days fill a page of their own
    for table in sorted(report.tables, key=lambda one: one.id == "days"):
        parts += [Gap(0.8), Line(table.title, bold=True), *_rows(table), Note(f"口径：{table.definition}")]
    return Form(report.title, tuple(parts), reference=report.period)


def shown(value: Value) -> str:
    """Return a value as people read it."""
    return f"{value:,}" if isinstance(value, int) else str(value)


def _rows(table: ReportTable) -> Iterator[Row]:
    label = ROW_UNITS - _COLUMN * len(table.columns)
    heads = (Cell(text, _COLUMN, label=True) for text, _ in table.columns)
    yield Row((Cell("项目", label, label=True), *heads))
    for line in table.lines:
        values = (Cell(shown(value), _COLUMN, label=True) for value in line.values)
        yield Row((Cell(line.label, label), *values))


def _sheet_name(title: str) -> str:
    """Return what a sheet may be called: 31 characters, none of those that a spreadsheet forbids."""
    return "".join(
        "（" if letter == "(" else "）" if letter == ")" else letter for letter in title if letter not in "[]:*?/\\"
    )[:31]
