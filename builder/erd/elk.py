"""The layout by elkjs (layered, orthogonal), run in mini-racer."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from .boxes import HEAD, WIDTH, Box, Laid, Line, Points

ELK = Path(__file__).parents[1] / "kit" / "static" / "vendor" / "elk.bundled.js"
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

_lock = threading.Lock()


def by_elk(drawn: Sequence[Box], lines: Sequence[Line]) -> Laid | None:
    """None when the front end was not built, or elkjs gave no answer."""
    if not ELK.is_file():
        return None
    graph = {
        "id": "root",
        "layoutOptions": OPTIONS,
        "children": [_node(box, lines) for box in drawn],
        "edges": [
            {"id": f"e-{line.row}", "sources": [line.row], "targets": [f"{line.target}-in"]}
            for line in lines
        ],
    }
    found = json.loads(_engine_answer(json.dumps(graph, sort_keys=True)))
    if found["out"] is None:
        return None
    root = found["out"]
    places = {node["id"]: (node["x"], node["y"]) for node in root["children"]}
    ways = {edge["id"]: _points(edge) for edge in root["edges"]}
    size = (round(root["width"]), round(root["height"]))
    return Laid(places, tuple(ways[f"e-{line.row}"] for line in lines), size)


def _node(box: Box, lines: Sequence[Line]) -> dict[str, Any]:
    def port(ident: str, side: str, x: float, y: float) -> dict[str, Any]:
        options = {"elk.port.side": side}
        return {"id": ident, "x": x, "y": y, "width": 0, "height": 0, "layoutOptions": options}

    ports = [port(line.row, "EAST", WIDTH, line.y) for line in lines if line.source == box.id]
    return {
        "id": box.id,
        "width": WIDTH,
        "height": box.height,
        "ports": [*ports, port(f"{box.id}-in", "WEST", 0, HEAD / 2)],
        "layoutOptions": {"elk.portConstraints": "FIXED_POS"},
    }


def _points(edge: Mapping[str, Any]) -> Points:
    section = edge["sections"][0]
    all_points = [section["startPoint"], *section.get("bendPoints", ()), section["endPoint"]]
    return tuple((point["x"], point["y"]) for point in all_points)


@lru_cache(maxsize=1)
def _engine() -> Any:
    from py_mini_racer import MiniRacer

    engine = MiniRacer()
    engine.eval(SHIM)
    engine.eval(ELK.read_text(encoding="utf-8"))
    engine.eval(LAYOUT)
    return engine


@lru_cache(maxsize=128)
def _engine_answer(graph: str) -> str:
    """Its answer to a drawing, which is the same every time: pages show most of them often."""
    with _lock:
        engine = _engine()
        engine.eval(f"var __l=__layout({json.dumps(graph)})")
        answer = '{"out":null,"err":null}'
        for _ in range(50):
            answer = str(engine.eval("__l.turn()"))
            if not answer.endswith('"out":null,"err":null}'):
                break
        return answer
