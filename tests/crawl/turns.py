"""Who looks at which page, how wide, in which language, through which door."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.crawl.sites import DIRECT, PREVIEW

WIDTHS = (1280, 390)
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
    """One look at one page."""

    sight: Sight
    way: Way
    language: str
    width: int

    @property
    def visitor(self) -> tuple[str, str, str]:
        """Turns of the same visitor share a browser session."""
        return self.way.person, self.language, self.way.door

    def __str__(self) -> str:
        who = f"{self.way.person}, {self.language}, {self.width} px, {self.way.door}"
        return f"{self.sight.name} as {who}"


def pairwise(sights: Iterable[Sight], seed: int = SEED) -> list[Turn]:
    """Every page once for each width; person, language and door move on from page to page.

    A page is seen in both languages; a quarter of what the gateway shows is seen through it.
    """
    out = []
    for nth, sight in enumerate(sorted(sights, key=lambda s: s.name), seed):
        for at, width in enumerate(WIDTHS):
            wanted = PREVIEW if (nth + 2 * at) % 4 == 0 else DIRECT
            ways = [w for w in sight.ways if w.door == wanted] or list(sight.ways)
            way = ways[(nth // 2 + at) % len(ways)]
            out.append(Turn(sight, way, LANGUAGES[(nth + at) % 2], width))
    return out


def whole(sights: Iterable[Sight]) -> list[Turn]:
    """Every page by everybody in every language at every width."""
    return [
        Turn(sight, way, language, width)
        for sight in sorted(sights, key=lambda s: s.name)
        for way, language, width in itertools.product(sight.ways, LANGUAGES, WIDTHS)
    ]


def by_visitor(turns: Sequence[Turn]) -> Iterator[tuple[tuple[str, str, str], list[Turn]]]:
    """The turns of each browser session, so that each is opened once."""
    ordered = sorted(turns, key=lambda turn: turn.visitor)
    for visitor, own in itertools.groupby(ordered, key=lambda turn: turn.visitor):
        yield visitor, list(own)
