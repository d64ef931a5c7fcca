"""A flow as a picture: states in columns by distance from the first, transitions as arrows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, GAP_X, GAP_Y, PAD = 118, 46, 84, 62, 12
FONT, LINE = 13, 15
"""Five states in a row, on a page 16 cm wide, are still written in 7 points."""


@dataclass(frozen=True)
class Step:
    """One arrow: from a state, to a state, with the words beside it."""

    source: str
    target: str
    label: str


def columns(names: Sequence[str], steps: Sequence[Step]) -> dict[str, int]:
    """Distance of each state from the first one; states that nothing reaches come last."""
    found = {names[0]: 0}
    queue = [names[0]]
    while queue:
        here = queue.pop(0)
        for step in steps:
            if step.source == here and step.target not in found:
                found[step.target] = found[here] + 1
                queue.append(step.target)
    last = max(found.values()) + 1
    return {name: found.get(name, last) for name in names}


def flow_svg(states: Sequence[tuple[str, str, str]], steps: Sequence[Step]) -> str:
    """SVG of a flow. `states`: (name, label, kind) with kind `start`, `running`, `done`, `failed`.

    The same input gives the same bytes. Labels are escaped.
    """
    names = [name for name, _, _ in states]
    column = columns(names, steps)
    places: dict[str, tuple[int, int]] = {}
    rows: dict[int, int] = {}
    for name in names:
        row = rows.get(column[name], 0)
        rows[column[name]] = row + 1
        places[name] = (PAD + column[name] * (WIDTH + GAP_X), PAD + 26 + row * (HEIGHT + GAP_Y))
    back = [step for step in steps if column[step.target] <= column[step.source]]
    width = max(x for x, _ in places.values()) + WIDTH + PAD
    floor = max(y for _, y in places.values()) + HEIGHT
    height = floor + PAD + 34 * len(back)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="Inter, Libertinus Sans, sans-serif" '
        f'font-size="{FONT}">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#475569"/></marker></defs>',
    ]
    words: list[str] = []
    lane = 0
    for step in steps:
        (x1, y1), (x2, y2) = places[step.source], places[step.target]
        if step in back:
            lane += 1
            y = floor + 30 * lane
            start, end = x1 + WIDTH / 2 + 6 * lane, x2 + WIDTH / 2 - 6 * lane
            path = f"M{start} {y1 + HEIGHT} V{y} H{end} V{y2 + HEIGHT}"
            words += written(step.label, (start + end) / 2, y - 5, 60)
        else:
            start, end = x1 + WIDTH, x2
            turn = start + 14
            path = f"M{start} {y1 + HEIGHT / 2} H{turn} V{y2 + HEIGHT / 2} H{end}"
            at = (start if y1 == y2 else turn) + end
            words += written(step.label, at / 2, y2 + HEIGHT / 2 - 6, 13)
        out.append(
            f'<path d="{path}" fill="none" stroke="#475569" stroke-width="1.2" '
            'marker-end="url(#tip)"/>'
        )
    fills = {"done": "#dcfce7", "failed": "#fee2e2", "start": "#dbeafe"}
    for name, label, kind in states:
        x, y = places[name]
        radius = HEIGHT / 2 if kind in ("start", "done", "failed") else 4
        out.append(
            f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="{radius}" '
            f'fill="{fills.get(kind, "#f8fafc")}" stroke="#0a489f"/>'
        )
        lines = len(wrapped(label, 15))
        words += written(label, x + WIDTH / 2, y + HEIGHT / 2 + 4 + (lines - 1) * LINE / 2, 15, 600)
    return "\n".join([*out, *words, "</svg>"])


def written(text: str, x: float, y: float, most: int, weight: int = 400) -> Iterator[str]:
    """Text around `x`, its last line on `y`."""
    lines = wrapped(text, most)
    for nth, line in enumerate(lines):
        yield (
            f'<text x="{x}" y="{y - LINE * (len(lines) - 1 - nth)}" text-anchor="middle" '
            f'font-weight="{weight}" fill="#0f172a">{escape(line)}</text>'
        )


def wrapped(text: str, most: int) -> list[str]:
    """Two lines at most; what is longer stands whole in the table below the picture."""
    return textwrap.wrap(text, most, max_lines=2, placeholder="…") or [""]
