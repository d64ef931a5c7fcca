"""Rights: `security.py`, one line for each entity and role."""

from pathlib import Path
from typing import Any

from builder.codenames import class_names, tables
from builder.hookspecs import Join, Layer, hookimpl
from builder.spec import Entity, Grant, Role, Spec, Types, naming

PRIORITY = 30
TEMPLATE = Path(__file__).parent / "template"

RIGHTS = {
    "read": "READ",
    "create": "ADD",
    "update": "EDIT",
    "delete": "DELETE",
    "export": "EXPORT",
    "import": "IMPORT",
}
ROWS = {"all": "ALL_ROWS", "own": "OWN_ROWS", "unit": "OWN_UNIT"}


def security_view(spec: Spec, subject: Spec, types: Types) -> dict[str, Any]:
    """Roles, and what each may do, sorted so that a new entity is one new block."""
    classes = class_names(spec, types)
    grants = [
        _grant(classes[table.name], table, role, grant)
        for table in sorted(tables(spec), key=lambda table: classes[table.name])
        for role in sorted(spec.roles, key=lambda role: role.name)
        if (grant := role.grant(table.name)) is not None
    ]
    public = next((role.name for role in spec.roles if role.public), None)
    return {
        "roles": [
            {
                "member": naming.member_name(role.name),
                "name": role.name,
                "label": role.label or naming.label_of(role.name),
            }
            for role in spec.roles
        ],
        "grants": grants,
        "imports": [{"module": t, "cls": c} for t, c in classes.items()],
        "public": naming.member_name(public) if public else "",
    }


def _grant(cls: str, table: Entity, role: Role, grant: Grant) -> dict[str, Any]:
    known = {f.name for f in table.fields}
    return {
        "cls": cls,
        "role": naming.member_name(role.name),
        "rights": " | ".join(word for verb, word in RIGHTS.items() if verb in grant.can),
        "rows": ROWS.get(grant.rows, ""),
        "where": "" if grant.rows in ROWS else grant.rows,
        "hide": [name for name in grant.hide if name in known],
        "readonly": [name for name in grant.readonly if name in known],
    }


@hookimpl
def rakit_layers() -> list[Layer]:
    """One file."""
    return [Layer(TEMPLATE, "once", security_view)]


@hookimpl
def rakit_joins() -> list[Join]:
    """The module with `Role`, `GRANTS` and `PUBLIC_ROLE`."""
    return [Join("security", "Role", into="roles")]
