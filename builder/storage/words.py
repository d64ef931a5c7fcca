"""What the nodes of a stored specification are called; reads the JSON, finished or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.spec import naming

from .journal import nodes
from .values import Raw


def node_words(raw: Raw, node: str) -> str:
    """`Pelaku usaha · NIK`: where a remark is pinned, in the words of the specification."""
    for found, around in nodes(raw):
        if found.get("id") == node:
            inner = [one for one in around if one.get("id") != raw.get("id")]
            return " · ".join(label_of(one) for one in (*inner, found))
    return ""


def role_labels(raw: Raw) -> Mapping[str, str]:
    """Role -> what people call it."""
    return {str(one["name"]): label_of(one) for one in raw.get("roles", ()) if one.get("name")}


def label_of(node: Mapping[str, Any]) -> str:
    """The label, else one made from the name."""
    return str(node.get("label") or naming.label_of(str(node.get("name") or node.get("id", ""))))
