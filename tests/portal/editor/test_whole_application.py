"""A whole application typed into the forms is the same as the one written in a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from builder.house import House
from tests.demo_design import example, label, meaning, written

from .designing import Editor


class Typist:
    """Somebody who types a specification into the forms, from top to bottom."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        editor.get("entitas")

    def add(self, parent: tuple[str, ...], key: str, **values: Any) -> None:
        self.editor.post(f"tambah/{self.editor.id(*parent)}/{key}", **values)

    def save(
        self, path: tuple[str, ...], node: Mapping[str, Any], skip: tuple[str, ...] = ()
    ) -> None:
        """Everything of the node that its form has an input for."""
        typed = dict(_typed(node, skip))
        if typed:
            self.editor.post(f"simpan/{self.editor.id(*path)}", **typed)

    def drop(self, *path: str) -> None:
        self.editor.post(f"hapus/{self.editor.id(*path)}")


def _typed(node: Mapping[str, Any], skip: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """As a browser sends it."""
    for name, value in written(node, skip):
        last = name.rpartition(".")[2]
        if last == "choices":
            yield name, "\n".join(one["name"] for one in value)
        elif last == "sets":
            yield name, "\n".join(f"{field} = {said}" for field, said in value.items())
        elif last in ("unique", "indexes") and isinstance(value, list):
            yield name, "\n".join(", ".join(one) for one in value)
        elif isinstance(value, bool):
            yield name, ["", "y"] if value else [""]
        elif last in ("fields", "columns", "filters") and isinstance(value, list):
            yield name, list(reversed(value))
            for place, path in enumerate(value, 1):
                yield f"{name}@{path}", str(place)
        else:
            yield name, value


def test_the_example_typed_into_the_forms_means_the_same(editor: Editor, house: House) -> None:
    typist, wanted = Typist(editor), example(house.plugins.types)
    for key in ("exclusions", "roles"):
        for one in wanted[key]:
            typist.add((), key, label=label(one), name=one["name"])
    for one in wanted["exclusions"]:
        typist.save((one["name"],), one)
    for entity in wanted["entities"]:
        typist.add((), "entities", label=label(entity), name=entity["name"], first="")
    for link in wanted["links"]:
        first, second = link["between"]
        typist.add((), "links", label=label(link), name=link["name"], first=first, second=second)
    for table in (*wanted["entities"], *wanted["links"]):
        for field in table["fields"]:
            name = field["name"]
            typist.add((table["name"],), "fields", label=label(field), name=name,
                       type=field.get("type", "text"))  # fmt: skip
            typist.save((table["name"], name), field, ("name", "type"))
        for check in table.get("checks", ()):
            typist.add((table["name"],), "checks", **{key: check[key] for key in
                                                     ("name", "test", "message")})  # fmt: skip
            typist.save((table["name"], check["name"]), check)
        typist.save((table["name"],), table)
    for flow in wanted["flows"]:
        states = "\n".join(label(state) for state in flow["states"])
        typist.add((), "flows", label=label(flow), entity=flow["entity"], states=states)
        typist.drop(flow["name"], "kirim")
        for state in flow["states"]:
            typist.save(
                (flow["name"], state["name"]), state | {"kind": state.get("kind", "running")}
            )
        for step in flow["transitions"]:
            typist.add((flow["name"],), "transitions", label=label(step), name=step["name"])
            typist.save((flow["name"], step["name"]), step)
    for screen in wanted["screens"]:
        typist.add((), "screens", label=label(screen), name=screen["name"], kind=screen["kind"],
                   entity=screen["entity"])  # fmt: skip
        for made in editor.node(screen["name"]).get("sections", ()):
            editor.post(f"hapus/{made['id']}")
        typist.save((screen["name"],), screen)
        for key in ("sections", "views"):
            for one in screen.get(key, ()):
                typist.add((screen["name"],), key, label=one["label"])
                typist.save((screen["name"], one["label"]), one)
    typist.save((), wanted)
    for role in wanted["roles"]:
        rights(editor, role)
    assert meaning(editor.raw) == meaning(wanted)
    assert not [p for p in editor.desk_problems() if p.severity == "error"]


def rights(editor: Editor, role: Mapping[str, Any]) -> None:
    """Tick the table of a role, line by line."""
    sent: dict[str, Any] = {}
    for grant in role["grants"]:
        for name in grant["entities"]:
            rows = grant.get("rows", "all")
            scope = rows if rows in ("all", "own", "unit") else "where"
            sent |= {
                f"here.{name}": "1",
                f"own.{name}": "y",
                f"can.{name}": grant.get("can", ["read"]),
                f"scope.{name}": scope,
                f"where.{name}": "" if scope != "where" else rows,
                f"hide.{name}": grant.get("hide", []),
                f"readonly.{name}": grant.get("readonly", []),
            }
    editor.post(f"hak/{editor.id(role['name'])}", **sent)
