"""A SQL file, statement by statement, without ever holding the whole of it.

Quotes, comments, dollar quotes, bodies of SQLite triggers, MySQL's DELIMITER and PostgreSQL's COPY
are respected; nothing is executed. A statement longer than `LIMIT` is refused, and so is a quote
that never ends: both would otherwise be read into memory to the last byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from builder.intake import IntakeError

Dialect = Literal["sqlite", "mysql", "postgres"]
CHUNK = 1 << 20
LIMIT = 64 << 20
_TRIGGER = re.compile(r"CREATE\s+(?:TEMP(?:ORARY)?\s+)?TRIGGER\b", re.I)
_TRIGGER_END = re.compile(r";\s*END\s*$", re.I)
_DELIMITER = re.compile(r"DELIMITER[ \t]+(\S+)[ \t]*(?:\r?\n|$)", re.I)
_COPY = re.compile(r"COPY\s.*\bFROM\s+STDIN\b", re.I | re.S)
_BLANK = re.compile(r"(?:\s+|--[^\n]*(?:\n|$)|#[^\n]*(?:\n|$)|/\*(?!!).*?\*/)*", re.S)
_BLANK_NO_HASH = re.compile(r"(?:\s+|--[^\n]*(?:\n|$)|/\*(?!!).*?\*/)*", re.S)
_PARTIAL = 64  # longest mark that may be cut in two by the end of a chunk


@dataclass(frozen=True)
class Statement:
    """One statement without its delimiter and leading comments, and the line where it starts."""

    text: str
    line: int
    copied: bool = False
    """`text` is a block of COPY's data lines for the COPY statement before it."""


def dialect_of(head: str) -> Dialect:
    """Whose SQL this is, from marks that only one of them writes; else SQLite."""
    if re.search(
        r"\bENGINE\s*=|\bAUTO_INCREMENT\b|MySQL dump|MariaDB dump|phpMyAdmin|/\*!\d{5}"
        r"|^\s*DELIMITER\s|^\s*LOCK TABLES\b|^\s*USE\s+`",
        head,
        re.I | re.M,
    ):
        return "mysql"
    if re.search(
        r"PostgreSQL database dump|\bFROM\s+stdin;|\bnextval\s*\(|::regclass|\bcharacter varying\b"
        r"|\b(?:BIG)?SERIAL\b|^\s*CREATE\s+(?:SEQUENCE|EXTENSION|DOMAIN|TYPE)\b|\$\$|^\\c\s"
        r"|GENERATED (?:BY DEFAULT|ALWAYS) AS IDENTITY",
        head,
        re.I | re.M,
    ):
        return "postgres"
    return "sqlite"


class _Source:
    """A window on the text that moves forward; positions are relative to its beginning."""

    def __init__(self, read: Callable[[int], str]) -> None:
        self.read = read
        self.text = ""
        self.line = 1
        self.ended = False

    def more(self) -> bool:
        """Read on; False at the end. Chunks grow with the window so that long ones stay linear."""
        if self.ended:
            return False
        if len(self.text) > LIMIT:
            raise IntakeError(
                f"Satu perintah SQL lebih panjang dari {LIMIT >> 20} MB",
                which=f"mulai baris {self.line}",
                way_out="Buat ulang dump dengan INSERT yang lebih pendek (mysqldump: tanpa "
                "--extended-insert), atau impor langsung dari basis data.",
            )
        chunk = self.read(max(CHUNK, len(self.text)))
        if not chunk:
            self.ended = True
            return False
        self.text += chunk
        return True

    def drop(self, upto: int) -> None:
        self.line += self.text.count("\n", 0, upto)
        self.text = self.text[upto:]


def statements(read: Callable[[int], str], dialect: Dialect) -> Iterator[Statement]:
    """Statements of the text that `read(size)` hands out piece by piece."""
    source = _Source(read)
    delimiter = ";"
    while True:
        _skip_blank(source, dialect)
        if not source.text:
            return
        if dialect == "mysql" and (found := _DELIMITER.match(source.text)):
            delimiter = found.group(1)
            source.drop(found.end())
            continue
        if source.text[0] == "\\" and dialect == "postgres":
            _find(source, "\n", 0, None)
            source.drop((source.text + "\n").index("\n") + 1)
            continue
        end, after = _end(source, dialect, delimiter)
        text, line = source.text[:end].rstrip(), source.line
        if text:
            yield Statement(text, line)
        source.drop(after)
        if dialect == "postgres" and _COPY.match(text):
            yield from _copied(source)


