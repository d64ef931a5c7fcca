"""Paper from a Typst template and data: `typeset(template, data)` gives PDF bytes.

What people typed goes in as data (`json(bytes(sys.inputs.data))` in the template), never as
markup. A template sees the `.typ` files of its own folder and nothing else: no other file, no
`@preview` package, only the fonts that the wheel brings. Same template and data, same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import typst

from builder.errors import RakitError

PPI = 110
FORMATS = ("pdf", "png", "svg")


class TypesetError(RakitError):
    """A paper could not be typeset; ``which`` names the template and Typst's own words."""


def typeset(template: Path, data: Mapping[str, Any], *, format: str = "pdf") -> bytes:
    """PDF bytes of the paper; ``format='png'`` or ``'svg'`` gives its first page as a picture.

    `data` is anything that JSON can hold. TypesetError when the template is wrong, asks for a
    package, or lacks a value.
    """
    if format not in FORMATS:
        raise TypesetError("Format ini tidak ada", which=format, way_out="Pilih pdf, png, svg.")
    files = _files(template)
    options: dict[str, Any] = {"ppi": PPI} if format == "png" else {}
    try:
        made = typst.compile(
            cast(Any, files),
            format=cast(Any, format),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            ignore_system_fonts=True,
            **options,
        )
    except typst.TypstError as error:
        raise TypesetError(
            "Dokumen tidak dapat disusun", which=f"{template.name}: {str(error)[:400]}"
        ) from error
    pages = made if isinstance(made, list) else [made]
    return bytes(pages[0])


def first_page_png(template: Path, data: Mapping[str, Any]) -> bytes:
    """The paper's first page as PNG bytes, to show beside its hash."""
    return typeset(template, data, format="png")


def _files(template: Path) -> dict[str, bytes]:
    """The template as `main.typ`, with its neighbours by name; packages are refused."""
    if not template.is_file():
        raise TypesetError("Templat tidak ada", which=template.name)
    files = {path.name: path.read_bytes() for path in sorted(template.parent.glob("*.typ"))}
    files["main.typ"] = files[template.name]
    for name, content in files.items():
        if b'"@' in content:
            raise TypesetError("Templat tidak boleh memakai paket luar", which=name)
    return files
