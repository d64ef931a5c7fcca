"""Text -> tokens of the expression language."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 500

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)(?![\w.])"
    r"|(?P<text>'(?:[^']|'')*')"
    r"|(?P<word>[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)(?![\w.])"
    r"|(?P<sign><=|>=|==|!=|[-+*/<>(),\[\]]))"
)


class ExpressionError(Exception):
    """An expression that can't be read or makes no sense; the text is for people."""


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is number, text, word, sign or end; `start` and `end` are places in the source."""

    kind: str
    value: str
    start: int
    end: int


def tokens(source: str) -> list[Token]:
    """All tokens and an `end`. ExpressionError names the first sign that is none."""
    if len(source) > LONGEST:
        raise ExpressionError(f"ungkapan lebih dari {LONGEST} huruf; pecah menjadi isian terhitung")
    found: list[Token] = []
    text, at = source.rstrip(), 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            rest = text[at:].lstrip()
            place = len(text) - len(rest) + 1
            raise ExpressionError(_unknown(rest, place))
        kind = match.lastgroup
        found.append(Token(kind, match[kind], match.start(kind), match.end(kind)))
        at = match.end()
    return [*found, Token("end", "", len(text), len(text))]


def _unknown(rest: str, place: int) -> str:
    if rest[0] == '"':
        return f"teks ditulis dengan tanda petik tunggal, bukan ganda (huruf ke-{place})"
    if rest[0] == "'":
        return f"teks pada huruf ke-{place} tidak ditutup dengan tanda petik"
    if rest[0] == "=":
        return f"untuk membandingkan tulis ==, bukan = (huruf ke-{place})"
    if rest[0].isupper():
        return f"nama ditulis dengan huruf kecil (huruf ke-{place})"
    return f"tanda {rest[0]!r} tidak dikenal (huruf ke-{place})"
