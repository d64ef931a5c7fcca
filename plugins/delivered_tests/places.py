"""Which rows an expression looks at, and which of their fields: what an example has to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from builder.codenames import pointing
from builder.spec import Entity, Field, Spec, expression

NUMBERS = ("decimal", "integer", "money", "percent", "year")
SIMPLE = (*NUMBERS, "boolean", "choice", "date", "long_text", "text")
"""Types whose values can be written down as they are."""
LEAST_ROWS = 1


class Unknown(Exception):  # noqa: N818 - no error: there is then no example
    """The expression looks at something for which no example can be worked out."""


@dataclass
class Place:
    """A row: the fields that are filled in, what is computed, and the rows that belong to it.

    `state` is its field `type: state` when the expression asks for it; only the row that the
    example is about has one. `must` are the rules that have to hold in it.
    """

    spec: Spec
    table: Entity
    back: str = ""
    values: dict[str, Field] = field(default_factory=dict)
    computed: dict[str, Field] = field(default_factory=dict)
    references: dict[str, Place] = field(default_factory=dict)
    rows: dict[str, Place] = field(default_factory=dict)
    least: int = LEAST_ROWS
    state: str = ""
    above: bool = True
    must: list[str] = field(default_factory=list)

    def look(self, text: str) -> None:
        """Take up everything that the expression looks at; `Unknown` when that is impossible."""
        tree = expression.parse(text)
        if "has_role" in text:
            raise Unknown
        for dotted in expression.paths(tree):
            self._add(dotted.split("."))

    def _add(self, words: list[str]) -> None:
        name, *rest = words
        f = next((one for one in self.table.fields if one.name == name), None)
        if f is None:
            self._rows(name, rest)
        elif f.reference is not None:
            self._reference(f, rest)
        elif rest or f.unique or f.readonly_if:
            raise Unknown
        elif f.computed:
            self.computed.setdefault(name, f)
            self.look(f.computed)
        elif f.type == "state" and self.above:
            self.state = name
        elif f.type in SIMPLE:
            self.values.setdefault(name, f)
        else:
            raise Unknown

    def _reference(self, f: Field, rest: list[str]) -> None:
        assert f.reference is not None
        if not rest or f.name == self.back or f.unique or f.readonly_if:
            raise Unknown
        target = self.spec.entity(f.reference.target)
        if target.name == self.spec.units:
            raise Unknown
        found = self.references.setdefault(f.name, Place(self.spec, target, above=False))
        if f.reference.filter:
            found.look(f.reference.filter)
        found._add(rest)

    def _rows(self, name: str, rest: list[str]) -> None:
        for child, f in pointing(self.spec).get(self.table.name, ()):
            inverse = f.reference.inverse if f.reference else None
            if inverse is not None and inverse.name == name and inverse.inline and self.above:
                least = max(inverse.min_rows, LEAST_ROWS)
                made = Place(self.spec, child, back=f.name, least=least, above=False)
                found = self.rows.setdefault(name, made)
                if rest:
                    found._add(rest)
                return
        raise Unknown

    def below(self) -> Iterator[Place]:
        """This row and all that belong to it."""
        yield self
        for place in (*self.references.values(), *self.rows.values()):
            yield from place.below()


def place(spec: Spec, table: Entity, *texts: str, but: str = "") -> Place:
    """What these expressions of an entity look at, and what the rules beside them look at.

    `but` is the test of a check that need not hold.
    """
    top = Place(spec, table)
    for text in texts:
        top.look(text)
    grown = True
    while grown:
        grown = False
        for each in list(top.below()):
            for rule in _rules(each):
                if rule not in each.must and not (each is top and rule == but):
                    each.must.append(rule)
                    each.look(rule)
                    grown = True
    return top


def _rules(each: Place) -> Iterator[str]:
    """What must hold in this row so that it can be saved, as far as it is filled in here."""
    for check in each.table.checks:
        if _touches(each, check.test):
            yield check.test
    for f in each.table.fields:
        required = needed_if(f)
        if f.name in each.values and required:
            yield f"not ({required}) or not empty({f.name})"
        elif f.required and f.readonly_if and _touches(each, f.readonly_if):
            yield f"not ({f.readonly_if})"


def needed_if(f: Field) -> str:
    """When the field must be filled in, beyond `required`; as the model says it."""
    if f.required_if and f.visible_if and not f.required:
        return f"({f.required_if}) and ({f.visible_if})"
    return f.required_if or (f.visible_if if f.required else None) or ""


def _touches(each: Place, text: str) -> bool:
    used = {dotted.split(".")[0] for dotted in expression.paths(expression.parse(text))}
    return bool(used & {*each.values, *each.computed, *each.references, *each.rows, each.state})
