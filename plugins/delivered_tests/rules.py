"""Examples for the rules of a table: what the tests of checks, conditions and computed values say.

A rule for which no example can be worked out is left out; what is written can fail.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

from builder.codenames import class_names, enum_names, member_names
from builder.spec import Entity, Field, Flow, Spec, Types, expression, naming

from .candidates import PLAIN
from .examples import MOMENTS, Example, examples
from .flow import reached
from .places import Place, Unknown, needed_if, place

LEFT_OUT = ("state", "numbering", "file", "image")
"""Types that nobody fills in by typing."""
LOOKED_AT = 40
"""Among so many examples one with another result, or with nothing empty, is looked for."""


def rules_facts(spec: Spec, table: Entity, types: Types) -> dict[str, Any]:
    """Names, numbers and dates: what differs between true and false, by rule."""
    return _Rules(spec, table, types).facts()


def flow_facts(spec: Spec, flow: Flow, types: Types) -> dict[str, Any]:
    """For each step with a condition a row for which it does not hold."""
    rules = _Rules(spec, spec.entity(flow.entity), types)
    needs = list(rules.needs(flow))
    return {"needs": needs, "imports": rules.imports()}


class _Rules:
    def __init__(self, spec: Spec, table: Entity, types: Types) -> None:
        self.spec, self.table, self.types = spec, table, types
        self.classes = class_names(spec, types)
        self.flow: Flow | None = spec.flow_of(table.name)
        self.used: set[str] = set()

    def facts(self) -> dict[str, Any]:
        found = {
            "checks": list(self._checks()),
            "required": list(self._required()),
            "visible": list(self._visible()),
            "readonly": list(self._readonly()),
            "computed": list(self._computed()),
            "rows": list(self._rows()),
        }
        stateful = any("state" in str(part) and _states(part) for part in found.values())
        return {**found, "imports": self.imports(), "enum": self._enum() if stateful else ""}

    def imports(self) -> list[dict[str, str]]:
        """The classes that the examples name."""
        modules = [name for name, cls in self.classes.items() if cls in self.used]
        return [{"module": name, "cls": self.classes[name]} for name in modules]

    def _enum(self) -> str:
        names = enum_names(self.spec, self.types)
        return next(names[self.table.name, f.name] for f in self.table.fields if f.type == "state")

    # -- one kind of rule after the other

    def _checks(self) -> Iterator[dict[str, Any]]:
        for check in self.table.checks:
            pair = self._pair(check.test, but=check.test, states=self._first())
            if pair:
                yield {"name": check.name, **pair}

    def _required(self) -> Iterator[dict[str, Any]]:
        for f in self.table.fields:
            text = needed_if(f)
            if text and not f.computed and not f.readonly_if and f.type not in LEFT_OUT:
                pair = self._pair(text, states=self._open(f), without=f.name)
                if pair and f.type != "boolean":
                    yield {"name": f.name, **pair}

    def _visible(self) -> Iterator[dict[str, Any]]:
        for f in self.table.fields:
            pair = self._pair(f.visible_if, states=self._every()) if f.visible_if else None
            if pair:
                yield {"name": f.name, **pair}

    def _readonly(self) -> Iterator[dict[str, Any]]:
        for f in self.table.fields:
            if f.readonly_if and not f.computed and not f.reference and f.type not in LEFT_OUT:
                pair = self._pair(f.readonly_if, states=self._open(f), without=f.name)
                if pair:
                    yield {"name": f.name, **pair}

    def _computed(self) -> Iterator[dict[str, Any]]:
        for f in self.table.fields:
            if f.computed:
                cases = self._results(f)
                if cases:
                    yield {"name": f.name, "cases": cases}

    def _rows(self) -> Iterator[dict[str, Any]]:
        """Roles that see the rows for which an expression holds, and no others."""
        for role in self.spec.roles:
            grant = role.grant(self.table.name)
            if grant is not None and grant.rows not in ("all", "own", "unit"):
                pair = self._pair(grant.rows, states=self._every())
                if pair:
                    yield {"role": naming.member_name(role.name), "name": role.name, **pair}

    def needs(self, flow: Flow) -> Iterator[dict[str, Any]]:
        """Steps with a condition, each with a row in a state before it that does not meet it."""
        known = self._every()
        for step in flow.transitions:
            states = [state for state in step.at if state in known]
            pair = self._pair(step.needs, states=states) if step.needs and states else None
            if pair and (pair["no"]["state"] or flow.states[0].name in states):
                yield {"step": step.name, **pair["no"]}

    # -- examples

    def _pair(
        self, text: str, *, states: list[str], but: str = "", without: str = ""
    ) -> dict[str, Any] | None:
        """An example for true and one for false; None when there are not both."""
        try:
            top = place(self.spec, self.table, text, but=but)
        except Unknown:
            return None
        if without in (top.values.keys() | top.computed.keys()):
            return None
        tree = expression.parse(text)
        ways: tuple[Callable[..., bool], ...] = (
            lambda row, scope: expression.holds(tree, scope),
            lambda row, scope: not expression.holds(tree, scope),
        )
        found = []
        for way in ways:
            some = list(islice(examples(top, (text,), self._states(top, states), way), LOOKED_AT))
            if not some:
                return None
            found.append(min(some, key=lambda one: list(one.values.values()).count(None)))
        return {"yes": self._written(found[0]), "no": self._written(found[1])}

    def _results(self, f: Field) -> list[dict[str, Any]]:
        """One or two examples with their results."""
        assert f.computed
        try:
            top = place(self.spec, self.table, f.name)
        except Unknown:
            return []

        def wanted(row: Mapping[str, Any], scope: expression.Scope) -> bool:
            return _literal(row[f.name]) is not None

        states = self._states(top, self._first())
        cases: list[dict[str, Any]] = []
        for one in islice(examples(top, (f.computed,), states, wanted), LOOKED_AT):
            values = {_literal(one.row(now)[f.name]) for now in MOMENTS}
            if len(values) == 1 and all(case["result"] not in values for case in cases):
                cases.append({**self._written(one), "result": values.pop()})
            if len(cases) == 2:
                break
        return cases

    # -- states

    def _first(self) -> list[str]:
        return [self.flow.states[0].name] if self.flow else [""]

    def _every(self) -> list[str]:
        if self.flow is None:
            return [""]
        known = reached(self.flow)
        return [state.name for state in self.flow.states if state.name in known]

    def _open(self, f: Field) -> list[str]:
        """States in which the flow leaves the field open."""
        if self.flow is None:
            return [""]
        open_ = {state.name for state in self.flow.states if f.name in state.open}
        return [name for name in self._every() if name in open_ or name in self._first()]

    def _states(self, top: Place, states: list[str]) -> list[str]:
        """Those of the states in which the values stay as they were given on the way there."""
        if self.flow is None or not top.state:
            return self._first()
        changed = {name for step in self.flow.transitions for name in step.sets}
        for step in self.flow.transitions:
            paths = expression.paths(expression.parse(step.needs)) if step.needs else ()
            changed |= {dotted.split(".")[0] for dotted in paths}
        return self._first() if changed & top.values.keys() else states

    # -- how an example is written down

    def _written(self, one: Example) -> dict[str, Any]:
        state = ""
        if self.flow is not None and one.state != self.flow.states[0].name:
            names = tuple(each.name for each in self.flow.states)
            state = dict(zip(names, member_names(names), strict=True))[one.state]
        return {"state": state, "own": self._own(one, one.top, ())}

    def _own(self, one: Example, at: Place, way: tuple[str | int, ...]) -> list[dict[str, Any]]:
        own: list[dict[str, Any]] = [
            {"name": name, "kind": "value", "value": _plain(one.values[way, name])}
            for name in at.values
        ]
        for name, other in at.references.items():
            cls = self.classes[other.table.name]
            self.used.add(cls)
            inside = self._own(one, other, (*way, name))
            own.append({"name": name, "kind": "row", "cls": cls, "own": inside})
        for name, other in at.rows.items():
            rows = [self._own(one, other, (*way, name, k)) for k in range(one.count)]
            own.append({"name": name, "kind": "rows", "rows": rows})
        return own


def _states(part: Any) -> bool:
    """Whether an example among these is in a later state."""
    if isinstance(part, dict):
        return bool(part.get("state")) or any(_states(one) for one in part.values())
    return isinstance(part, list) and any(_states(one) for one in part)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _literal(value: Any) -> Any:
    """The result as a test writes it; None when it cannot be written without doubt."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else None
    if isinstance(value, datetime.datetime):
        return None
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str):
        return value if PLAIN.fullmatch(value) else None
    return value
