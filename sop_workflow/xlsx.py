"""Rows to an Excel file as a stream of zipped XML: text, whole numbers and dates, nothing more.

Text is inline, so that what looks like a number or a formula stays text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FILES = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_DOC}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_DOC}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_DOC}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
    'formatCode="dd\\-mm\\-yyyy"/></numFmts><fonts count="2"><font><sz val="11"/></font>'
    '<font><b/><sz val="11"/></font></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>',
}
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def workbook(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """One sheet: a bold first row, then the rows; `title` names the sheet (31 letters at most)."""
    kept = io.BytesIO()
    name = escape(re.sub(r"[\[\]:*?/\\]", " ", title)[:31], {'"': "&quot;"})
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        book = (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOC}"><sheets>'
            f'<sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>'
        )
        for path, content in {**_FILES, "xl/workbook.xml": book}.items():
            package.writestr(_entry(path), _HEAD + content)
        with package.open(_entry("xl/worksheets/sheet1.xml"), "w") as sheet:
            sheet.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            sheet.write(_row(1, head, style=1).encode())
            for number, row in enumerate(rows, 2):
                sheet.write(_row(number, row).encode())
            sheet.write(b"</sheetData></worksheet>")
    return kept.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    """A fixed date: the same rows give the same bytes."""
    entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _row(number: int, cells: Sequence[object], style: int = 0) -> str:
    return f'<row r="{number}">' + "".join(_cell(cell, style) for cell in cells) + "</row>"


def _cell(value: object, style: int) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return f'<c s="2"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int) and not isinstance(value, bool):
        return f'<c s="{style}"><v>{value}</v></c>'
    text = escape(_UNREADABLE.sub("", str(value)))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
