"""The REST interface as a page: what Flask-AppBuilder's Swagger page shows, without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_appbuilder.api import BaseApi
from flask_appbuilder.api.manager import OpenApi

from . import words

METHODS = ("get", "post", "put", "patch", "delete")
REFERENCE = "#/components/"


@dataclass(frozen=True)
class Operation:
    """One address with one method. `given` and `sent`: (name, where or kind, required, words)."""

    method: str
    path: str
    about: str
    given: tuple[tuple[str, str, bool, str], ...]
    sent: tuple[tuple[str, str, bool, str], ...]
    answers: tuple[tuple[str, str], ...]


def operations(version: str) -> dict[str, list[Operation]]:
    """Every operation of this version's interface, by its group; {} when there is none."""
    spec = OpenApi._create_api_spec(version)
    for api in current_app.appbuilder.baseviews:  # type: ignore[attr-defined]
        if isinstance(api, BaseApi) and api.version == version:
            api.add_api_spec(spec)
    whole = spec.to_dict()
    found: dict[str, list[Operation]] = {}
    for path, methods in sorted(whole.get("paths", {}).items()):
        for method in METHODS:
            if method in methods:
                about = methods[method]
                group = words.tr((about.get("tags") or [""])[0])
                found.setdefault(group, []).append(_operation(whole, path, method, about))
    return found


def _operation(whole: Mapping[str, Any], path: str, method: str, about: Any) -> Operation:
    answers = ((str(code), _resolved(whole, said)) for code, said in about["responses"].items())
    return Operation(
        method=method.upper(),
        path=path,
        about=words.tr(str(about.get("description") or about.get("summary") or "").strip()),
        given=tuple(_parameter(_resolved(whole, one)) for one in about.get("parameters", ())),
        sent=tuple(_sent(whole, about.get("requestBody", {}))),
        answers=tuple((code, words.tr(said.get("description"))) for code, said in sorted(answers)),
    )


def _parameter(one: Mapping[str, Any]) -> tuple[str, str, bool, str]:
    return one["name"], one["in"], bool(one.get("required")), words.tr(one.get("description"))


def _sent(whole: Mapping[str, Any], body: Mapping[str, Any]) -> list[tuple[str, str, bool, str]]:
    """What the body of a request holds, one level deep."""
    found = []
    for media in _resolved(whole, body).get("content", {}).values():
        schema = _resolved(whole, media.get("schema", {}))
        required = schema.get("required", ())
        for name, about in schema.get("properties", {}).items():
            known = _resolved(whole, about)
            kind = str(known.get("type", "object"))
            found.append((name, kind, name in required, words.tr(known.get("description"))))
    return found


def _resolved(whole: Mapping[str, Any], part: Any) -> Any:
    """What a `$ref` within the document stands for."""
    while isinstance(part, Mapping) and str(part.get("$ref", "")).startswith(REFERENCE):
        found: Any = whole
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found.get(step, {})
        part = found
    return part
