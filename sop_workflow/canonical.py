"""One way to write a value as bytes, so that one value has one hash."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, compact, text in NFC: the bytes that are hashed."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return unicodedata.normalize("NFC", text).encode("utf-8")


def sha256(value: Any) -> str:
    """SHA-256 in hex of bytes as they are, of text in UTF-8, of other values in canonical form."""
    if isinstance(value, bytes):
        raw = value
    elif isinstance(value, str):
        raw = unicodedata.normalize("NFC", value).encode("utf-8")
    else:
        raw = canonical(value)
    return hashlib.sha256(raw).hexdigest()
