"""What was typed into an input -> the value that the language stores, and back.

A value that the language cannot read is refused with words; a value that only does not fit to the
rest (a reference to nothing, a rule that names a missing field) is stored and shown as a problem.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask_babel import gettext as _
from pydantic import BaseModel, ValidationError, create_model
from werkzeug.datastructures import MultiDict

from builder.spec import Node, Types, plain
from builder.spec.explain import explain

from .boxes import Box
from .names import slug

Form = MultiDict[str, str]
"""A request's form: several values under one name."""


class RefusedError(Exception):
    """A value that cannot be stored; the text says why and what would do."""


@dataclass(frozen=True)
class _Line:
    name: str
    label: str
    retired: bool


OTHER = "en"
"""The language into which the words of a specification are translated here."""
RETIRED = re.compile(r"\s*\[(?:pensiun|retired)\]\s*$", re.I)


def typed(box: Box, form: Form) -> Any:
    """The value as it was typed: text, a yes or no, or a list of texts."""
    values = [value for value in form.getlist(box.key) if value != ""]
    if box.kind == "tick":
        return bool(values)
    if box.kind == "pair":
        return [value.strip() for value in form.getlist(box.key)][:2]
    if box.kind in ("ticks", "sort"):
        return list(dict.fromkeys(values))
    if box.kind == "order":
        more = re.split(r"[,\s]+", form.get(f"{box.key}+", "").strip())
        places = [_place(form.get(f"{box.key}@{value}", "")) for value in values]
        # A number that was typed beats the one that stood there: down behind it, up before it.
        order = sorted(
            range(len(values)), key=lambda nth: (places[nth], _sign(places[nth], nth + 1))
        )
        values = [values[nth] for nth in order]
        return list(dict.fromkeys([*values, *(path for path in more if path)]))
    return form.get(box.key, "")


def _place(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 10**6


def _sign(to: int, at: int) -> int:
    return (to > at) - (to < at)


def value_of(box: Box, given: Any, old: Any, types: Types) -> Any:
    """The value to store, None for none. `old`: what stands there now (its ids are kept).

    Raises RefusedError.
    """
    if isinstance(given, str):
        given = given.replace("\r\n", "\n").strip()
    if box.kind == "tick":
        return _checked(box, given, types)
    if not given or given == ["", ""]:
        return None
    if box.kind == "ticks":
        kept = [one for one in _texts(old) if one in given]
        given = [*kept, *(one for one in given if one not in kept)]
    elif box.kind == "lines":
        given = [one.strip() for one in re.split(r"[,\n]", given) if one.strip()]
    elif box.kind == "combos":
        lines = [re.split(r"[,\s]+", line.strip()) for line in given.split("\n") if line.strip()]
        given = [[name for name in line if name] for line in lines]
    elif box.kind == "map":
        given = dict(_pair(line) for line in given.split("\n") if line.strip())
    elif box.kind == "words":
        told = dict(_pair(line) for line in given.split("\n") if line.strip())
        given = {**(old if isinstance(old, Mapping) else {}), OTHER: told}
    elif box.kind == "choices":
        given = _choices(given, old)
    return _checked(box, given, types)


def _pair(line: str) -> tuple[str, str]:
    name, sign, value = line.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise RefusedError(
            _("%(line)s: tulis dengan tanda sama dengan, kiri = kanan.", line=line.strip()[:60])
        )
    return name.strip(), value.strip()


def choice_lines(text: str) -> list[_Line]:
    """`nama: Label` a line; a line without a colon is a label, its name is made from it."""
    out = []
    for line in text.split("\n"):
        if not (line := line.strip()):
            continue
        retired = bool(RETIRED.search(line))
        line = RETIRED.sub("", line)
        name, sign, label = (part.strip() for part in line.partition(":"))
        if not sign:
            name, label = (line, "") if re.fullmatch(r"[a-z0-9_]+", line) else (slug(line), line)
        out.append(_Line(name, label, retired))
    return out


def _choices(text: str, old: Any) -> list[dict[str, Any]]:
    lines = choice_lines(text)
    twice = {one.name for one in lines if [other.name for other in lines].count(one.name) > 1}
    if twice:
        raise RefusedError(
            _("Pilihan %(name)s ditulis dua kali; hapus salah satu.", name=sorted(twice)[0][:60])
        )
    before = [one for one in old if isinstance(one, dict)] if isinstance(old, list) else []
    by_name = {str(one.get("name")): one for one in before}
    gone = [one for name, one in by_name.items() if name not in {line.name for line in lines}]
    new = [line.name for line in lines if line.name not in by_name]
    # As many new names as names that went, in their order: these are the same choices renamed.
    renamed = dict(zip(new, gone, strict=True)) if len(new) == len(gone) else {}
    out = []
    for line in lines:
        known = by_name.get(line.name) or renamed.get(line.name) or {}
        node = {**known, "name": line.name, "label": line.label, "retired": line.retired}
        out.append({key: value for key, value in node.items() if value})
    return out


def shown(box: Box, value: Any) -> Any:
    """A stored (or typed) value as the input shows it."""
    if box.kind == "tick":
        return _default(box) if value is None else value in (True, "true")
    if box.kind in ("ticks", "order", "sort"):
        return _texts(value)
    if box.kind == "pair":
        return [*_texts(value), "", ""][:2]
    if value is None:
        return _default(box) if box.kind == "pick" else ""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, bool):
        return str(value).lower()
    if box.kind == "choices":
        return "\n".join(_choice_line(one) for one in value if isinstance(one, dict))
    if box.kind == "combos":
        return "\n".join(", ".join(_texts(one)) for one in value)
    if box.kind == "words" and isinstance(value, Mapping):
        value = value.get(OTHER, {})
    if isinstance(value, Mapping):
        return "\n".join(f"{key} = {one}" for key, one in value.items())
    return "\n".join(_texts(value))


def _default(box: Box) -> Any:
    if isinstance(box.default, bool | str):
        return box.default
    return "" if box.kind == "pick" else False


def _choice_line(one: Mapping[str, Any]) -> str:
    label = f": {one['label']}" if one.get("label") else ""
    return f"{one.get('name', '')}{label}" + (" [pensiun]" if one.get("retired") else "")


def _texts(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def _checked(box: Box, value: Any, types: Types) -> Any:
    """The value as the language writes it; its default is None."""
    if box.model.__name__ == "Field" and box.key == "type" and value not in types:
        raise RefusedError(_("Tipe %(t)s tidak dikenal; pilih dari daftar.", t=str(value)[:60]))
    marked = _marked(value)
    try:
        found = _one(box.model, box.last).model_validate({box.last: marked})
    except ValidationError as error:
        text = explain(error, {"id": "", box.last: marked}, {})[0].text
        raise RefusedError(text[:1].upper() + text[1:]) from None
    written = plain(found).get(box.last)
    return value if marked is not value and written is not None else written


def _marked(value: Any) -> Any:
    """Nodes of a list with an id, as the model wants them; new ones get theirs when stored."""
    if isinstance(value, Sequence) and value and isinstance(value[0], dict):
        return [{"id": "aaaaaaaa", **one} for one in value]
    return value


@cache
def _one(model: type[BaseModel], key: str) -> type[Node]:
    """A model of this key alone."""
    info = model.model_fields[key]
    parts: dict[str, Any] = {key: (info.annotation, info)}
    return create_model(f"One{model.__name__}{key.title()}", __base__=Node, **parts)
