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
    in_words,
    path_labels,
)

from .figure import Step, flow_svg
from .wording import filling, label, rules

PRIVACY = {"none": "bukan data pribadi", "general": "pribadi umum", "specific": "pribadi spesifik"}
CAN = {
    "read": "melihat",
    "create": "menambah",
    "update": "mengubah",
    "delete": "menghapus",
    "export": "mengekspor",
    "import": "mengimpor",
}
DEEDS = {
    "create": ("Menambah", "tekan Tambah, isi formulirnya, lalu tekan Simpan."),
    "update": ("Mengubah", "buka barisnya, tekan Ubah, perbaiki isiannya, lalu tekan Simpan."),
    "delete": ("Menghapus", "buka barisnya, tekan Hapus, lalu setujui pertanyaannya."),
    "restore": ("Memulihkan", "pada daftar, tekan Lainnya, lalu Yang dihapus; tekan Pulihkan."),
    "export": ("Mengunduh", "pada daftar, tekan Lainnya, lalu Unduh CSV."),
    "import": ("Mengimpor", "pada daftar, tekan Lainnya, lalu Impor CSV, dan periksa hasilnya "
               "sebelum disimpan."),
}  # fmt: skip
"""How a right is used in every generated application."""
ROWS = {"all": "semua baris", "own": "baris buatannya sendiri", "unit": "baris unit kerjanya"}
KIND = {"list": "Daftar", "form": "Formulir", "detail": "Rincian"}


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
        "help": filling(spec, table, field),
        "rules": rules(spec, table, field),
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
                    t.message
                    or (f"Syarat: {in_words(spec, flow.entity, t.needs)}." if t.needs else ""),
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
    """For each table its lists, forms and details, with what stands on them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for screen in spec.screens:
        if not isinstance(screen, ListScreen | FormScreen | DetailScreen):
            continue
        table = spec.table(screen.entity)
        parts: list[dict[str, Any]] = []
        if isinstance(screen, ListScreen):
            parts.append({"label": "Kolom", "fields": paths(spec, table.name, screen.columns)})
            if screen.filters:
                parts.append(
                    {"label": "Saringan", "fields": paths(spec, table.name, screen.filters)}
                )
        else:
            sections = [*screen.sections, *(s for tab in screen.tabs for s in tab.sections)]
            parts += [
                {
                    "label": part.label,
                    "fields": paths(spec, table.name, part.fields)
                    or [f"daftar {path_labels(spec, table.name, part.rows or '')[0]}"],
                }
                for part in sections
            ]
        found.setdefault(label(table), []).append({"kind": KIND[screen.kind], "parts": parts})
    return [{"entity": entity, "screens": screens} for entity, screens in found.items()]


def paths(spec: Spec, table: str, names: Iterable[str]) -> list[str]:
    """`usaha.pelaku.nama` in the labels of its fields, the last one first."""
    found = (path_labels(spec, table, name) for name in names)
    return [one[-1] + (f" ({', '.join(one[:-1])})" if one[:-1] else "") for one in found]


def grant_row(spec: Spec, table: Entity | Link, grant: Grant) -> dict[str, str]:
    """What a role may do with one table."""
    hidden = [label(table.field(name)) for name in grant.hide if has(table, name)]
    rows = rows_of(spec, table, grant)
    return {
        "entity": label(table),
        "can": ", ".join(CAN[verb] for verb in grant.can),
        "rows": rows + (f"; tanpa {', '.join(hidden)}" if hidden else ""),
    }


def rows_of(spec: Spec, table: Entity | Link, grant: Grant) -> str:
    """Which rows a right reaches."""
    return ROWS.get(grant.rows) or f"baris dengan {in_words(spec, table.name, grant.rows)}"


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
    """One page per table that the role may read: what it does there, its form and its steps."""
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
                "description": getattr(table, "description", None) or "",
                "deeds": [DEEDS[verb] for verb in deeds(table, grant)],
                "rows": rows_of(spec, table, grant),
                "columns": paths(spec, table.name, columns),
                "filters": paths(spec, table.name, (f for s in lists for f in s.filters)),
                "fields": fields,
                "steps": mine,
            }
        )
    return out


def deeds(table: Entity | Link, grant: Grant) -> list[str]:
    """What somebody with this right does there; what is kept aside when deleted can come back."""
    kept = "delete" in grant.can and (isinstance(table, Link) or table.soft_delete)
    may = {*grant.can, *(["restore"] if kept else [])}
    return [verb for verb in DEEDS if verb in may]


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
