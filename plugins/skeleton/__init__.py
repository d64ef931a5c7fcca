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
    [
        "alembic",
        "apispec",
        "attr",
        "attrs",
        "babel",
        "blinker",
        "click",
        "colorama",
        "dateutil",
        "deprecated",
        "dns",
        "email_validator",
        "flask",
        "flask_appbuilder",
        "flask_babel",
        "flask_jwt_extended",
        "flask_limiter",
        "flask_login",
        "flask_sqlalchemy",
        "flask_wtf",
        "gunicorn",
        "hypothesis",
        "idna",
        "iniconfig",
        "itsdangerous",
        "jinja2",
        "jsonschema",
        "jsonschema_specifications",
        "jwt",
        "limits",
        "mako",
        "markupsafe",
        "marshmallow",
        "marshmallow_sqlalchemy",
        "ordered_set",
        "orjson",
        "packaging",
        "pluggy",
        "prison",
        "psycopg",
        "psycopg_binary",
        "py",
        "pygments",
        "pytest",
        "pytz",
        "referencing",
        "rpds",
        "ruff",
        "six",
        "sortedcontainers",
        "sqlalchemy",
        "sqlalchemy_utils",
        "typing_extensions",
        "tzdata",
        "werkzeug",
        "wrapt",
        "wtforms",
        "yaml",
    ]
)
"""Names that an application's package would take from what it stands on."""
PLACES = frozenset(
    ["conftest", "data", "docs", "instance", "migrations", "salinan", "tests", "var", "wsgi"]
)
"""What lies beside the package; some of it git does not keep."""


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
    """The application's package may hide neither a module that it needs nor what lies beside it."""
    if spec.name in PLACES:
        taken = f"{spec.name!r} adalah nama folder atau berkas lain di dalam aplikasi."
    elif spec.name in PACKAGES | set(sys.stdlib_module_names):
        taken = f"{spec.name!r} adalah nama pustaka Python yang dipakai aplikasi."
    else:
        return []
    way_out = "Tambahkan satu kata, misalnya nama dinas."
    return [Problem("error", "package_taken", "", spec.id, "name", taken, way_out=way_out)]
