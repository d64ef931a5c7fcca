"""CHECK constraints: bounds become options or checks, lists choices, the rest a line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .choices import allowed_values, bounds
from .drafts import Draft, FieldDraft
from .values import Line

_WHOLE = ("integer", "money", "year")
_WORDS = {">": "lebih dari", "<": "kurang dari", ">=": "paling kecil", "<=": "paling besar"}


def give_rules(draft: Draft, lines: list[Line]) -> None:
    """Put what a CHECK says into the fields; say so for each that stays behind."""
    for check in draft.table.checks:
        if allowed_values(check) is not None:
            column, _ = allowed_values(check) or ("", ())
            made = _field(draft, column)
            if made is not None and made.raw.get("type") in ("choice", "boolean"):
                continue
        parts = bounds(check)
        fields = [_field(draft, column) for column, _, _ in parts or ()]
        if parts and all(one is not None and _numeric(one) for one in fields):
            for (_, sign, number), one in zip(parts, fields, strict=True):
                if one is not None:
                    _bound(draft, one, sign, Decimal(number))
            continue
        said = f"Aturan CHECK tidak dibawa: {' '.join(check.split())[:160]}"
        lines.append(Line("loss", said, draft.table.name))


def _field(draft: Draft, column: str) -> FieldDraft | None:
    places = draft.places((column.strip(),))
    return draft.field_at(places[0]) if places else None


def _numeric(one: FieldDraft) -> bool:
    return one.raw.get("type") in (*_WHOLE, "decimal", "percent")


def _bound(draft: Draft, one: FieldDraft, sign: str, number: Decimal) -> None:
    kind = one.raw["type"]
    whole = number == int(number)
    options: dict[str, Any] = one.raw.setdefault("options", {})
    key = "min" if sign[0] == ">" else "max"
    if kind in ("integer", "year") and whole:
        step = {">": 1, "<": -1}.get(sign, 0)
        options[key] = int(number) + step
        return
    if len(sign) == 2 and kind == "decimal":
        options[key] = format(number, "f")
        return
    if len(sign) == 2 and kind == "money" and whole:
        options[key] = int(number)
        return
    if not options:
        del one.raw["options"]
    checks = draft.raw.setdefault("checks", [])
    shown = format(number, "f")
    label = one.raw.get("label") or one.name.replace("_", " ").capitalize()
    checks.append(
        {
            "name": f"{one.name[:40]}_{key}_{len(checks) + 1}",
            "test": f"empty({one.name}) or {one.name} {sign} {shown}",
            "message": f"{label} harus {_WORDS[sign]} {shown}.",
            "fields": [one.name],
        }
    )
