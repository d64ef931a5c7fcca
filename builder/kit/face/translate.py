"""Puts the kit's own `wtforms` catalog where Flask-WTF looks for one.

WTForms ships no Indonesian; Flask-WTF loads only from WTForms' own folder, and keeps what it
loaded on the request. So the request gets ours first.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from babel.support import NullTranslations, Translations
from flask import request
from flask_babel import get_locale

FOLDER = Path(__file__).parent.parent / "translations"


@lru_cache(maxsize=8)
def wtforms_catalog(language: str) -> NullTranslations | None:
    """Our catalog for `language`, or None where WTForms' own is as good."""
    if not (FOLDER / language / "LC_MESSAGES" / "wtforms.mo").is_file():
        return None
    return Translations.load(str(FOLDER), [language], domain="wtforms")


def prepare() -> None:
    """Before each request: hand Flask-WTF the catalog of the page's language."""
    if request.endpoint and request.endpoint.endswith(".static"):
        return
    catalog = wtforms_catalog(str(get_locale() or "id").split("_")[0])
    if catalog is not None:
        request.wtforms_translations = catalog  # type: ignore[attr-defined]
