"""The files that `rakit plugin new` writes: small, whole, and passing their own tests."""

from __future__ import annotations

from string import Template

PAGE = "template/{{cookiecutter.slug}}/{{cookiecutter.package}}/halaman_$name.py"
FILES = {
    "__init__.py": '''"""$title: a field type and a page."""

from pathlib import Path

from builder.hookspecs import Join, Layer, hookimpl
from builder.spec import FieldType, NoOptions, Spec

HOOK_API = 1
HERE = Path(__file__).parent


@hookimpl
def rakit_field_types() -> list[FieldType]:
    """One type: a short code in capitals."""
    return [
        FieldType(
            key="$name",
            label={"id": "$title", "en": "$title"},
            alias="$alias",
            column=lambda options: "sa.String(20)",
            kind="text",
            options=NoOptions,
            runtime=HERE / "runtime" / "$name.py",
        )
    ]


@hookimpl
def rakit_layers(spec: Spec) -> list[Layer]:
    """One page, in every application."""
    return [Layer(HERE / "template", "once")]


@hookimpl
def rakit_joins(spec: Spec) -> list[Join]:
    """The page is put into the menu by its own `extend`."""
    return [Join("halaman_$name", "extend")]
''',
    "runtime/$name.py": '''"""$title: kode pendek, huruf besar."""

from typing import Annotated

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "text"


def clean(value: object) -> str:
    """Terima huruf dan angka; huruf kecil dijadikan besar."""
    code = str(value).strip().upper()
    if not code.isalnum() or len(code) > 20:
        raise ValueError("Tulis huruf dan angka, paling banyak 20.")
    return code


def show(value: str) -> str:
    return value


def sample(n: int) -> str:
    return f"KODE{n}"


$alias = Annotated[str, mapped_column(String(20), info={"type": __name__})]
''',
    PAGE: '''"""Halaman $name. Dibuat Rakit dari spec.yaml; kode Anda di custom/."""

from flask import Response
from flask_appbuilder import BaseView, expose, has_access

from .kit import Application


class Halaman$alias(BaseView):
    """Satu halaman milik plugin $name."""

    route_base = "/halaman-$name"
    default_view = "halaman"

    @expose("/")
    @has_access
    def halaman(self) -> Response:
        return Response({{ app.label | py }}, mimetype="text/plain")


def extend(app: Application) -> None:
    """Daftarkan halaman ini."""
    app.page("$title", Halaman$alias)
''',
    "tests/test_$name.py": '''"""Kontrak plugin, dan janji plugin ini sendiri."""

from pathlib import Path

from builder.plugin_kit import contract
from builder.plugin_host import load_plugins

HERE = Path(__file__).parent.parent


def test_contract_is_kept() -> None:
    assert contract(HERE) == []


def test_brings_its_type() -> None:
    assert "$name" in load_plugins((HERE,)).types
''',
    "README.md": """# $name

$title: satu jenis isian dan satu halaman.

Sebelum (before):

    <package>/
      types/

Sesudah (after):

    <package>/
      halaman_$name.py
      types/
        $name.py

Uji: `rakit plugin test` diikuti folder ini.
""",
}


def files(name: str) -> dict[str, str]:
    """Path -> text, for a plugin of that name."""
    title = name.replace("_", " ").capitalize()
    alias = "".join(part.capitalize() for part in name.split("_"))
    words = {"name": name, "title": title, "alias": alias}
    return {
        Template(path).substitute(words): Template(text).substitute(words)
        for path, text in FILES.items()
    }
