"""What the template of `model.py` sees of a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from builder.codenames import (
    CHOSEN,
    class_names,
    enum_names,
    label_of,
    may_stay_empty,
    member_names,
    pointing,
    remembered,
    targets,
    unit_path,
)
from builder.spec import Entity, Field, Spec, Types, naming

from .arguments import Argument, arguments


def model_view(spec: Spec, table: Entity, types: Types) -> dict[str, Any]:
    """Names, choices, fields, inverses and imports of one table's module."""
    world = World(spec, types)
    enums = [world.enum(table, f) for f in table.fields if f.type in CHOSEN]
    fields = [world.field(table, f) for f in table.fields]
    inverses = list(world.inverses(table))
    later = {r["cls"]: r for r in (*fields, *inverses) if r.get("later")}
    direct = {r["cls"]: r for r in fields if r["reference"] and not r["later"] and not r["self"]}
    return {
        "name": table.name,
        "cls": world.classes[table.name],
        "label": label_of(table),
        "plural": table.plural or label_of(table),
        "doc": table.description or f"Satu baris {table.name}.",
        "settings": world.settings(table),
        "checks": [_check(check) for check in table.checks],
        "enums": enums,
        "fields": fields,
        "inverses": inverses,
        "aliases": sorted({f["alias"] for f in fields if f["alias"]}),
        "targets": [direct[key] for key in sorted(direct)],
        "later": [later[key] for key in sorted(later) if key not in direct],
        "decimal": any(a["code"].startswith("Decimal(") for f in fields for a in f["args"]),
        "days": any(a["code"].startswith("datetime.") for f in fields for a in f["args"]),
        "related": bool(inverses) or any(f["reference"] for f in fields),
    }


def _check(check: Any) -> dict[str, Any]:
    return {
        "name": check.name,
        "test": check.test,
        "message": check.message,
        "fields": list(check.fields),
    }


@dataclass(frozen=True)
class World:
    """The whole specification, as one table's module looks at it."""

    spec: Spec
    types: Types

    @property
    def classes(self) -> Any:
        """Table -> class."""
        return class_names(self.spec, self.types)

    def settings(self, table: Entity) -> list[dict[str, Any]]:
        """The `__…__` lines after label and plural, without those that say the default."""
        display = table.display or _known_by(table)
        link = next((link for link in self.spec.links if link.name == table.name), None)
        found: list[tuple[str, Any]] = [("__display__", display)]
        found += [("__tree__", table.tree), ("__unit__", unit_path(self.spec, table))]
        found += [("__unique__", table.unique), ("__indexes__", table.indexes)]
        found += [("__link__", tuple(name for name, _ in link.ends) if link else ())]
        lines = [{"name": name, "value": _plain(value)} for name, value in found if value]
        lines += [{"name": "__history__", "value": False}] if not table.history else []
        lines += [{"name": "__soft_delete__", "value": False}] if not table.soft_delete else []
        return lines

    def enum(self, table: Entity, f: Field) -> dict[str, Any]:
        """The class of a field's choices, or of a flow's states."""
        if f.type == "state":
            flow = self.spec.flow_of(table.name)
            states = flow.states if flow else ()
            found = [(s.name, s.label, False) for s in states]
            doc = f"Keadaan {table.name}.{f.name}; perpindahannya di flow.py."
        else:
            found = [(c.name, c.label, c.retired) for c in f.options.choices]
            doc = f"Pilihan untuk {table.name}.{f.name}."
        members = member_names(tuple(name for name, _, _ in found))
        return {
            "cls": enum_names(self.spec, self.types)[table.name, f.name],
            "doc": doc,
            "members": [
                {"name": m, "value": n, "label": label or naming.label_of(n), "retired": retired}
                for m, (n, label, retired) in zip(members, found, strict=True)
            ],
        }

    def field(self, table: Entity, f: Field) -> dict[str, Any]:
        """One column: its annotation, and what stands in `field()` or `reference()`."""
        enum = enum_names(self.spec, self.types).get((table.name, f.name), "")
        empty = " | None" if may_stay_empty(f) else ""
        common = {
            "name": f.name,
            "label": label_of(f),
            "args": [a.as_data() for a in arguments(self.spec, table, f, enum)],
            "reference": f.reference is not None,
        }
        if f.reference is None:
            alias = self.types[f.type].alias if f.type == "multichoice" or not enum else ""
            return {**common, "annotation": (alias or enum) + empty, "alias": alias, "cls": ""}
        target = f.reference.target
        cls = self.classes[target]
        own, later = target == table.name, self.cyclic(table.name, target)
        relation = f"{cls}{empty}"
        return {
            **common,
            "alias": "",
            "cls": cls,
            "target": target,
            "module": target,
            "self": own,
            "later": later,
            "annotation": f"int{empty}",
            "relation": f'"{relation}"' if own or later else relation,
            "with": [a.as_data() for a in self._relation(table, f)],
        }

    def _relation(self, table: Entity, f: Field) -> Iterator[Argument]:
        """What stands in `relationship()` beside a reference."""
        options = f.reference
        assert options is not None
        if options.inverse:
            yield Argument("back_populates", options.inverse.name)
        if self._several(table, options.target):
            yield Argument("foreign_keys", code=f"[{f.name}_id]")
        if options.target == table.name:
            yield Argument("remote_side", f"{self.classes[table.name]}.id")

    def _several(self, table: Entity, target: str) -> bool:
        """Whether more than one key joins the two tables, one way or the other."""
        ways = [one for one, _ in pointing(self.spec).get(target, ()) if one.name == table.name]
        if target != table.name:
            ways += [
                one for one, _ in pointing(self.spec).get(table.name, ()) if one.name == target
            ]
        return len(ways) > 1

    def inverses(self, table: Entity) -> Iterator[dict[str, Any]]:
        """The rows of other tables that point here, where the specification names them."""
        for child, f in pointing(self.spec).get(table.name, ()):
            assert f.reference is not None
            if f.reference.inverse:
                cls = self.classes[child.name]
                args = [Argument("back_populates", f.name)]
                if self._several(child, table.name):
                    args.append(Argument("foreign_keys", f"{cls}.{f.name}_id"))
                yield {
                    "name": f.reference.inverse.name,
                    "cls": cls,
                    "module": child.name,
                    "later": child.name != table.name,
                    "with": [a.as_data() for a in args],
                }

    def cyclic(self, table: str, target: str) -> bool:
        """Whether two modules would import each other: then one import is for types alone."""
        return table != target and table in _reached(self.spec, target)


@remembered
def _reached(spec: Spec, start: str) -> frozenset[str]:
    """Tables that can be reached along references."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for target in targets(spec).get(waiting.pop(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return frozenset(found)


def _known_by(table: Entity) -> tuple[str, ...]:
    """The first text, else the first field: what `display` means when it is not written."""
    texts = [f.name for f in table.fields if f.type in ("text", "numbering")]
    return ((texts or [table.fields[0].name])[0],)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value
