"""The report as a file: XLSX with a sheet a table, and A4 pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from printers.layout.forms import ROW_UNITS, Cell, Form, Gap, Line, Note, Part, Place, Room, Row, Title
from server.analysis.definitions import VERSION
from server.analysis.report import Report, ReportTable, Value
from server.core.sheet import visible
from server.core.time import local

#: a chunk of an answer
_CHUNK = 64 * 1024
#: a table without a row
NOTHING = "本期没有数据 · Nothing to count"
_ITEM = ("项目", "Item")
_TITLE, _HEAD, _PLAIN = Font(name="宋体", bold=True, size=14), Font(name="宋体", bold=True), Font(name="宋体")
_SMALL = Font(name="宋体", size=9, color="00586A82")
_SHADE = PatternFill("solid", fgColor="00E7F0FB")
_EDGE = Side("thin", color="00BFC9D6")
_EDGES = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_MIDDLE, _RIGHT = Alignment(horizontal="center", vertical="center"), Alignment(horizontal="right")
#: units of `ROW_UNITS` a column of values is wide on paper
_COLUMN = 3


def xlsx(report: Report) -> Iterator[bytes]:
    """Yield the workbook. Numbers stay numbers; what is hidden stays the sign that says so."""
    book = Workbook(write_only=True)
    for table in report.tables:
        sheet = book.create_sheet(_sheet_name(table.title))
        # it has what a sheet has of these; only its stubs do not say so
        _lay_out(cast(Worksheet, sheet), len(table.columns))
        sheet.append([_cell(sheet, report.title, _TITLE), _cell(sheet, report.title_en, _HEAD)])
        sheet.append([_cell(sheet, f"{table.title} {table.title_en}", _HEAD)])
        # a row and a column of their own for English: what is looked up by its Chinese name is found by it alone
        for heads in zip(*(_ITEM, *table.columns, ("", "English")), strict=True):
            sheet.append([_cell(sheet, text, _HEAD, fill=_SHADE, border=_EDGES, alignment=_MIDDLE) for text in heads])
        for line in table.lines:
            label, label_en = (_cell(sheet, text, _PLAIN, border=_EDGES) for text in (line.label, line.label_en))
            values = (_cell(sheet, value, _PLAIN, border=_EDGES, alignment=_RIGHT) for value in line.values)
            sheet.append([label, *values, label_en])
        if not table.lines:
            sheet.append([_cell(sheet, NOTHING, _PLAIN)])
        sheet.append([])
        sheet.append([_cell(sheet, f"统计口径（{VERSION}）：{table.definition}", _SMALL)])
        sheet.append([_cell(sheet, f"How it was counted ({VERSION}): {table.definition_en}", _SMALL)])
    packed = io.BytesIO()
    book.save(packed)
    packed.seek(0)
    while chunk := packed.read(_CHUNK):
        yield chunk


def paper(report: Report) -> Form:
    """Return the report as a paper."""
    made = local(report.made_at)
    name, _, period = report.title.partition(" ")
    parts: list[Part] = [
        Title(name),
        Line(period, Place.CENTRE, bold=True),
        Line(report.title_en, Place.CENTRE),
        Line(f"生成时间：{made:%Y-%m-%d %H:%M}　统计口径：{VERSION}", Place.CENTRE),
    ]
    # the days fill a page of their own
    for table in sorted(report.tables, key=lambda one: one.id == "days"):
        parts += [
            Room(len(table.lines) + 2),
            Gap(0.8),
            Line(f"{table.title} {table.title_en}", bold=True),
            *_rows(table),
            Note(f"口径：{table.definition}"),
            Note(table.definition_en),
        ]
    return Form(report.title, tuple(parts), reference=report.period)


def shown(value: Value) -> str:
    """Return a value as people read it."""
    return f"{value:,}" if isinstance(value, int) else str(value)


def _lay_out(sheet: Worksheet, columns: int) -> None:
    """Give the sheet its widths; what stands above the rows stays in sight and on every printed page."""
    sheet.column_dimensions["A"].width = 34
    for number in range(columns):
        sheet.column_dimensions[get_column_letter(number + 2)].width = 13
    sheet.column_dimensions[get_column_letter(columns + 2)].width = 34
    sheet.freeze_panes = "B5"
    sheet.print_title_rows = "1:4"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def _cell(sheet: WriteOnlyWorksheet, value: Value, font: Font, **looks: Any) -> SheetCell:
    cell = WriteOnlyCell(sheet, value=visible(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        # a unit whose name begins with = is called so
        cell.data_type = "s"
    cell.font = font
    for name, look in looks.items():
        setattr(cell, name, look)
    return cell


def _rows(table: ReportTable) -> Iterator[Part]:
    if not table.lines:
        yield Note(NOTHING)
        return
    label = ROW_UNITS - _COLUMN * len(table.columns)
    heads = (Cell(f"{text} {text_en}", _COLUMN, label=True) for text, text_en in table.columns)
    yield Row((Cell(" ".join(_ITEM), label, label=True), *heads), head=True)
    for line in table.lines:
        values = (Cell(shown(value), _COLUMN, label=True) for value in line.values)
        yield Row((Cell(f"{line.label} {line.label_en}".strip(), label), *values))


def _sheet_name(title: str) -> str:
    """Return what a sheet may be called: 31 characters, none of those that a spreadsheet forbids."""
    return "".join(
        "（" if letter == "(" else "）" if letter == ")" else letter for letter in title if letter not in "[]:*?/\\"
    )[:31]
