"""Sentences made in code, in the language of the page.

The gate, its checks and the field types speak Indonesian, with names and numbers inside their
sentences. The catalog holds each of these with places for what varies ("%(s1)s wajib diisi."), read
out of the sources when the catalog is made; here the one that fits is found. What an office wrote
itself is looked up as it is, and stays as it is when nobody translated it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from babel.messages.mofile import read_mo
from flask_babel import get_locale, gettext

TRANSLATIONS = Path(__file__).parent.parent / "translations"
PLACE = re.compile(r"%\((s\d)\)s")
"""Places of these sentences; those of pages have other names."""
LANGUAGE = "en"
"""The only catalog that our own sentences have (ADR 0003)."""


def page_language() -> str:
    """The language of the page now being made, `id` where there is none."""
    return str(get_locale() or "id").split("_")[0]


class Sentences:
    """The sentences of one catalog, by their patterns."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / LANGUAGE / "LC_MESSAGES" / "messages.mo"

    @cached_property
    def patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """Sentences with places, those that fix the most letters first."""
        if not self.path.is_file():
            return ()
        with self.path.open("rb") as file:
            sources = [one.id for one in read_mo(file) if isinstance(one.id, str)]
        placed = [source for source in sources if PLACE.search(source)]
        return tuple(
            (re.compile(_regex(source), re.S), source)
            for source in sorted(placed, key=lambda one: (-len(PLACE.sub("", one)), one))
        )

    def find(self, words: str, part: Callable[[str], str]) -> str | None:
        """The sentence in the page's language; `part` turns what stood in its places."""
        if (known := gettext(words)) != words:
            return str(known)
        for pattern, source in self.patterns:
            if fits := pattern.fullmatch(words):
                parts = {name: part(text) for name, text in fits.groupdict().items()}
                return str(gettext(source)) % parts
        return None


def _regex(source: str) -> str:
    parts = PLACE.split(source)  # text, place, text, place, …
    return "".join(
        f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)
    )


SENTENCES = Sentences(TRANSLATIONS)


def heard(text: Any) -> str:
    """What the gate or a field type says, in the page's language; any other text as it is."""
    words = str(text)
    if page_language() == "id" or not words.strip():
        return words
    return SENTENCES.find(words, heard) or words
