"""Files that a page hands out."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import send_file

PDF = "application/pdf"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def pdf(content: bytes, name: str) -> Any:
    """A PDF, opened in the browser's own viewer."""
    return send_file(BytesIO(content), mimetype=PDF, download_name=name, max_age=0)


def excel(content: bytes, name: str) -> Any:
    """An Excel file, saved."""
    return attachment(content, name, EXCEL)


def attachment(content: bytes, name: str, media: str) -> Any:
    """Any other file, saved and never opened inside the portal."""
    return send_file(
        BytesIO(content), mimetype=media, as_attachment=True, download_name=name, max_age=0
    )
