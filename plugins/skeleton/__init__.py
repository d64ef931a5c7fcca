"""The application itself: where its parts are joined, how it is run, life without Rakit."""

import sys
from pathlib import Path
from typing import Any

from builder.codenames import class_names, label_of, tables
from builder.hookspecs import Layer, hookimpl
from builder.spec import Problem, Spec, Types

PRIORITY = 15
TEMPLATE = Path(__file__).parent / "template"

PACKAGES = frozenset(
    ("flask", "sqlalchemy", "alembic", "wtforms", "werkzeug", "jinja2", "babel", "click", "pytest")
)
"""Names that an application's package would take from what it stands on."""


def skeleton_view(spec: Spec, subject: Spec, types: Types) -> dict[str, Any]:
    """What the files that there is one of need besides `app`."""
    used = sorted({f.type for table in tables(spec) for f in table.fields})
    with_module = [types[key] for key in used if types[key].runtime is not None]
    classes = class_names(spec, types)
    first = tables(spec)[0]
    return {
        "types": [{"module": t.key, "alias": t.alias} for t in with_module],
        "languages": sorted({spec.language, *spec.i18n}),
        "entities": [
            {
                "name": table.name,
                "cls": classes[table.name],
                "label": label_of(table),
                "doc": table.description or "",
            }
            for table in tables(spec)
        ],
        "roles": [role.name for role in spec.roles],
        "first": {"module": first.name, "cls": classes[first.name]},
    }


@hookimpl
def rakit_layers() -> list[Layer]:
    """The files that there is one of."""
    return [Layer(TEMPLATE, "once", skeleton_view)]


@hookimpl
def rakit_checks(spec: Spec) -> list[Problem]:
    """The application's package may not hide a module that it needs."""
    if spec.name not in PACKAGES | set(sys.stdlib_module_names):
        return []
    return [
        Problem(
            "error",
            "package_taken",
            "",
            spec.id,
            "name",
            f"{spec.name!r} adalah nama pustaka Python yang dipakai aplikasi.",
            way_out="Tambahkan satu kata, misalnya nama dinas.",
        )
    ]
