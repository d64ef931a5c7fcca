"""Boxes and lines as SVG; every text from people is escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from .boxes import HEAD, ROW, WIDTH, Box, Points, Words

COLOURS = {"added": "#1a7237", "changed": "#8a5200", "removed": "#b3261e"}
SIGNS = {"added": "+ ", "changed": "~ ", "removed": "− "}
"""What is marked is also told without colour: by a sign, a removal also by a line through it."""
BORDERS = {"added": ("2.6", ""), "removed": ("1.4", ' stroke-dasharray="5 3"')}
INK, LINE, HEADING = "#1d2733", "#56616e", "#0a489f"


def edge(points: Points, required: bool) -> str:
    """Crow's foot where the many are (the row that refers), a bar where the one is."""
    (x, y), (tx, ty) = points[0], points[-1]
    path = "M" + " L".join(f"{_n(px)} {_n(py)}" for px, py in points)
    foot = f"M{_n(x + 9)} {_n(y)} L{_n(x)} {_n(y - 5)} M{_n(x + 9)} {_n(y)} L{_n(x)} {_n(y + 5)}"
    one = f"M{_n(tx - 7)} {_n(ty - 5)} V{_n(ty + 5)}"
    if required:
        one += f" M{_n(tx - 11)} {_n(ty - 5)} V{_n(ty + 5)}"
        ring = ""
    else:
        ring = (
            f'<circle cx="{_n(tx - 13)}" cy="{_n(ty)}" r="4" fill="#fff" stroke="{LINE}" '
            'stroke-width="1.2"/>'
        )
    return f'<path d="{path} {foot} {one}" fill="none" stroke="{LINE}" stroke-width="1.2"/>{ring}'


def drawn(
    box: Box,
    place: tuple[float, float],
    marks: Mapping[str, str],
    link: Callable[[str], str] | None,
    say: Words,
) -> str:
    """One box at its place; within a link where it leads somewhere."""
    x, y = place
    mark = marks.get(box.id, "")
    colour = COLOURS.get(mark, HEADING)
    wide, dash = BORDERS.get(mark, ("1.4", ""))
    named = f"{box.label}, {getattr(say, mark)}" if mark else box.label
    out = [
        f'<g transform="translate({_n(x)} {_n(y)})" data-node="{escape(box.id)}">',
        f"<title>{escape(named)}</title>" if mark else "",
        f'<rect width="{WIDTH}" height="{box.height}" rx="6" fill="#fff" stroke="{colour}"'
        f' stroke-width="{wide}"{dash}/>',
        f'<path d="M0 {HEAD} V6 A6 6 0 0 1 6 0 H{WIDTH - 6} A6 6 0 0 1 {WIDTH} 6 V{HEAD} Z" '
        f'fill="{colour}"/>',
        f'<text x="10" y="20" fill="#fff" font-weight="600">{_told(box.label, mark, 24)}</text>',
    ]
    for nth, row in enumerate(box.rows):
        mark = marks.get(row.id, "")
        ink = COLOURS.get(mark, INK)
        base = HEAD + ROW * nth + 16
        star = " *" if row.required else ""
        out.append(
            f'<text x="10" y="{base}" fill="{ink}">{_told(row.label, mark, 22)}{star}</text>'
        )
        if row.mark:
            out.append(
                f'<text x="{WIDTH - 10}" y="{base}" fill="{LINE}" text-anchor="end">'
                f"{row.mark}</text>"
            )
    if box.hidden:
        base = HEAD + ROW * len(box.rows) + 16
        more = escape(f"… {box.hidden} {say.more}")
        out.append(f'<text x="10" y="{base}" fill="{LINE}">{more}</text>')
    out.append("</g>")
    whole = "".join(out)
    address = link(box.name) if link else ""
    if not address:
        return whole
    return f'<a href="{escape(address)}" aria-label="{escape(named)}">{whole}</a>'


def _told(text: str, mark: str, most: int) -> str:
    sign = SIGNS.get(mark, "")
    shown = escape(_cut(text, most - len(sign)))
    if mark == "removed":
        return f'{sign}<tspan text-decoration="line-through">{shown}</tspan>'
    return sign + shown


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _n(value: float) -> str:
    return f"{value:g}"
