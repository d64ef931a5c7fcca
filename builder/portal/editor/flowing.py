"""A small picture of a flow: its states in a row, its steps as arcs. Text is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from .spots import dicts, label_of

WIDTH, HEIGHT, GAP, RISE, MARGIN = 128, 34, 56, 26, 10
INK, LINE, HEADING = "#1d2733", "#56616e", "#0a489f"
FILL = {"done": "#1a7237", "failed": "#b3261e"}


def flow_picture(flow: Mapping[str, Any]) -> str:
    """SVG: forward steps above the states, backward steps below."""
    states = dicts(flow.get("states"))
    places = {str(one.get("name")): nth for nth, one in enumerate(states)}
    steps = [
        (places[at], places[str(one.get("to"))], label_of(one))
        for one in dicts(flow.get("transitions"))
        for at in _listed(one.get("at"))
        if at in places and str(one.get("to")) in places
    ]
    if not states:
        return ""
    up = max((to - at for at, to, _ in steps if to > at), default=0)
    down = max((at - to for at, to, _ in steps if to <= at), default=0)
    top = MARGIN + 14 + RISE * up
    height = top + HEIGHT + RISE * down + (18 if down else 0) + MARGIN
    width = 2 * MARGIN + len(states) * WIDTH + (len(states) - 1) * GAP
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" font-size="12">',
        f"<title>{escape(label_of(flow))}</title>",
    ]
    out += [_arc(at, to, label, top) for at, to, label in steps]
    out += [_box(one, nth, top) for nth, one in enumerate(states)]
    return "".join([*out, "</svg>"])


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _middle(nth: int) -> float:
    return MARGIN + nth * (WIDTH + GAP) + WIDTH / 2


def _arc(at: int, to: int, label: str, top: int) -> str:
    forward = to > at
    far = abs(to - at) or 1
    start = _middle(at) + (18 if forward else -18)
    end = _middle(to) - (18 if forward else -18)
    base = top if forward else top + HEIGHT
    turn = base - RISE * far + 6 if forward else base + RISE * far - 6
    tip = 5 if forward else -5
    path = f"M{start:g} {base:g} V{turn:g} H{end:g} V{base:g}"
    head = f"M{end - 4:g} {base - tip:g} L{end:g} {base:g} L{end + 4:g} {base - tip:g}"
    said = turn - 4 if forward else turn + 13
    return (
        f'<path d="{path} {head}" fill="none" stroke="{LINE}" stroke-width="1.2"/>'
        f'<text x="{(start + end) / 2:g}" y="{said:g}" text-anchor="middle" fill="{INK}">'
        f"{escape(_cut(label, 14 + 24 * (far - 1)))}</text>"
    )


def _box(state: Mapping[str, Any], nth: int, top: int) -> str:
    colour = FILL.get(str(state.get("kind")), HEADING)
    x = MARGIN + nth * (WIDTH + GAP)
    return (
        f'<rect x="{x}" y="{top}" width="{WIDTH}" height="{HEIGHT}" rx="8" fill="{colour}"/>'
        f'<text x="{x + WIDTH / 2:g}" y="{top + 21}" text-anchor="middle" fill="#fff" '
        f'font-weight="600">{escape(_cut(label_of(state), 18))}</text>'
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
