"""What the procedure says by itself, in the language of the page.

`sop_workflow` speaks Indonesian. Its sentences stand in the portal's catalog, with places for what
varies (`kit/frontend/sentences.py` reads them out of its sources); here the one that fits is found.
Names, terms of law, the office's own words and what people wrote stay as they are.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date

from builder.kit.face.heard import Sentences, page_language
from sop_workflow.calendar import MONTHS
from sop_workflow.errors import SopError

SENTENCES = Sentences(Path(__file__).parent / "translations")
DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")
ONE = re.compile(r"(?<![\d.,])1 working days\b")
DEED = re.compile(r"(.+?\)) (.+)", re.S)
"""'Rina (Plt Kabid) menyetujui langkah 4': who, then what he did."""


def spoken(text: Any) -> str:
    """A sentence of the procedure in the page's language; any other text as it is."""
    words, language = str(text), page_language()
    if language == "id" or not words.strip():
        return words
    found = _found(words)
    if found is None and words[0].isupper():  # a deed that begins a line
        lower = _found(words[0].lower() + words[1:])
        found = lower and lower[0].upper() + lower[1:]
    if found is None and (parts := DEED.fullmatch(words)):
        deed = _found(parts[2])
        found = deed and f"{parts[1]} {deed}"
    return found if found is not None else DAY.sub(lambda day: _day(day, language), words)


def refused(error: SopError) -> str:
    """A refusal of the procedure in one sentence: what, which one, the way out."""
    what, which, way_out = (spoken(part) for part in (error.what, error.which, error.way_out))
    what = what.rstrip(".")  # the kit's own refusals are whole sentences
    return " ".join(
        part for part in (f"{what} ({which})." if which else f"{what}.", way_out) if part
    )


def _found(words: str) -> str | None:
    found = SENTENCES.find(words, spoken)
    return found and ONE.sub("1 working day", found)


def _day(found: re.Match[str], language: str) -> str:
    day = date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
    return str(format_date(day, "d MMMM y", locale=language))
