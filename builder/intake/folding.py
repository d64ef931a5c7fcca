"""Folding: an entity that only joins two others becomes a link between them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from .values import IntakeError, Line, Proposal


def fold(proposal: Proposal, names: Collection[str]) -> Proposal:
    """The proposal with these entities as `links`; rows stay as they are, ids too.

    Only what the proposal itself names in `folds` can be folded; anything else is refused.
    """
    wrong = sorted(set(names) - set(proposal.folds))
    if wrong:
        possible = ", ".join(proposal.folds) or "tidak ada"
        raise IntakeError(
            "Bukan entitas penghubung, tidak dapat dilipat",
            which=", ".join(wrong),
            way_out=f"Yang dapat dilipat: {possible}.",
        )
    if not names:
        return proposal
    raw = dict(proposal.raw)
    folded = [entity for entity in raw["entities"] if entity["name"] in names]
    raw["entities"] = [entity for entity in raw["entities"] if entity["name"] not in names]
    raw["links"] = [*raw.get("links", []), *map(_link, folded)]
    lines = [Line("change", "Dilipat menjadi hubungan", entity["name"]) for entity in folded]
    left = tuple(name for name in proposal.folds if name not in names)
    return replace(proposal, raw=raw, folds=left).with_lines(*lines)


def _link(entity: dict[str, Any]) -> dict[str, Any]:
    ends = [one for one in entity["fields"] if one.get("type") == "reference"]
    targets = [one["options"]["target"] for one in ends]
    names = [one["name"] for one in ends]
    link: dict[str, Any] = {"name": entity["name"]}
    if "label" in entity:
        link["label"] = entity["label"]
    link["between"] = targets
    if names != targets:
        link["names"] = names
    rest = [one for one in entity["fields"] if one not in ends]
    if rest:
        link["fields"] = rest
    return link
