"""Lines over a row of labels, as months: a trend."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

from markupsafe import Markup

from .data import Drawn, Say
from .draw import (
    COLOURS,
    DASHES,
    LINE,
    MARKS,
    NARROW,
    cut,
    fitting,
    put,
    share,
    width,
)

LEFT, RIGHT = 0.22, 0.96  # of the width: between them lies the drawing
TOP, BOTTOM = 10.0, 180.0
SMALL = 12
MOST_SERIES, MOST_MARKS = 8, 31


def line(chart: Drawn, say: Say) -> tuple[float, Markup]:
    """One line for each series, with its own colour, dashes and marks."""
    count = min(len(chart.series), MOST_SERIES)
    known = [v for _, numbers in chart.rows for v in numbers[:count] if v is not None]
    ticks = _ticks(min(known), max(known)) if known else [0.0, 1.0]
    low, high = ticks[0], ticks[-1]
    body = Markup("")

    def height(part: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (part - low) / (high - low), 1)

    for tick in ticks:
        y = height(tick)
        grid = f'<line x1="{share(LEFT)}" x2="100%" y1="{y:g}" y2="{y:g}" class="kit-chart-grid"/>'
        words = fitting(_whole(tick), say, NARROW * LEFT - 8, SMALL)
        body += Markup(grid) + put(share(LEFT - 0.02), y + 4, words, end=True, size=SMALL)
    body += _labels([label for label, _ in chart.rows])
    for at in range(count):
        body += _series(chart, at, height, say)
    y = BOTTOM + LINE + 12
    if count > 1:
        for at, name in enumerate(chart.series[:count]):
            body += Markup(f'<line x1="0" x2="28" y1="{y + 7:g}" y2="{y + 7:g}" {_stroke(at)}/>')
            body += _mark("14", y + 7, at, "")
            body += put("36", y + 12, cut(name, NARROW - 38))
            y += LINE + 3
    return y, body


def _series(chart: Drawn, at: int, height: Callable[[float], float], say: Say) -> Markup:
    made, before = Markup(""), None
    for n, (label, numbers) in enumerate(chart.rows):
        value = numbers[at]
        if value is None:
            before = None
            continue
        here = (share(_across(n, len(chart.rows))), height(value))
        if before:
            made += Markup(
                f'<line x1="{before[0]}" y1="{before[1]:g}" x2="{here[0]}" y2="{here[1]:g}" '
                f"{_stroke(at)}/>"
            )
        lonely = before is None and (n + 1 == len(chart.rows) or chart.rows[n + 1][1][at] is None)
        if len(chart.rows) <= MOST_MARKS or lonely:
            made += _mark(here[0], here[1], at, f"{label}: {say.show(value)}")
        before = here
    return made


def _stroke(at: int) -> str:
    dashes = f' stroke-dasharray="{DASHES[at]}"' if DASHES[at] else ""
    return f'stroke="{COLOURS[at]}" stroke-width="2"{dashes}'


def _mark(x: str, y: float, at: int, said: str) -> Markup:
    title = Markup("<title>{}</title>").format(said) if said else Markup("")
    return (
        Markup(
            f'<svg x="{x}" y="{y:g}" overflow="visible"><path fill="{COLOURS[at]}" d="{MARKS[at]}">'
        )
        + title
        + Markup("</path></svg>")
    )


def _across(n: int, count: int) -> float:
    if count == 1:
        return (LEFT + RIGHT) / 2
    return LEFT + 0.02 + (RIGHT - LEFT - 0.02) * n / (count - 1)


def _ticks(low: float, high: float) -> list[float]:
    """Three to six round numbers that hold both, zero among them: a line from zero tells no lie."""
    low, high = min(low, 0.0), max(high, 0.0)
    raw = (high - low) / 4 or 0.25
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [n * step for n in range(first, max(last, first + 1) + 1)]


def _whole(value: float) -> float:
    """Without the dust of reckoning."""
    return float(f"{value:.6g}")


def _labels(labels: list[str]) -> Markup:
    """As many labels below the lines as fit beside each other, the first and the last at least."""
    y = BOTTOM + LINE
    for wanted in range(min(len(labels), 12), 1, -1):
        chosen = sorted({round(n * (len(labels) - 1) / (wanted - 1)) for n in range(wanted)})
        placed = [_placed(n, labels) for n in chosen]
        gaps = (b[0] - a[1] for a, b in pairwise(placed))
        if placed[0][0] >= 0 and min(gaps) >= 6:
            return Markup("").join(
                put("100%", y, labels[n], end=True, size=SMALL)
                if place[1] == NARROW
                else put(share(_across(n, len(labels))), y, labels[n], middle=True, size=SMALL)
                for n, place in zip(chosen, placed, strict=True)
            )
    if len(labels) == 1:
        middle = _across(0, 1) * NARROW
        words = cut(labels[0], 2 * min(middle, NARROW - middle), SMALL)
        return put(share(_across(0, 1)), y, words, middle=True, size=SMALL)
    room = NARROW / 2 - 6
    return put("0", y, cut(labels[0], room, SMALL), size=SMALL) + put(
        "100%", y, cut(labels[-1], room, SMALL), end=True, size=SMALL
    )


def _placed(n: int, labels: list[str]) -> tuple[float, float]:
    """From where to where a label reaches; the last one ends at the edge when it would cross it."""
    middle, long = _across(n, len(labels)) * NARROW, width(labels[n], SMALL)
    if middle + long / 2 > NARROW:
        return NARROW - long, NARROW
    return middle - long / 2, middle + long / 2
