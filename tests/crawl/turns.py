"""Who looks at which page, in which language, through which door."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.crawl.sites import DIRECT, PREVIEW

LANGUAGES = ("id", "en")
SEED = 20260105


@dataclass(frozen=True)
class Way:
    """Where one person finds a page, through one door."""

    person: str
    path: str
    door: str = DIRECT


@dataclass(frozen=True)
class Sight:
    """A page in one of its states, and the status with which it comes.

    `send`: the form that is sent empty once the page is open.
    """

    name: str
    ways: tuple[Way, ...]
    status: int = 200
    send: str = ""


@dataclass(frozen=True)
class Turn:
    """One page opened by one person, and looked at in every width."""

    sight: Sight
    way: Way
    language: str

    @property
    def visitor(self) -> tuple[str, str, str]:
        """What needs a browser session of its own."""
        return self.way.person, self.language, self.way.door

    def __str__(self) -> str:
        return f"{self.sight.name} as {self.way.person}, {self.language}, {self.way.door}"


def pairwise(sights: Iterable[Sight], seed: int = SEED) -> list[Turn]:
    """Every page once, by whom and in which language is the pair that was met least so far.

    Kinds of pages (lists, forms) are met in both languages; a quarter of what the gateway shows is
    seen through it.
    """
    chance, met, out = random.Random(seed), Counter[tuple[str, str]](), []
    for nth, sight in enumerate(sorted(sights, key=lambda s: s.name)):
        wanted = PREVIEW if nth % 4 == 0 else DIRECT
        ways = [w for w in sight.ways if w.door == wanted] or list(sight.ways)
        kind = sight.name.rpartition(".")[2]
        pairs = {
            (way, language): ((kind, language), (way.person, language), (way.door, language))
            for way, language in itertools.product(ways, LANGUAGES)
        }
        best = min(pairs, key=lambda one: (*(met[pair] for pair in pairs[one]), chance.random()))
        met.update(pairs[best])
        out.append(Turn(sight, *best))
    return out


def whole(sights: Iterable[Sight]) -> list[Turn]:
    """Every page by everybody in every language."""
    return [
        Turn(sight, way, language)
        for sight in sorted(sights, key=lambda s: s.name)
        for way, language in itertools.product(sight.ways, LANGUAGES)
    ]


def by_visitor(turns: Sequence[Turn]) -> Iterator[tuple[tuple[str, str, str], list[Turn]]]:
    """The turns of each browser session, so that each is opened once."""
    ordered = sorted(turns, key=lambda turn: turn.visitor)
    for visitor, own in itertools.groupby(ordered, key=lambda turn: turn.visitor):
        yield visitor, list(own)
