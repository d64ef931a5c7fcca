"""A flow as a picture: states in columns by distance from the first, transitions as arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, GAP_X, GAP_Y, PAD = 132, 38, 96, 62, 16


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
    height = floor + PAD + 30 * len(back)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="Inter, Libertinus Sans, sans-serif" '
        'font-size="11">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#475569"/></marker></defs>',
    ]
    lane = 0
    for step in steps:
        (x1, y1), (x2, y2) = places[step.source], places[step.target]
        if step in back:
            lane += 1
            y = floor + 26 * lane
            start, end = x1 + WIDTH / 2 + 6 * lane, x2 + WIDTH / 2 - 6 * lane
            path = f"M{start} {y1 + HEIGHT} V{y} H{end} V{y2 + HEIGHT}"
            at: tuple[float, float] = ((start + end) / 2, y - 4)
        else:
            start, end = x1 + WIDTH, x2
            middle = start + GAP_X / 2
            path = f"M{start} {y1 + HEIGHT / 2} H{middle} V{y2 + HEIGHT / 2} H{end}"
            at = (middle, min(y1, y2) + HEIGHT / 2 - 5 if y1 == y2 else y2 + HEIGHT / 2 - 5)
        out.append(
            f'<path d="{path}" fill="none" stroke="#475569" stroke-width="1.2" '
            'marker-end="url(#tip)"/>'
        )
        out.append(
            f'<text x="{at[0]}" y="{at[1]}" text-anchor="middle" fill="#334155">'
            f"{escape(short(step.label))}</text>"
        )
    fills = {"done": "#dcfce7", "failed": "#fee2e2", "start": "#dbeafe"}
    for name, label, kind in states:
        x, y = places[name]
        radius = HEIGHT / 2 if kind in ("start", "done", "failed") else 4
        out.append(
            f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="{radius}" '
            f'fill="{fills.get(kind, "#f8fafc")}" stroke="#0a489f"/>'
        )
        out.append(
            f'<text x="{x + WIDTH / 2}" y="{y + HEIGHT / 2 + 4}" text-anchor="middle" '
            f'font-weight="600" fill="#0f172a">{escape(short(label, 20))}</text>'
        )
    return "\n".join([*out, "</svg>"])


def short(text: str, most: int = 16) -> str:
    """Text that fits its place; the whole of it stands in the table below the picture."""
    return text if len(text) <= most else text[: most - 1] + "…"
