"""What a chart shows, and the words it needs."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Value = int | float | Decimal | None
Kind = Literal["bar", "stacked", "line", "donut", "number"]
KINDS: tuple[Kind, ...] = ("bar", "stacked", "line", "donut", "number")
LARGEST = 1e300

# What XML 1.0 allows; a name from people may hold anything.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Chart:
    """A small table and how to draw it: `rows` are (label, one number for each of `series`)."""

    kind: Kind
    title: str
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Value, ...]], ...]
    head: str = ""
    about: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"Unknown kind of chart {self.kind!r}. Known: {', '.join(KINDS)}.")
        for label, numbers in self.rows:
            if len(numbers) != len(self.series):
                raise ValueError(
                    f"Row {label!r} of chart {self.title!r} has {len(numbers)} numbers, "
                    f"its series are {len(self.series)}."
                )


@dataclass(frozen=True)
class Say:
    """How numbers read, in full and where room is narrow; and the few words of a chart."""

    show: Callable[[float], str] = "{:,.10g}".format
    short: Callable[[float], str] = "{:.3g}".format
    nothing: str = "Tidak ada data"
    others: str = "Lainnya"
    more: Callable[[int], str] = "+{} baris lain di tabel".format


SAY = Say()


@dataclass(frozen=True)
class Drawn:
    """A chart whose numbers can be reckoned with and whose texts XML takes; `key` names its ids."""

    kind: Kind
    title: str
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]
    about: str
    key: str


def drawn(chart: Chart) -> Drawn:
    """The chart, cleaned. Equal charts share a key, and with it their patterns."""
    return Drawn(
        kind=chart.kind,
        title=text(chart.title),
        series=tuple(text(name) for name in chart.series),
        rows=tuple((text(name), tuple(number(v) for v in values)) for name, values in chart.rows),
        about=text(chart.about),
        key="c" + hashlib.sha256(repr(chart).encode("utf-8", "replace")).hexdigest()[:8],
    )


def number(value: Value) -> float | None:
    """A float within bounds; None for what is no number."""
    if value is None:
        return None
    try:
        found = float(value)
    except OverflowError:
        found = LARGEST if value > 0 else -LARGEST
    if math.isnan(found):
        return None
    return max(-LARGEST, min(LARGEST, found))


def text(words: object) -> str:
    """One line of text without what XML forbids."""
    return " ".join(NOT_XML.sub("", str(words)).split())
