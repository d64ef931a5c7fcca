"""Text or stored tree -> Spec; Spec -> plain tree, canonical bytes, hash.

The hash is that of canonical JSON: keys sorted, NFC, compact, ids in, defaults out. Comments, order
of keys, a default written out: same hash. A key added to the language later changes no old hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticUndefined

from .base import Node
from .explain import explain
from .ids import give_ids
from .model import Spec
from .problems import SpecError, unreadable
from .reader import Place, parse
from .types import Types

ALWAYS = ("id", "rakit")
"""Keys that are always written."""


def load(text: str, types: Types) -> Spec:
    """Read a file's text. SpecError(problems) says everything wrong with it, with lines."""
    raw = parse(text)
    if not isinstance(raw, dict):
        raise unreadable("no_mapping", "isi harus pasangan kunci: nilai.", line=1)
    spec = _validated(raw, types, text)
    spec._source = text
    return spec


def from_raw(raw: Mapping[str, Any], types: Types) -> Spec:
    """Read a tree as stored (JSON). Missing ids are derived. SpecError(problems)."""
    return _validated(dict(raw), types, "")


def _validated(raw: dict[str, Any], types: Types, text: str) -> Spec:
    with_ids = give_ids(raw)
    try:
        return Spec.model_validate(with_ids, context={"types": types})
    except ValidationError as error:
        lines: dict[Place, int] = {}
        if text:
            parse(text, lines)
        raise SpecError(explain(error, with_ids, lines)) from None


def plain(node: Node) -> dict[str, Any]:
    """What is written of a node: defaults left out, ids in; dicts, lists, text, bool, int."""
    out: dict[str, Any] = {}
    for key, info in type(node).model_fields.items():
        value = getattr(node, key)
        default = info.get_default(call_default_factory=True)
        same = default is not PydanticUndefined and value == default
        if key in ALWAYS or not (same or value is None):
            written = _plain_value(value)
            if not (key == "options" and written == {}):
                out[key] = written
    return out


def _plain_value(value: Any) -> Any:
    if isinstance(value, Node):
        return plain(value)
    if isinstance(value, tuple | list):
        return [_plain_value(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain_value(item) for key, item in value.items()}
    return value


def canonical(spec: Spec) -> bytes:
    """The bytes that are hashed, stored and signed."""
    return json.dumps(
        plain(spec), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def sha256(spec: Spec) -> str:
    """The hash of the specification, 64 hex digits."""
    return hashlib.sha256(canonical(spec)).hexdigest()
