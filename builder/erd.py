"""The entity-relationship diagram of a specification, as SVG and as a table.

Layout by elkjs (layered, orthogonal) in mini-racer; where the front end was not built, a plain
layout in columns. The same specification gives the same bytes; text from people is escaped.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from builder.spec import Entity, Field, Link, Spec, naming

ELK = Path(__file__).parent / "kit" / "static" / "vendor" / "elk.bundled.js"
WIDTH, HEAD, ROW, PAD, MOST = 196, 30, 20, 12, 9
COLOURS = {"added": "#1a7237", "changed": "#8a5200", "removed": "#b3261e"}
INK, LINE, HEADING = "#1d2733", "#56616e", "#0a489f"
SHIM = """
var self=this,window=this,global=this,console={log(){},error(){},warn(){}},__q=[];
function setTimeout(f){__q.push(f);return __q.length} function clearTimeout(){}
"""
LAYOUT = """
function __layout(text){var done={out:null,err:null},elk=new ELK();
elk.layout(JSON.parse(text)).then(function(r){done.out=r},function(e){done.err=String(e)});
return {turn:function(){while(__q.length){__q.shift()()} return JSON.stringify(done)}}}
"""
OPTIONS = {
    "elk.algorithm": "layered",
    "elk.direction": "RIGHT",
    "elk.edgeRouting": "ORTHOGONAL",
    "elk.layered.spacing.nodeNodeBetweenLayers": "70",
    "elk.spacing.nodeNode": "36",
    "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
    "elk.randomSeed": "1",
}


@dataclass(frozen=True)
class Row:
    """One line of a box: a field, or the end of a link."""

    id: str
    name: str
    label: str
    mark: str
    target: str = ""
    required: bool = False


@dataclass(frozen=True)
class Box:
    """One entity (or link) with the rows that are drawn; `hidden` says how many are not."""

    id: str
    name: str
    label: str
    rows: tuple[Row, ...]
    hidden: int
    link: bool

    @property
    def height(self) -> int:
        return HEAD + ROW * (len(self.rows) + bool(self.hidden)) + 6


def boxes(spec: Spec) -> tuple[Box, ...]:
    """Every entity and link; references and keys come first, then the other fields."""
    return tuple(_box(table) for table in spec.tables)


def _box(table: Entity | Link) -> Box:
    rows = [_row(field) for field in table.fields]
    if isinstance(table, Link):
        ends = [Row(f"{table.id}-{nth}", n, _words(None, n), "FK", target, True)
                for nth, (n, target) in enumerate(table.ends)]  # fmt: skip
        rows = [*ends, *rows]
    first = [row for row in rows if row.mark]
    rest = [row for row in rows if not row.mark]
    shown = (*first, *rest)[: max(MOST, len(first))]
    words = _words(table.label, table.name)
    return Box(table.id, table.name, words, shown, len(rows) - len(shown), isinstance(table, Link))


def _row(field: Field) -> Row:
    target = field.reference.target if field.reference else ""
    mark = "FK" if target else "U" if field.unique else ""
    words = _words(field.label, field.name)
    return Row(field.id, field.name, words, mark, target, field.required)


def _words(label: str | None, name: str) -> str:
    return label or naming.label_of(name)


def erd_svg(
    spec: Spec,
    *,
    highlight: Mapping[str, str] | None = None,
    link: Callable[[str], str] | None = None,
) -> str:
    """SVG of the whole specification.

    `highlight`: node id -> `added`, `changed` or `removed`. `link(entity name)` gives the address
    that a box opens.
    """
    drawn = boxes(spec)
    marks = highlight or {}
    places, edges, size = _layout(drawn)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" '
        f'viewBox="0 0 {size[0]} {size[1]}" role="img" '
        'font-family="Inter Variable, Inter, Libertinus Sans, sans-serif" font-size="12">',
        f"<title>{escape(_words(spec.label, spec.name))}</title>",
    ]
    out += [_edge(points, required) for points, required in edges]
    out += [_drawn(box, places[box.id], marks, link) for box in drawn]
    return "\n".join([*out, "</svg>\n"])


def erd_table(spec: Spec) -> tuple[tuple[str, str, str], ...]:
    """The same as text: (entity, its fields, what it refers to)."""
    labels = {box.name: box.label for box in boxes(spec)}
    out = []
    for table in spec.tables:
        box = _box(table)
        refers = ", ".join(f"{r.label} → {labels[r.target]}" for r in box.rows if r.target)
        fields = ", ".join(_words(f.label, f.name) for f in table.fields)
        out.append((box.label, fields, refers))
    return tuple(out)


Points = tuple[tuple[float, float], ...]
Laid = tuple[dict[str, tuple[float, float]], list[tuple[Points, bool]], tuple[int, int]]


def _layout(drawn: Sequence[Box]) -> Laid:
    known = {box.name: box for box in drawn}
    wanted = [(box, nth, row) for box in drawn for nth, row in enumerate(box.rows)
              if row.target in known]  # fmt: skip
    laid = _elk(drawn, known, wanted) if ELK.is_file() else None
    return laid or _columns(drawn, known, wanted)


def _elk(
    drawn: Sequence[Box], known: Mapping[str, Box], wanted: Sequence[tuple[Box, int, Row]]
) -> Laid | None:
    nodes = []
    for box in drawn:
        ports = [
            {"id": row.id, "x": WIDTH, "y": _y_of(nth), "width": 0, "height": 0,
             "layoutOptions": {"elk.port.side": "EAST"}}
            for owner, nth, row in wanted if owner is box
        ]  # fmt: skip
        ports.append(
            {"id": f"{box.id}-in", "x": 0, "y": HEAD / 2, "width": 0, "height": 0,
             "layoutOptions": {"elk.port.side": "WEST"}}
        )  # fmt: skip
        nodes.append(
            {
                "id": box.id,
                "width": WIDTH,
                "height": box.height,
                "ports": ports,
                "layoutOptions": {"elk.portConstraints": "FIXED_POS"},
            }
        )
    edges = [
        {"id": f"e-{row.id}", "sources": [row.id], "targets": [f"{known[row.target].id}-in"]}
        for _, _, row in wanted
    ]
    graph = {"id": "root", "layoutOptions": OPTIONS, "children": nodes, "edges": edges}
    found = json.loads(_engine_answer(json.dumps(graph, sort_keys=True)))
    if found["out"] is None:
        return None
    root = found["out"]
    places = {node["id"]: (node["x"], node["y"]) for node in root["children"]}
    needs = {f"e-{row.id}": row.required for _, _, row in wanted}
    lines = [(_points(edge), needs[edge["id"]]) for edge in root["edges"]]
    return places, lines, (round(root["width"]), round(root["height"]))


def _points(edge: Mapping[str, Any]) -> Points:
    section = edge["sections"][0]
    all_points = [section["startPoint"], *section.get("bendPoints", ()), section["endPoint"]]
    return tuple((point["x"], point["y"]) for point in all_points)


_lock = threading.Lock()


@lru_cache(maxsize=1)
def _engine() -> Any:
    from py_mini_racer import MiniRacer

    engine = MiniRacer()
    engine.eval(SHIM)
    engine.eval(ELK.read_text(encoding="utf-8"))
    engine.eval(LAYOUT)
    return engine


def _engine_answer(graph: str) -> str:
    with _lock:
        engine = _engine()
        engine.eval(f"var __l=__layout({json.dumps(graph)})")
        answer = '{"out":null,"err":null}'
        for _ in range(50):
            answer = str(engine.eval("__l.turn()"))
            if not answer.endswith('"out":null,"err":null}'):
                break
        return answer


def _columns(
    drawn: Sequence[Box], known: Mapping[str, Box], wanted: Sequence[tuple[Box, int, Row]]
) -> Laid:
    """Three boxes a row, lines straight between them: complete, if not beautiful."""
    places: dict[str, tuple[float, float]] = {}
    y = float(PAD)
    for start in range(0, len(drawn), 3):
        line = drawn[start : start + 3]
        for nth, box in enumerate(line):
            places[box.id] = (PAD + nth * (WIDTH + 80.0), y)
        y += max(box.height for box in line) + 40
    edges: list[tuple[Points, bool]] = []
    for box, nth, row in wanted:
        (x1, y1), (x2, y2) = places[box.id], places[known[row.target].id]
        start_at = (x1 + WIDTH, y1 + _y_of(nth))
        bend = x1 + WIDTH + 24 + 4 * nth
        edges.append(((start_at, (bend, start_at[1]), (bend, y2 - 12), (x2 - 16, y2 - 12),
                       (x2 - 16, y2 + HEAD / 2), (x2, y2 + HEAD / 2)), row.required))  # fmt: skip
    wide = PAD * 2 + min(len(drawn), 3) * WIDTH + 2 * 80
    return places, edges, (wide, round(y))


def _y_of(nth: int) -> float:
    return HEAD + ROW * nth + ROW / 2 + 2


def _edge(points: Points, required: bool) -> str:
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


def _drawn(
    box: Box,
    place: tuple[float, float],
    marks: Mapping[str, str],
    link: Callable[[str], str] | None,
) -> str:
    x, y = place
    colour = COLOURS.get(marks.get(box.id, ""), HEADING)
    dash = ' stroke-dasharray="5 3"' if marks.get(box.id) == "removed" else ""
    out = [
        f'<g transform="translate({_n(x)} {_n(y)})" data-node="{escape(box.id)}">',
        f'<rect width="{WIDTH}" height="{box.height}" rx="6" fill="#fff" stroke="{colour}"'
        f' stroke-width="1.4"{dash}/>',
        f'<path d="M0 {HEAD} V6 A6 6 0 0 1 6 0 H{WIDTH - 6} A6 6 0 0 1 {WIDTH} 6 V{HEAD} Z" '
        f'fill="{colour}"/>',
        f'<text x="10" y="20" fill="#fff" font-weight="600">{escape(_cut(box.label, 24))}</text>',
    ]
    for nth, row in enumerate(box.rows):
        ink = COLOURS.get(marks.get(row.id, ""), INK)
        base = HEAD + ROW * nth + 16
        star = " *" if row.required else ""
        out.append(
            f'<text x="10" y="{base}" fill="{ink}">{escape(_cut(row.label, 22))}{star}</text>'
        )
        if row.mark:
            out.append(
                f'<text x="{WIDTH - 10}" y="{base}" fill="{LINE}" font-size="10" '
                f'text-anchor="end">{row.mark}</text>'
            )
    if box.hidden:
        base = HEAD + ROW * len(box.rows) + 16
        out.append(f'<text x="10" y="{base}" fill="{LINE}">+ {box.hidden} isian lain</text>')
    out.append("</g>")
    drawn = "".join(out)
    if link is None:
        return drawn
    return f'<a href="{escape(link(box.name))}" aria-label="{escape(box.label)}">{drawn}</a>'


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _n(value: float) -> str:
    return f"{value:g}"
