"""What the models refuse, in words: path by names, node and key for the form, line for the file."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from .base import Node
from .ids import title
from .problems import Problem
from .reader import Place

SAY: dict[str, tuple[str, str]] = {
    "too_short": ("too_few", "perlu paling sedikit {min_length}"),
    "too_long": ("too_many_items", "paling banyak {max_length}"),
    "string_too_short": ("empty_text", "tidak boleh kosong"),
    "string_too_long": ("too_long", "paling panjang {max_length} huruf"),
    "literal_error": ("no_such_word", "pilihannya {expected}"),
    "union_tag_invalid": ("no_such_kind", "kind {tag!r} tidak dikenal; pilihannya {expected_tags}"),
    "union_tag_not_found": ("missing_key", "kunci kind wajib ada"),
    "tuple_type": ("no_list", "harus daftar"),
    "model_type": ("no_mapping", "harus pasangan kunci: nilai"),
    "model_attributes_type": ("no_mapping", "harus pasangan kunci: nilai"),
    "dict_type": ("no_mapping", "harus pasangan kunci: nilai"),
    "mapping_type": ("no_mapping", "harus pasangan kunci: nilai"),
    "greater_than_equal": ("out_of_range", "paling kecil {ge}"),
    "less_than_equal": ("out_of_range", "paling besar {le}"),
}
SHAPES = {
    "^[a-z][a-z0-9_]{0,54}$": "huruf kecil, angka, garis bawah; diawali huruf; paling panjang 55",
    "^[a-z][a-z2-7]{7}$": "delapan tanda: satu huruf, lalu a-z dan 2-7",
}


def explain(error: ValidationError, raw: Any, lines: Mapping[Place, int]) -> list[Problem]:
    """Everything that is wrong, in the order of the file; what follows from another is left out."""
    found = error.errors(include_url=False)
    return [_one(each, raw, lines) for each in found if not _follows(each, found)]


def _follows(one: Any, found: Any) -> bool:
    """An item that failed leaves its list too short: only the item is worth saying."""
    if one["type"] not in ("too_short", "missing"):
        return False
    loc = one["loc"]
    return any(other is not one and other["loc"][: len(loc)] == loc for other in found)


def _one(error: Any, raw: Any, lines: Mapping[Place, int]) -> Problem:
    place, words, node_id, missing = _locate(error, raw)
    code, text = _say(error, words, missing)
    key = missing or next((str(part) for part in reversed(place) if isinstance(part, str)), "")
    return Problem(
        "error",
        code,
        ".".join(words),
        node_id,
        key,
        text[0].lower() + text[1:] + ("" if text.endswith(("?", ".")) else "."),
        _line(place, lines),
    )


def _locate(error: Any, raw: Any) -> tuple[Place, list[str], str, str]:
    """Follow the location through the tree; parts that the models add (union tags) are skipped."""
    at, missing, node_id = raw, "", str(raw.get("id", ""))
    place: list[str | int] = []
    words: list[str] = []
    for part in error["loc"]:
        if isinstance(at, list) and isinstance(part, int) and part < len(at):
            at = at[part]
            words.append(title(at, part))
        elif isinstance(at, dict) and part in at:
            at = at[part]
            words.append(str(part))
        else:
            if error["type"] == "missing" and part == error["loc"][-1]:
                missing = str(part)
            continue
        place.append(part)
        if isinstance(at, dict) and "id" in at:
            node_id = str(at["id"])
    return tuple(place), words, node_id, missing


def _say(error: Any, words: list[str], missing: str) -> tuple[str, str]:
    kind, context = error["type"], error.get("ctx", {})
    if kind in ("too_short", "too_long") and isinstance(error["input"], str):
        kind = f"string_{kind}"
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(words[-1], _known_keys(), 1)
        return "unknown_key", "kunci tidak dikenal" + (
            f"; maksud Anda {near[0]}?" if near else "; hapus kunci ini"
        )
    if kind == "missing":
        return "missing_key", f"kunci {missing} wajib ada"
    if kind == "string_pattern_mismatch":
        shape = SHAPES.get(context["pattern"], context["pattern"])
        return "bad_shape", f"bentuknya harus: {shape}"
    if kind in SAY:
        code, text = SAY[kind]
        return code, text.format(**context)
    return "bad_value", str(error["msg"]).removeprefix("Value error, ")


def _line(place: Place, lines: Mapping[Place, int]) -> int | None:
    """The line of the place, or of the nearest thing around it that stands in the text."""
    for end in range(len(place), -1, -1):
        if place[:end] in lines:
            return lines[place[:end]]
    return None


def _known_keys(model: type[Node] = Node) -> list[str]:
    """Every key of the language, for 'did you mean'."""
    found: set[str] = set()
    todo = [model]
    while todo:
        one = todo.pop()
        found.update(one.model_fields)
        todo.extend(one.__subclasses__())
    return sorted(found)
