"""Ids of the specification's nodes, read from `spec.yaml` beside the application, if it is there.

People pin their remarks to what they see; the id says what that is in the specification. Without
the file everything works, and nothing carries an id.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


class Nodes:
    """Lookups by the names that stand in the code."""

    def __init__(self, path: Path | None) -> None:
        self._ids: dict[tuple[str, ...], str] = {}
        if path is not None and path.is_file():
            raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
            self._read(raw if isinstance(raw, dict) else {})

    def _keep(self, node: dict[str, Any], *key: str) -> None:
        if node.get("id"):
            self._ids.setdefault(key, str(node["id"]))

    def _read(self, raw: dict[str, Any]) -> None:
        for entity in [*_list(raw, "entities"), *_list(raw, "links")]:
            table = str(entity.get("name", ""))
            self._keep(entity, "entity", table)
            for one in entity.get("names") or entity.get("between") or ():
                self._keep(entity, "field", table, str(one))
            for one in _list(entity, "fields"):
                self._keep(one, "field", table, str(one.get("name")))
                options = one.get("options") or {}
                inverse = options.get("inverse") or {}
                if inverse:
                    target = str(options.get("target"))
                    self._keep(inverse, "inverse", target, str(inverse.get("name")))
        for flow in _list(raw, "flows"):
            table = str(flow.get("entity"))
            for kind in ("transitions", "states"):
                for one in _list(flow, kind):
                    self._keep(one, kind[:-1], table, str(one.get("name")))
        for screen in _list(raw, "screens"):
            self._screen(screen)
        self._menu(_list(raw, "menu"))

    def _screen(self, screen: dict[str, Any]) -> None:
        table, kind = str(screen.get("entity", "")), str(screen.get("kind"))
        self._keep(screen, "screen", table, kind)
        self._keep(screen, "screen", str(screen.get("name")))
        for tab in _list(screen, "tabs"):
            self._keep(tab, "section", table, kind, str(tab.get("label")))
            for section in _list(tab, "sections"):
                self._keep(section, "section", table, kind, str(section.get("label")))
        for section in _list(screen, "sections"):
            self._keep(section, "section", table, kind, str(section.get("label")))
        for view in _list(screen, "views"):
            self._keep(view, "view", table, str(view.get("label")))

    def _menu(self, items: list[dict[str, Any]]) -> None:
        for item in items:
            if item.get("label"):
                self._keep(item, "menu", str(item["label"]))
            if item.get("screen"):
                self._keep(item, "menu", "screen", str(item["screen"]))
            self._menu(_list(item, "children"))

    def __call__(self, *key: str) -> str:
        """The id under this key, or empty: `nodes("field", "usaha", "nama")`."""
        return self._ids.get(key, "")


def _list(raw: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = raw.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
