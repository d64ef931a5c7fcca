"""Which words of a page belong to the other language.

English is every word that Flask-AppBuilder and WTForms say and every word of our own English
catalogs; Indonesian every word of our sources. What both languages use stands in LOANS, by name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from html import unescape
from html.parser import HTMLParser

from builder.kit.frontend import catalogs

WORD = re.compile(r"[A-Za-z][A-Za-z'-]*[A-Za-z]")
VARIABLE = re.compile(r"%\(\w+\)[sd]|%%|\{[^}]*\}|<[^>]*>|“[^”]*”")  # also what is quoted
NAME = re.compile(r"\S*[@_/\\=]\S*|\S*\w\.[a-z]\w*\S*|\S*\d\S*")  # address, file, key, hash
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-label")
SILENT = {"script", "style", "svg", "code", "pre", "kbd"}
LINK = re.compile(r'\s(?:href|hx-get)="(/[^"#]*)')
LEAVES = re.compile(r".*/(logout|lang|back|keluar|_[a-z]+|static)\b")
KEY = re.compile(r"\d+|[0-9a-f]{16,}|(?<=/)[a-z]{8}(?=/|$)|(?<=/berkas/).+")
SAME = re.compile(r"[\W\d]*(%\(\w+\)s)?[\W\d]*")  # nothing to translate

LOANS = frozenset(
    re.findall(
        r"[a-z-]+",
        # words of both languages
        "administrator april data database digital editor excel file final folder format "
        "interface internet label manual map model normal printer program server "
        "median menu november openapi output parameter plugin portal postgresql programmer "
        "proposal rakit register review september sqlite status tab template token total unit web "
        # units, signs, rights and letters by their names
        "disk git jpg mm ms no per plh plt satu tahun "
        # words of the REST interface, of commands and of expressions, told by their names
        "business count demo-reset empty make multipart name note or owner result rows run today "
        "true unread user version "
        # Indonesian words that stand in English sentences as examples or names of offices
        "aktif alasan basis buka disetujui ditolak jumlah kabid kadis nama pelaku pengguna "
        "pensiun prakom rincian staf tutup usaha",
    )
)
VOID = {"input", "img", "br", "hr", "link", "meta", "wbr", "source", "area", "base", "col", "embed"}


class Page(HTMLParser):
    """The texts of a page that people see or hear, each with where it stands."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.path: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        other = known.get("lang") not in (None, "id", "en") or "hreflang" in known
        switch = known.get("lang") is not None and tag in ("a", "span")  # names of languages
        silent = self.silent or tag in SILENT or other or switch or known.get("translate") == "no"
        if not silent or tag == "svg":
            self.texts += [value for name in SPOKEN if (value := known.get(name))]
        if not silent and tag == "input" and known.get("type") in ("submit", "button"):
            self.texts.append(known.get("value") or "")
        if tag not in VOID:
            self.path.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self.path and self.path.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.silent:
            self.texts.append(" ".join(data.split()))

    @property
    def silent(self) -> bool:
        return bool(self.path) and self.path[-1][1]


def words(texts: Iterable[str]) -> set[str]:
    """Lower-case words of these texts; variables and tags are none."""
    return {
        word.lower()
        for text in texts
        for word in WORD.findall(NAME.sub(" ", VARIABLE.sub(" ", text)))
        if word.islower() or not word.isupper()
    }


def sides(message: object) -> tuple[list[str], list[str]]:
    """What a message says in the sources and in its catalog."""
    found = []
    for side in (message.id, message.string):  # type: ignore[attr-defined]
        found.append([side] if isinstance(side, str) else [one for one in side or () if one])
    return found[0], found[1]


@cache
def vocabularies() -> tuple[frozenset[str], frozenset[str]]:
    """(English, Indonesian) words of all catalogs."""
    english: set[str] = set()
    indonesian: set[str] = set()
    for rooms, own in ((catalogs.OWN, True), (catalogs.FOREIGN, False)):
        for room in rooms:
            for message in catalogs.load(room):
                if message.id:
                    said, translated = sides(message)
                    (indonesian if own else english).update(words(said))
                    (english if own else indonesian).update(words(translated))
    return frozenset(english), frozenset(indonesian)


def foreign(texts: Iterable[str], allowed: Iterable[str] = ()) -> dict[str, str]:
    """English words in the Indonesian face, each with the first text that has it."""
    english, _ = vocabularies()
    flagged = english - LOANS - set(allowed)  # also what our own sources say in English
    found: dict[str, str] = {}
    for text in texts:
        for word in words([text]) & flagged:
            found.setdefault(word, text)
    return found


def untranslated(
    texts: Iterable[str], allowed: Iterable[str] = (), rooms: int = 1
) -> dict[str, str]:
    """Texts of the English face that are a sentence of our sources, with that sentence.

    `rooms`: 1 looks into the kit's catalog, 2 into the portal's as well. A text without a word that
    is only Indonesian is none.
    """
    known, (english, indonesian) = set(allowed), vocabularies()
    found = {}
    for text in texts:
        if text not in known and words([text]) & (indonesian - english):
            for pattern, source in _sentences(rooms):
                if pattern.fullmatch(text):
                    found[text] = source
    return found


@cache
def _sentences(rooms: int) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Every source sentence whose English differs, as a pattern; variables stand for anything."""
    found = []
    for room in catalogs.OWN[:rooms]:
        for message in catalogs.load(room):
            said, translated = sides(message) if message.id else ([], [])
            for source in said:
                parts = VARIABLE.split(source)
                whole = len("".join(parts).strip()) > 3
                if whole and source not in translated and not SAME.fullmatch(source):
                    pattern = ".+".join(re.escape(" ".join(p.split())) for p in parts)
                    found.append((re.compile(pattern), source))
    return tuple(found)


def pages(
    get: Callable[[str], tuple[str, str]], starts: Iterable[str], most: int = 2
) -> Iterator[tuple[str, str]]:
    """(address, page) of what can be reached by links; of each pattern of addresses a few.

    `get` answers (media type, text) of an address.
    """
    waiting, seen, count = list(starts), set(), Counter[str]()
    while waiting:
        path = waiting.pop(0)
        pattern = KEY.sub("#", path.split("?")[0])
        if path in seen or count[pattern] >= most or LEAVES.match(path):
            continue
        seen.add(path)
        count[pattern] += 1
        media, text = get(path)
        if media == "text/html":
            yield path, text
            waiting += [unescape(link) for link in LINK.findall(text)]
