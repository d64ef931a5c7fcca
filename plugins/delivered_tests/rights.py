"""What the tests of rights see: who may do what, with which rows, and without which fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from builder.codenames import class_names, may_stay_empty, pointing, tables, unit_path
from builder.spec import Entity, Field, Grant, ListScreen, Role, Spec, Types, naming

VERBS = {
    "read": "read",
    "create": "add",
    "update": "edit",
    "delete": "delete",
    "export": "export",
    "import": "import",
}
BY_ITSELF = ("boolean", "state", "numbering")


def rights_view(spec: Spec, subject: Spec, types: Types) -> dict[str, Any]:
    """A line for each table and role; another one where fields are closed to the role."""
    classes = class_names(spec, types)
    pairs = [
        (table, role)
        for table in sorted(tables(spec), key=lambda table: classes[table.name])
        for role in sorted(spec.roles, key=lambda role: role.name)
    ]
    rows, closed = [], []
    for table, role in pairs:
        of = {"cls": classes[table.name], "role": naming.member_name(role.name)}
        if found := _doors(spec, table, role):
            rows.append(of | found)
        if shut := _closed(table, role):
            closed.append(of | shut)
    used = {f.type for table in tables(spec) for f in table.fields}
    named = {row["cls"] for row in (*rows, *closed)}
    return {
        "package": spec.name,
        "rows": rows,
        "closed": closed,
        "imports": [{"module": t, "cls": c} for t, c in classes.items() if c in named],
        "types": sorted(key for key in used if types[key].runtime and key != "multichoice"),
    }


def foretold(grant: Grant | None) -> bool:
    """Whether the answer is the same for every row of a unit; else a test can't foretell it."""
    return grant is None or grant.rows in ("all", "unit")


def scoped(spec: Spec, table: Entity, grant: Grant) -> bool:
    """Whether the grant ends at the rows of one's own unit."""
    return grant.rows == "unit" and bool(unit_path(spec, table) or table.name == spec.units)


def _doors(spec: Spec, table: Entity, role: Role) -> dict[str, str]:
    """The words for a row of one's own unit and of another; nothing when they are not foretold.

    The rows of the tests are somebody else's: whoever sees his own ones only may just add.
    """
    grant = role.grant(table.name)
    if grant is None:
        return {} if role.public else {"own": "", "other": ""}
    if not (foretold(grant) or grant.rows == "own") or not _listed(spec, table, role, grant):
        return {}
    found: dict[str, str] = {}
    for side in ("own", "other"):
        added = "create" in grant.can and may_add(spec, table, role, other=side == "other")
        if added is None:
            return {}
        verbs = set(grant.can) - {"create"} if grant.rows != "own" else set()
        verbs |= {"create"} if added else set()
        words = " ".join(word for verb, word in VERBS.items() if verb in verbs)
        found[side] = "" if side == "other" and scoped(spec, table, grant) else words
    return found


def _listed(spec: Spec, table: Entity, role: Role, grant: Grant) -> bool:
    """Whether the list has a column for this role; without one it shows no row."""
    screens = (s for s in spec.screens if isinstance(s, ListScreen) and s.entity == table.name)
    columns = next((screen.columns for screen in screens), ()) or [f.name for f in table.fields]
    return any("." not in c and not _shut(table, role, grant, table.field(c)) for c in columns)


def may_add(spec: Spec, table: Entity, role: Role, *, other: bool, back: str = "") -> bool | None:
    """Whether such a row can be made with all that it needs; None when nobody can foretell it.

    `other`: a row of another unit than one's own, with what it refers to from there. `back` is
    the reference to the row that this one is made inside of.
    """
    grant = role.grant(table.name)
    if grant is None or "create" not in grant.can:
        return False
    answers: list[bool | None] = []
    of_unit = unit_path(spec, table).split(".")[0]
    for f in table.fields:
        if f.name == back:
            continue
        must = f.required and not may_stay_empty(f) and not f.computed and f.type not in BY_ITSELF
        shut = _shut(table, role, grant, f) or f.name in grant.readonly
        if shut:
            answers.append(not must or f.default is not None)
        elif f.reference and (must or f.name == of_unit):
            answers.append(_chosen(spec, role, f, other))
    for child, f in pointing(spec).get(table.name, ()):
        inverse = f.reference.inverse if f.reference else None
        if inverse is not None and inverse.inline and inverse.min_rows:
            answers.append(may_add(spec, child, role, other=other, back=f.name))
    return False if False in answers else None if None in answers else True


def _chosen(spec: Spec, role: Role, f: Field, other: bool) -> bool | None:
    """Whether the role sees the row that the reference needs."""
    assert f.reference is not None
    target = next(one for one in tables(spec) if one.name == f.reference.target)
    grant = role.grant(target.name)
    own = f.default == "user.unit"
    if grant is None or "read" not in grant.can:
        return own  # nothing to choose: it is one's own unit
    if grant.rows == "all" or (own and not other):
        return True
    return not other if scoped(spec, target, grant) else None


def _shut(table: Entity, role: Role, grant: Grant, f: Field) -> bool:
    """Whether the field is hidden from the role; the public sees what is open only."""
    if role.public and (f.publicity or table.publicity) != "open":
        return True
    return f.name in grant.hide


def _closed(table: Entity, role: Role) -> dict[str, Any]:
    """Fields that the role does not see, and those that it only reads."""
    grant = role.grant(table.name)
    if grant is None:
        return {}
    hidden = [f.name for f in table.fields if _shut(table, role, grant, f)]
    readonly = list(_only_read(table, grant, hidden))
    return {"hidden": hidden, "readonly": readonly} if hidden or readonly else {}


def _only_read(table: Entity, grant: Grant, hidden: list[str]) -> Iterator[str]:
    if not {"create", "update"} & set(grant.can):
        return
    for f in table.fields:
        automatic = f.computed or f.type in ("state", "numbering")
        if f.name in grant.readonly and f.name not in hidden and not automatic:
            yield f.name
