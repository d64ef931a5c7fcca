"""Parts of a whole: a ring, and a line for each part."""

from __future__ import annotations

import math

from markupsafe import Markup

from .data import Drawn, Say
from .draw import COLOURS, LINE, NARROW, cut, fill, fitting, patterns, put, width

OUTER, INNER = 90.0, 54.0
MOST = len(COLOURS)


def donut(chart: Drawn, say: Say) -> tuple[float, Markup]:
    """The first series as a ring; the smallest parts beyond the colours there are become one."""
    parts = [(label, numbers[0] or 0.0) for label, numbers in chart.rows]
    if len(parts) > MOST:
        largest = sorted(range(len(parts)), key=lambda n: -parts[n][1])[: MOST - 1]
        rest = sum(v for n, (_, v) in enumerate(parts) if n not in largest)
        parts = [parts[n] for n in sorted(largest)] + [(say.others, min(rest, 1.7e308))]
    top = max(v for _, v in parts) or 1.0
    whole = sum(v / top for _, v in parts)
    key = chart.key
    ring, turn = Markup(""), 0.0
    for at, (label, value) in enumerate(parts):
        part = value / top / whole
        if part > 0:
            ring += _slice(turn, part, fill(at, key), f"{label}: {say.show(value)}")
        turn += part
    total = fitting(min(whole * top, 1.7e308), say, INNER * 2 - 18, 20)
    body = patterns(len(parts), key) + Markup(
        f'<svg x="50%" y="{OUTER + 4:g}" overflow="visible">{ring}'
        f"{put('0', 7, total, middle=True, size=20)}</svg>"
    )
    y = OUTER * 2 + 18
    for at, (label, value) in enumerate(parts):
        percent = f"{value / top / whole:.0%}"
        said = f"{fitting(value, say, 80)} ({percent})"
        body += Markup(f'<rect x="0" y="{y:g}" width="14" height="14" fill="{fill(at, key)}"/>')
        body += put("22", y + 12, cut(label, NARROW - 22 - width(said) - 8))
        body += put("100%", y + 12, said, end=True)
        y += LINE + 4
    return y, body


def _slice(turn: float, part: float, paint: str, said: str) -> Markup:
    """A piece of the ring; the white edge keeps neighbours apart."""
    if part > 0.9999:
        shape = _circle(OUTER) + _circle(INNER)
    else:
        a, b = turn * 2 * math.pi, (turn + part) * 2 * math.pi
        large = int(part > 0.5)
        shape = (
            f"M{_at(a, OUTER)}A{OUTER:g} {OUTER:g} 0 {large} 1 {_at(b, OUTER)}"
            f"L{_at(b, INNER)}A{INNER:g} {INNER:g} 0 {large} 0 {_at(a, INNER)}Z"
        )
    return Markup(
        f'<path d="{shape}" fill="{paint}" fill-rule="evenodd" stroke="#fff" stroke-width="2">'
        "<title>{}</title></path>"
    ).format(said)


def _circle(radius: float) -> str:
    r = f"{radius:g}"
    return f"M0 -{r}A{r} {r} 0 1 1 -.01 -{r}Z"


def _at(angle: float, radius: float) -> str:
    return f"{radius * math.sin(angle):.2f} {-radius * math.cos(angle):.2f}"
