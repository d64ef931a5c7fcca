"""The procedure as a picture, from the table: Mermaid text, and SVG with the five symbols.

Capsule (start, end), box (process), diamond (decision), arrow, pentagon (off-page connector). The
symbol stands in the row of the activity and the column of who does it; a dashed one is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from itertools import pairwise

from sop_workflow.procedure import Procedure, Step

COLUMN, ROW, CONNECTOR = 108, 84, 40
WIDTH, HEIGHT = 62, 32
FILLS = {
    "selesai": "#dcefe2",
    "kini": "#cfe2fb",
    "terlambat": "#f8d3d0",
    "dikembalikan": "#fdecc8",
    "nanti": "#ffffff",
}
"""Fill of a symbol by the state of its step in a case; every state also has its own words."""

INK = "#1f2937"


def mermaid(procedure: Procedure) -> str:
    """The flow as Mermaid text: steps, 'Ya' forward, 'Tidak' back (dotted: assumed)."""
    lines = ["flowchart TD"]
    for step in procedure.steps:
        opening, closing = {
            "start": ("([", "])"),
            "end": ("([", "])"),
            "decision": ("{", "}"),
            "process": ("[", "]"),
        }[step.kind]
        text = f"{step.number}. {step.activity} ({step.performer_name})".replace('"', "'")
        lines.append(f'    L{step.number}{opening}"{text}"{closing}')
    for step in procedure.steps:
        if step.number != procedure.last:
            word = "|Ya|" if step.decides else ""
            lines.append(f"    L{step.number} -->{word} L{step.number + 1}")
        for target in step.no_targets:
            end = "Akhir" if target == 0 else f"L{target}"
            lines.append(f"    L{step.number} -.->|Tidak| {end}")
    if any(step.may_end for step in procedure.steps):
        lines.append('    Akhir(["Usulan ditolak"])')
    return "\n".join(lines) + "\n"


def symbol_svg(step: Step, state: str = "nanti", label: str = "") -> str:
    """One step's symbol alone, for a table cell on a page; `label` is read instead of it."""
    width, height = WIDTH + 8, HEIGHT + 8
    label = escape(label or f"Langkah {step.number}: {state}")
    body = _symbol(step, width / 2, height / 2, state)
    return _svg(width, height, body, label)


def strip_svg(
    procedure: Procedure,
    first: int,
    last: int,
    states: Mapping[int, str] | None = None,
    letters: tuple[str, str] = ("", ""),
) -> str:
    """The performers' columns of rows `first` to `last`, arrows and connectors included.

    ``letters`` are the connector that comes in at the top and the one that leaves at the bottom,
    empty for none. One row is `ROW` high, one column `COLUMN` wide, connectors `CONNECTOR`.
    """
    columns = {role.key: nth for nth, role in enumerate(procedure.roles)}
    steps = [s for s in procedure.steps if first <= s.number <= last]
    top = CONNECTOR if letters[0] else 0
    height = top + ROW * len(steps) + (CONNECTOR if letters[1] else 0)
    width = COLUMN * len(columns)

    def centre(step: Step) -> tuple[float, float]:
        row = step.number - first
        return COLUMN * (columns[step.performer] + 0.5), top + ROW * (row + 0.5)

    parts: list[str] = []
    if letters[0]:
        x, y = centre(steps[0])
        parts += [_pentagon(x, top / 2 - 4, letters[0]), _arrow([(x, top - 8), (x, y - 16)])]
    for one, two in pairwise(steps):
        parts.append(_arrow(_path(centre(one), centre(two), top + ROW * (two.number - first))))
    if letters[1]:
        x, y = centre(steps[-1])
        bottom = height - CONNECTOR
        parts += [_arrow([(x, y + 16), (x, bottom + 4)]), _pentagon(x, bottom + 20, letters[1])]
    for step in steps:
        x, y = centre(step)
        parts.append(_symbol(step, x, y, (states or {}).get(step.number, "nanti")))
        parts.append(_words(step, x, y))
    label = escape(f"Bagan alir langkah {first} sampai {last}")
    return _svg(width, height, "".join(parts), label)


def _svg(width: float, height: float, body: str, label: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" aria-label="{label}" '
        f'font-family="Libertinus Serif, serif" font-size="12">{body}</svg>'
    )


def _symbol(step: Step, x: float, y: float, state: str) -> str:
    dash = ' stroke-dasharray="4 2"' if "pelaksana" in step.assumed else ""
    style = f'fill="{FILLS.get(state, "#ffffff")}" stroke="{INK}" stroke-width="1.2"{dash}'
    half, up = WIDTH / 2, HEIGHT / 2
    if step.kind == "decision":
        points = f"{x:g},{y - up:g} {x + half:g},{y:g} {x:g},{y + up:g} {x - half:g},{y:g}"
        return f'<polygon points="{points}" {style}/>'
    radius = up - 2 if step.kind in ("start", "end") else 0
    box = (
        f'<rect x="{x - half:g}" y="{y - up + 2:g}" width="{WIDTH}" height="{HEIGHT - 4}" '
        f'rx="{radius:g}" {style}/>'
    )
    return box + (_text(x, y + 4, step.mark) if step.mark else "")


def _words(step: Step, x: float, y: float) -> str:
    if not step.decides:
        return ""
    targets = " / ".join("akhir" if t == 0 else str(t) for t in step.no_targets)
    no = _text(x, y - HEIGHT / 2 - 6, f"Tidak: {targets}*", 8, "start", 6) if targets else ""
    return _text(x, y + HEIGHT / 2 + 10, "Ya", 10, "start", 4) + no


def _path(
    one: tuple[float, float], two: tuple[float, float], between: float
) -> list[tuple[float, float]]:
    (x, y), (to_x, to_y) = one, two
    if x == to_x:
        return [(x, y + 16), (x, to_y - 16)]
    turn = between - 9  # not on the ruled line between the rows
    return [(x, y + 16), (x, turn), (to_x, turn), (to_x, to_y - 16)]


def _arrow(points: list[tuple[float, float]]) -> str:
    line = " ".join(f"{x:g},{y:g}" for x, y in points)
    x, y = points[-1]
    return (
        f'<polyline points="{line}" fill="none" stroke="{INK}" stroke-width="1.1"/>'
        f'<polygon points="{x - 4:g},{y - 7:g} {x + 4:g},{y - 7:g} {x:g},{y:g}" fill="{INK}"/>'
    )


def _pentagon(x: float, y: float, letter: str) -> str:
    points = (
        f"{x - 11:g},{y - 12:g} {x + 11:g},{y - 12:g} {x + 11:g},{y + 4:g} "
        f"{x:g},{y + 14:g} {x - 11:g},{y + 4:g}"
    )
    shape = f'<polygon points="{points}" fill="#ffffff" stroke="{INK}" stroke-width="1.2"/>'
    return shape + _text(x, y + 3, letter)


def _text(
    x: float, y: float, words: str, size: int = 12, anchor: str = "middle", shift: float = 0
) -> str:
    return (
        f'<text x="{x + shift:g}" y="{y:g}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{INK}">{escape(words)}</text>'
    )
