"""Spec -> text, the only style there is: nodes in block, leaf nodes on one line.

Whatever any YAML 1.1 or 1.2 reader would not read as text is written in double quotes.
"""

from __future__ import annotations

import json
import re
from typing import Any

from .load import plain
from .model import Spec

LEAVES = ("choices", "states", "grants", "views", "cards", "charts", "sections")
ORDER = ("rakit", "id", "name", "type", "label", "kind", "entity")
WIDEST = 160
# plain only where every YAML 1.1 and 1.2 reader sees text
PLAIN = re.compile('[A-Za-z_(][^\x00-\x1f:#?"\\\\\u0085\u2028\u2029\ufeff]*(?<! )')
IN_FLOW = re.compile(r"[,\[\]{}]")
ODD = re.compile(r"(?i)(y|n|yes|no|on|off|true|false|null|nan|inf(inity)?|~|=|<<)\Z")
BREAKS = {"\u2028": "\\L", "\u2029": "\\P", "\u0085": "\\N", "\ufeff": "\\uFEFF"}


def dump(spec: Spec) -> str:
    """The whole specification as YAML; reading it gives the same hash."""
    return "\n".join(_block(_sorted(plain(spec)), "")) + "\n"


def scalar(value: Any, indent: str = "", *, flow: bool = False) -> str:
    """One value as YAML text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if _fits_block(value) and not flow:
        lines = [indent + line if line else "" for line in value.split("\n")]
        return "|-\n" + "\n".join(lines)
    plain_here = PLAIN.fullmatch(value) and not (flow and IN_FLOW.search(value))
    if plain_here and not ODD.match(value):
        return str(value)
    quoted = json.dumps(value, ensure_ascii=False)
    for sign, written in BREAKS.items():
        quoted = quoted.replace(sign, written)
    return quoted


def _fits_block(value: str) -> bool:
    odd = any(sign in value for sign in BREAKS)
    return (
        "\n" in value
        and not odd
        and not value.startswith((" ", "\n", "\t"))
        and not value.endswith("\n")
        and not re.search(r"[ \t]$", value, re.M)
    )


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        pairs = (f"{scalar(k, flow=True)}: {_flow(v)}" for k, v in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return scalar(value, flow=True)


def _block(node: dict[str, Any], indent: str) -> list[str]:
    out: list[str] = []
    for key, value in node.items():
        name = scalar(key, flow=True)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            out.append(f"{indent}{name}:")
            out += _items(key, value, indent)
        elif isinstance(value, dict) and _opens(key, value):
            out += [f"{indent}{name}:", *_block(value, indent + "  ")]
        elif isinstance(value, dict | list):
            out.append(f"{indent}{name}: {_flow(value)}")
        else:
            out.append(f"{indent}{name}: {_written(key, value, indent)}")
        if not indent and isinstance(value, list | dict) and key != list(node)[-1]:
            out.append("")
    return out


def _written(key: str, value: Any, indent: str) -> str:
    """A default is text in the tree; `true` and whole numbers read the same without quotes."""
    bare = key == "default" and isinstance(value, str)
    if bare and re.fullmatch(r"true|false|0|-?[1-9][0-9]{0,14}", value):
        return str(value)
    return scalar(value, indent + "  ")


def _opens(key: str, value: dict[str, Any]) -> bool:
    """Whether a mapping is written in block: translations, and options with a list of nodes."""
    has_nodes = key == "options" and isinstance(value.get("choices"), list)
    return has_nodes or key in ("i18n", "en", "id")


def _items(key: str, items: list[dict[str, Any]], indent: str) -> list[str]:
    out: list[str] = []
    for place, item in enumerate(items):
        line = _flow(item)
        leaf = key in LEAVES or (key in ("menu", "children") and "children" not in item)
        if leaf and len(line) <= WIDEST and "\n" not in line:
            out.append(f"{indent}  - {line}")
            continue
        if not indent and place:
            out.append("")
        body = _block(item, indent + "    ")
        out += [f"{indent}  - {body[0].lstrip()}", *body[1:]]
    return out


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: ORDER.index(key) if key in ORDER else len(ORDER))
        return {key: _sorted(value[key]) for key in keys}
    return [_sorted(item) for item in value] if isinstance(value, list) else value
