"""What the documents say, taken from an expanded specification: plain values, no markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from builder.spec import (
    DetailScreen,
    Entity,
    Field,
    Flow,
    FormScreen,
    Grant,
    Link,
    ListScreen,
    Role,
    Spec,
    Types,
    naming,
)

from .figure import Step, flow_svg

PRIVACY = {"none": "bukan data pribadi", "general": "pribadi umum", "specific": "pribadi spesifik"}
CAN = {
    "read": "melihat",
    "create": "menambah",
    "update": "mengubah",
    "delete": "menghapus",
    "export": "mengekspor",
    "import": "mengimpor",
}
ROWS = {"all": "semua baris", "own": "baris buatannya sendiri", "unit": "baris unit kerjanya"}
KIND = {"list": "Daftar", "form": "Formulir", "detail": "Rincian"}


def label(node: Any) -> str:
    """The words for a node; an expanded specification has them everywhere."""
    return str(node.label or naming.label_of(node.name))


def rules(field: Field) -> list[str]:
    """The rules of a field in words."""
    out = []
    if field.unique:
        out.append("tidak boleh kembar")
    if field.computed:
        out.append(f"dihitung: {field.computed}")
    if field.required_if:
        out.append(f"wajib bila {field.required_if}")
    if field.visible_if:
        out.append(f"tampil bila {field.visible_if}")
    for key, words in (
        ("min", "paling sedikit"),
        ("max", "paling banyak"),
        ("max_length", "paling panjang"),
        ("pattern", "berpola"),
        ("max_mb", "paling besar (MB)"),
    ):
        value = getattr(field.options, key, None)
        if value is not None:
            out.append(f"{words} {value}")
    for choice in getattr(field.options, "choices", ()):
        out.append(f"pilihan {label(choice)}")
    if field.measure:
        out.append(f"satuan {field.measure}")
    return out


def field_row(spec: Spec, table: Entity | Link, field: Field, types: Types) -> dict[str, Any]:
    """One line of the data dictionary."""
    target = field.reference.target if field.reference else None
    kind = types[field.type].label["id"]
    publicity = field.publicity or table.publicity
    named = next((x for x in spec.exclusions if x.name == publicity), None)
    return {
        "name": field.name,
        "label": label(field),
        "type": f"{kind} ke {label(spec.entity(target))}" if target else kind,
        "required": field.required,
        "definition": field.definition,
        "help": field.help or field.definition or "",
        "rules": rules(field),
        "privacy": PRIVACY.get(field.privacy or table.privacy or "", "belum digolongkan"),
        "publicity": "terbuka" if publicity == "open" else label(named) if named else "-",
    }


def entity_rows(spec: Spec, types: Types) -> list[dict[str, Any]]:
    """Every table with its fields; ends of a link are its first two fields."""
    out = []
    for table in spec.tables:
        fields = [field_row(spec, table, field, types) for field in table.fields]
        description = getattr(table, "description", None)
        if isinstance(table, Link):
            ends = " dan ".join(label(spec.entity(end)) for _, end in table.ends)
            description = f"Hubungan {ends}."
        out.append(
            {
                "name": table.name,
                "label": label(table),
                "description": description,
                "fields": fields,
            }
        )
    return out


def role_names(spec: Spec, names: Iterable[str]) -> str:
    """Roles in words; `owner` is the person who made the row."""
    known = {role.name: label(role) for role in spec.roles} | {"owner": "pembuat baris"}
    return ", ".join(known.get(name, name) for name in names)


def flow_row(spec: Spec, flow: Flow) -> dict[str, Any]:
    """A flow: its picture and its steps."""
    words = {state.name: label(state) for state in flow.states}
    first = flow.states[0].name
    states = [
        (state.name, words[state.name], "start" if state.name == first else state.kind)
        for state in flow.states
    ]
    arrows = [Step(at, t.to, label(t)) for t in flow.transitions for at in t.at]
    steps = [
        {
            "label": label(t),
            "source": ", ".join(words[at] for at in t.at),
            "target": words[t.to],
            "by": role_names(spec, t.by),
            "terms": " ".join(
                part
                for part in (
                    t.message or (f"Syarat: {t.needs}." if t.needs else ""),
                    {"required": "Catatan wajib.", "optional": "Boleh diberi catatan."}.get(t.note),
                    f"Memberi tahu {role_names(spec, t.tells)}." if t.tells else "",
                )
                if part
            ),
        }
        for t in flow.transitions
    ]
    return {"label": label(flow), "figure": flow_svg(states, arrows), "steps": steps}


def screen_rows(spec: Spec) -> list[dict[str, Any]]:
    """Lists, forms and details with what stands on them."""
    out = []
    for screen in spec.screens:
        if not isinstance(screen, ListScreen | FormScreen | DetailScreen):
            continue
        table = spec.table(screen.entity)
        sections: list[dict[str, Any]] = []
        if isinstance(screen, FormScreen | DetailScreen):
            parts = [*screen.sections, *(s for tab in screen.tabs for s in tab.sections)]
            sections = [
                {
                    "label": part.label,
                    "fields": [path_words(spec, table.name, path) for path in part.fields]
                    or [rows_words(spec, table.name, part.rows or "")],
                }
                for part in parts
            ]
        columns = getattr(screen, "columns", ())
        out.append(
            {
                "label": label(screen),
                "kind": KIND[screen.kind],
                "entity": label(table),
                "columns": [path_words(spec, table.name, path) for path in columns],
                "sections": sections,
            }
        )
    return out


def rows_words(spec: Spec, table: str, name: str) -> str:
    """Rows of an inverse or link, in the words of the page that they stand on."""
    for found in spec.inverses(table):
        if found.inverse.name == name:
            return f"baris {found.inverse.label or label(found.owner)}"
    return next((f"baris {label(link)}" for link in spec.links if link.name == name), name)


def path_words(spec: Spec, table: str, path: str) -> str:
    """`usaha.pelaku.nama` in the labels of its fields."""
    words, here = [], table
    for name in path.lstrip("-").split("."):
        field = next((f for f in spec.table(here).fields if f.name == name), None)
        words.append(label(field) if field else name.replace("_", " "))
        if field and field.reference:
            here = field.reference.target
    return " / ".join(words)


def grant_row(spec: Spec, table: Entity | Link, grant: Grant) -> dict[str, str]:
    """What a role may do with one table."""
    hidden = [label(table.field(name)) for name in grant.hide if has(table, name)]
    rows = ROWS.get(grant.rows, f"baris dengan {grant.rows}")
    return {
        "entity": label(table),
        "can": ", ".join(CAN[verb] for verb in grant.can),
        "rows": rows + (f"; tanpa {', '.join(hidden)}" if hidden else ""),
    }


def has(table: Entity | Link, name: str) -> bool:
    """Whether the table has a field of that name."""
    return any(field.name == name for field in table.fields)


def role_rows(spec: Spec) -> list[dict[str, Any]]:
    """Every role with its rights, table by table."""
    out = []
    for role in spec.roles:
        given = [(table, role.grant(table.name)) for table in spec.tables]
        rows = [grant_row(spec, table, grant) for table, grant in given if grant]
        out.append({"label": label(role), "grants": rows})
    return out


def manual_pages(spec: Spec, role: Role, types: Types) -> list[dict[str, Any]]:
    """One page per table that the role may read: list, form and the steps it may take."""
    out = []
    for table in spec.tables:
        grant = role.grant(table.name)
        if grant is None or "read" not in grant.can:
            continue
        flow = spec.flow_of(table.name)
        row = flow_row(spec, flow) if flow else {"steps": []}
        mine = [
            step
            for step, transition in zip(row["steps"], flow.transitions if flow else (), strict=True)
            if role.name in transition.by or "owner" in transition.by
        ]
        lists = [s for s in spec.screens if isinstance(s, ListScreen) and s.entity == table.name]
        writes = "create" in grant.can or "update" in grant.can
        skip = {*grant.hide, *grant.readonly}
        fields = [
            field_row(spec, table, field, types)
            for field in table.fields
            if writes and field.name not in skip and not field.computed and field.type != "state"
        ]
        columns = [c for s in lists for c in s.columns if c.split(".")[0] not in grant.hide]
        out.append(
            {
                "label": label(table),
                "description": getattr(table, "description", None) or label(table),
                "can": [CAN[verb] for verb in grant.can],
                "rows": f"Yang tampak: {ROWS.get(grant.rows, 'baris dengan ' + grant.rows)}.",
                "columns": [path_words(spec, table.name, c) for c in columns],
                "filters": [path_words(spec, table.name, f) for s in lists for f in s.filters],
                "fields": fields,
                "steps": mine,
            }
        )
    return out


def counts(spec: Spec) -> dict[str, int]:
    """How much there is of everything."""
    return {
        "entities": len(spec.entities) + len(spec.links),
        "fields": sum(len(table.fields) for table in spec.tables),
        "screens": len(spec.screens),
        "roles": len(spec.roles),
        "flows": len(spec.flows),
    }


def application(spec: Spec) -> dict[str, Any]:
    """The application itself."""
    return {
        "label": label(spec),
        "owner": spec.owner,
        "description": spec.description,
        "exclusions": [
            {"label": label(x), "basis": x.basis, "reason": x.reason} for x in spec.exclusions
        ],
    }


def content(spec: Spec, types: Types, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that the three templates read. `facts`: office, case, revision, erd."""
    return {
        **facts,
        "application": application(spec),
        "entities": entity_rows(spec, types),
        "flows": [flow_row(spec, flow) for flow in spec.flows],
        "screens": screen_rows(spec),
        "roles": [
            {**row, "pages": manual_pages(spec, role, types)}
            for row, role in zip(role_rows(spec), spec.roles, strict=True)
        ],
        "counts": counts(spec),
    }