def _skip_blank(source: _Source, dialect: Dialect) -> None:
    """Move past white space and comments (MySQL's `/*!40101 ... */` is a statement, not one)."""
    blank = _BLANK if dialect == "mysql" else _BLANK_NO_HASH
    while True:
        found = blank.match(source.text)
        at = found.end() if found else 0
        rest = source.text[at : at + 3]
        open_comment = rest.startswith("/*") and rest != "/*!"
        if len(source.text) - at > _PARTIAL and not open_comment:
            break
        if not source.more():
            if open_comment:
                at = len(source.text)  # a comment that never ends hides nothing but itself
            break
    source.drop(at)


def _end(source: _Source, dialect: Dialect, delimiter: str) -> tuple[int, int]:
    """Where the statement at the beginning of the window ends, and where the next may start."""
    marks = ["'", '"', "`", "--", r"/\*", re.escape(delimiter)]
    marks += {"mysql": ["#"], "postgres": [r"\$(?:[A-Za-z_]\w*)?\$"], "sqlite": [r"\["]}[dialect]
    mark = re.compile("|".join(marks))
    at = 0
    trigger = dialect == "sqlite" and bool(_TRIGGER.match(source.text))
    while True:
        found = mark.search(source.text, at)
        if found is None or (found.end() > len(source.text) - _PARTIAL and not source.ended):
            at = max(at, len(source.text) - _PARTIAL) if found is None else found.start()
            if source.more():
                continue
            if found is None:
                return len(source.text), len(source.text)
        token = found.group()
        if token == delimiter:
            body = source.text[: found.start()]
            if not trigger or _TRIGGER_END.search(body[-200:]):
                return found.start(), found.end()
            at = found.end()
        elif token in ("--", "#"):
            at = _find(source, "\n", found.end(), None)
        elif token == "/*":
            at = _find(source, "*/", found.end(), "komentar /*")
        elif token.startswith("$"):
            at = _find(source, token, found.end(), f"kutip {token}")
        elif token == "[":
            at = _find(source, "]", found.end(), "kurung [")
        else:
            escapes = dialect == "mysql" and token != "`"
            escapes |= dialect == "postgres" and source.text[found.start() - 1 : found.start()] in (
                "E",
                "e",
            )
            at = _find(source, token, found.end(), f"tanda petik {token}", escapes=escapes)


def _find(source: _Source, wanted: str, at: int, what: str | None, *, escapes: bool = False) -> int:
    """The place after the next `wanted`; `what` names the thing that must not stay open."""
    opened = at
    while True:
        place = source.text.find(wanted, at)
        if place < 0:
            at = max(opened, len(source.text) - len(wanted) + 1)
            if source.more():
                continue
            if what is None:
                return len(source.text)
            line = source.line + source.text.count("\n", 0, opened)
            raise IntakeError(
                f"{what} tidak pernah ditutup",
                which=f"baris {line}",
                way_out="Berkas mungkin terpotong; ambil ulang dump-nya dan coba lagi.",
            )
        if escapes and _escaped(source.text, place, opened):
            at = place + 1
            continue
        return place + len(wanted)


def _escaped(text: str, place: int, opened: int) -> bool:
    backslashes = 0
    while place - 1 - backslashes >= opened and text[place - 1 - backslashes] == "\\":
        backslashes += 1
    return backslashes % 2 == 1


def _copied(source: _Source) -> Iterator[Statement]:
    """The data lines after COPY up to `\\.`, in blocks."""
    source.drop(_find(source, "\n", 0, None))
    while True:
        if not source.text.startswith("\\.") and "\n\\." not in source.text and source.more():
            if len(source.text) < 2 * CHUNK:
                continue
            cut = source.text.rfind("\n") + 1
            if 0 < cut < len(source.text):
                yield Statement(source.text[:cut], source.line, copied=True)
                source.drop(cut)
            continue
        stop = 0 if source.text.startswith("\\.") else source.text.find("\n\\.") + 1
        if stop == 0 and not source.text.startswith("\\."):
            raise IntakeError(
                "Data COPY tidak ditutup dengan \\.",
                which=f"baris {source.line}",
                way_out="Berkas mungkin terpotong; ambil ulang dump-nya dan coba lagi.",
            )
        if stop:
            yield Statement(source.text[:stop], source.line, copied=True)
        source.drop(_find(source, "\n", stop, None))
        return
