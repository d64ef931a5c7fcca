"""Translations of an application's own words, as gettext reads them. No dates stand in them."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from builder.filters import po
from builder.spec import Spec

MAGIC = 0x950412DE


def catalogs(spec: Spec) -> Iterator[tuple[str, bytes]]:
    """(path below the package, bytes) of a `.po` and an `.mo` for each language of `i18n`."""
    for language, texts in sorted(spec.i18n.items()):
        if texts and language != spec.language:
            folder = f"translations/{language}/LC_MESSAGES/messages"
            yield f"{folder}.po", readable(language, texts)
            yield f"{folder}.mo", compiled(language, texts)


def _header(language: str) -> str:
    return f"Language: {language}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"


def readable(language: str, texts: Mapping[str, str]) -> bytes:
    """The `.po`, for people."""
    pairs = [("", _header(language)), *sorted(texts.items())]
    blocks = (f"msgid {po(source)}\nmsgstr {po(target)}\n" for source, target in pairs)
    return "\n".join(blocks).encode()


def compiled(language: str, texts: Mapping[str, str]) -> bytes:
    """The `.mo`, for gettext: two tables of (length, offset), then the texts, each ended by NUL."""
    pairs = [("", _header(language)), *sorted(texts.items())]
    sources = [source.encode() for source, _ in pairs]
    targets = [target.encode() for _, target in pairs]
    count = len(pairs)
    start = 28
    at = start + 16 * count
    tables, body = b"", b""
    for one in (*sources, *targets):
        tables += struct.pack("<II", len(one), at)
        body += one + b"\0"
        at += len(one) + 1
    head = struct.pack("<7I", MAGIC, 0, count, start, start + 8 * count, 0, start + 16 * count)
    return head + tables + body
