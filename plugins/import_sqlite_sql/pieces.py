"""Parts of a CREATE TABLE, cut by hand where sqlglot refuses the whole."""

from __future__ import annotations

import re

_PART = re.compile(
    r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]|--[^\n]*|/\*.*?\*/|[(),]", re.S
)
_FREE_TYPE = re.compile(
    r"(?s)\A\s*(\"[^\"]+\"|`[^`]+`|\[[^\]]+\]|\w+)\s*(.*?)\s*"
    r"(?=\b(?:NOT|NULL|DEFAULT|PRIMARY|UNIQUE|CHECK|REFERENCES|CONSTRAINT|COLLATE|GENERATED|AS)\b|\Z)(.*)\Z",
    re.I,
)


def depth(text: str) -> int:
    """How deep round brackets nest, quotes left aside."""
    level = deepest = 0
    for found in _PART.finditer(text):
        token = found.group()
        level += token == "("
        level -= token == ")"
        deepest = max(deepest, level)
    return deepest


def split_body(text: str) -> tuple[str, list[str]]:
    """`CREATE TABLE x` and the parts between its outer brackets, split at their commas."""
    level, start, head, parts = 0, 0, text, []
    for found in _PART.finditer(text):
        token = found.group()
        if token == "(":
            level += 1
            if level == 1:
                head, start = text[: found.start()], found.end()
        elif token == ")":
            level -= 1
            if level == 0:
                parts.append(text[start : found.start()])
                break
        elif token == "," and level == 1:
            parts.append(text[start : found.start()])
            start = found.end()
    return head, [part.strip() for part in parts if part.strip()]


def plain_type(part: str) -> str:
    """A column whose type words sqlglot does not know, with the first type word that it does."""
    found = _FREE_TYPE.match(part)
    if found is None:
        return part
    name, kind, rest = found.groups()
    upper = kind.upper()
    for known in (
        "BLOB",
        "CHAR",
        "CLOB",
        "TEXT",
        "INT",
        "REAL",
        "FLOA",
        "DOUB",
        "DATE",
        "TIME",
        "NUM",
        "DEC",
        "BOOL",
    ):
        if known in upper:
            plain = {
                "CHAR": "VARCHAR",
                "CLOB": "TEXT",
                "FLOA": "REAL",
                "DOUB": "REAL",
                "TIME": "TIMESTAMP",
            }
            word = plain.get(
                known, {"NUM": "NUMERIC", "DEC": "NUMERIC", "BOOL": "BOOLEAN"}.get(known, known)
            )
            if "TEXT" in upper and known == "BLOB":
                word = "TEXT"
            return f"{name} {word} {rest}"
    return f"{name} TEXT {rest}"
