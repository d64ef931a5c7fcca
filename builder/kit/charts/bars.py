"""Bars that lie: the label above, the number beside; also in groups and stacked."""

from __future__ import annotations

from markupsafe import Markup

from .data import Drawn, Say
from .draw import (
    LINE,
    NARROW,
    cut,
    fill,
    fitting,
    legend,
    patterns,
    put,
    share,
    wrap,
)

ROOM = 0.74  # of the width, for the bars; the rest is for the numbers
MOST_ROWS = 40
MOST_SERIES = 8
VISIBLE = 0.004
THICK = 14


def bars(chart: Drawn, say: Say) -> tuple[float, Markup]:
    """One bar for each number, from the line of zero."""
    rows, count = chart.rows[:MOST_ROWS], min(len(chart.series), MOST_SERIES)
    known = [v for _, numbers in rows for v in numbers[:count] if v is not None] or [0.0]
    low, high = _scale(min(0.0, *known), max(0.0, *known))
    zero = ROOM * (-low / (high - low) if high > low else 0.0)
    key = chart.key
    y, body = legend(chart.series[:count], key, 0) if count > 1 else (0.0, Markup(""))
    for label, numbers in rows:
        y, body = _label(label, y, body)
        top = y
        for at, value in enumerate(numbers[:count]):
            if value:
                end = ROOM * (_part(value, known) - low) / (high - low)
                start, long = min(zero, end), max(abs(end - zero), VISIBLE)
                paint = fill(at, key) if count > 1 else ""
                body += _bar(start, y, long, paint, f"{label}: {say.show(value)}")
            body += put("100%", y + 12, fitting(value, say, NARROW * (1 - ROOM) - 4), end=True)
            y += THICK + 4
        if zero:
            ends = f'x1="{share(zero)}" x2="{share(zero)}" y1="{top - 1:g}" y2="{y - 3:g}"'
            body += Markup(f'<line {ends} class="kit-chart-axis"/>')
        y += 8
    return _rest(len(chart.rows), y, body, say, patterns(count if count > 1 else 0, key))


def stacked(chart: Drawn, say: Say) -> tuple[float, Markup]:
    """One bar for each row, made of its series; the sum beside it."""
    names, rows = _gathered(chart, say)
    top = max((_sum(numbers) for _, numbers in rows), default=0.0)
    key = chart.key
    y, body = legend(names, key, 0)
    for label, numbers in rows[:MOST_ROWS]:
        y, body = _label(label, y, body)
        start = 0.0
        for at, value in enumerate(numbers):
            long = ROOM * (value / top) if top else 0.0
            if long:
                said = f"{label}, {names[at]}: {say.show(value)}"
                body += _bar(start, y, long, fill(at, key), said)
            start += long
        total = fitting(_sum(numbers), say, NARROW * (1 - ROOM) - 4)
        body += put("100%", y + 12, total, end=True)
        y += THICK + 12
    return _rest(len(rows), y, body, say, patterns(len(names), key))


def _gathered(chart: Drawn, say: Say) -> tuple[list[str], list[tuple[str, list[float]]]]:
    """Names and numbers; what goes beyond the colours there are is one series."""
    names = list(chart.series)
    rows = [(label, [v or 0.0 for v in numbers]) for label, numbers in chart.rows]
    if len(names) > MOST_SERIES:
        keep = MOST_SERIES - 1
        names = [*names[:keep], say.others]
        rows = [(label, [*numbers[:keep], _sum(numbers[keep:])]) for label, numbers in rows]
    return names, rows


def _sum(numbers: list[float]) -> float:
    return min(sum(numbers), 1.7e308)


def _scale(low: float, high: float) -> tuple[float, float]:
    """Both ends as parts of the larger one, so that huge numbers do not overflow."""
    top = max(abs(low), abs(high)) or 1.0
    return low / top, high / top


def _part(value: float, known: list[float]) -> float:
    return value / (max(abs(v) for v in known) or 1.0)


def _label(label: str, y: float, body: Markup) -> tuple[float, Markup]:
    for words in wrap(label, NARROW - 2):
        body += put("0", y + 13, words)
        y += LINE
    return y + 2, body


def _bar(start: float, y: float, long: float, paint: str, said: str) -> Markup:
    own = f'fill="{paint}" stroke="#fff"' if paint else 'class="kit-chart-bar"'
    return Markup(
        f'<rect x="{share(start)}" y="{y:g}" width="{share(long)}" height="{THICK}" {own}>'
        "<title>{}</title></rect>"
    ).format(said)


def _rest(count: int, y: float, body: Markup, say: Say, defs: Markup) -> tuple[float, Markup]:
    """What was left out is said in a line at the end."""
    if count > MOST_ROWS:
        body += put("0", y + 13, cut(say.more(count - MOST_ROWS), NARROW))
        y += LINE
    return max(y, 20.0), defs + body
