"""A plan says which plugin lays what where; it is frozen, pure, and refuses contradictions."""

import dataclasses
import gettext
import io
import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from builder.codenames import class_names, may_stay_empty, tables
from builder.migrate import schema
from builder.plan import Plan, PlanError, plan
from builder.plugin_host import Plugins, load_plugins
from builder.spec import Spec, load

SMALL = """
rakit: 1
name: kecil
entities:
  - name: catatan
    fields:
      - {name: judul, required: true}
roles:
  - {name: petugas, grants: [{entities: ["*"]}]}
"""


def test_two_plans_of_one_specification_are_equal(demo: Spec, plugins: Plugins) -> None:
    assert plan(demo, plugins) == plan(demo, plugins)


def test_a_plan_is_frozen(demo_plan: Plan) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        demo_plan.slug = "lain"  # type: ignore[misc]


def test_every_file_names_its_plugin_and_its_subject(demo_plan: Plan, plugins: Plugins) -> None:
    for one in demo_plan.files:
        assert one.plugin in (*plugins.names, "kit"), one.path
        assert one.subject, one.path
    assert demo_plan.file("bantuan_alat_umkm/usaha/model.py").plugin == "crud"
    assert demo_plan.file("bantuan_alat_umkm/types/nik.py").plugin == "indonesia_types"


def test_an_absent_feature_is_an_absent_file(plugins: Plugins) -> None:
    paths = {one.path for one in plan(load(SMALL, plugins.types), plugins).files}
    assert not [path for path in paths if path.startswith("tests/flow/test_")]
    assert "kecil/catatan/flow.py" not in paths
    assert {p for p in paths if p.startswith("kecil/types/")} == {
        "kecil/types/__init__.py",
        "kecil/types/text.py",
    }


def laid(folder: Path, relative: str, text: str = "x\n") -> Path:
    target = folder / "template" / "{{cookiecutter.slug}}" / relative
    target.parent.mkdir(parents=True)
    target.write_text(text, encoding="utf-8")
    (folder / "__init__.py").write_text(
        '"""A plugin for a test."""\n'
        "from pathlib import Path\n"
        "from builder.hookspecs import Layer, hookimpl\n"
        "@hookimpl\n"
        "def rakit_layers(spec):\n"
        "    here = Path(__file__).parent / 'template'\n"
        "    return [Layer(here, 'once'), Layer(here, 'entity')]\n",
        encoding="utf-8",
    )
    return folder


def test_two_plugins_on_one_path_are_both_named(tmp_path: Path) -> None:
    plugins = load_plugins([laid(tmp_path / "saingan", "wsgi.py")])
    with pytest.raises(PlanError, match=r"wsgi\.py \(skeleton dan saingan\)"):
        plan(load(SMALL, plugins.types), plugins)


def test_a_file_where_another_has_a_folder_is_refused(tmp_path: Path) -> None:
    plugins = load_plugins([laid(tmp_path / "saingan", "tests")])
    with pytest.raises(PlanError, match="berkas dan folder"):
        plan(load(SMALL, plugins.types), plugins)


@pytest.mark.parametrize("name", ["a b.py", "{{entity.label}}.py", "a{{ 7*7 }}.py", ".git/config"])
def test_file_names_are_allow_listed(name: str, tmp_path: Path) -> None:
    plugins = load_plugins([laid(tmp_path / "aneh", name)])
    with pytest.raises(PlanError, match="tidak diizinkan"):
        plan(load(SMALL, plugins.types), plugins)


def test_text_of_people_decides_no_file(tmp_path: Path) -> None:
    folder = laid(tmp_path / "label", "ya.txt")
    body = (folder / "__init__.py").read_text()
    body = body.replace(
        "Layer(here, 'once')", "Layer(here, 'once', when=lambda s, x: s.label == 'Ya')"
    )
    (folder / "__init__.py").write_text(body)
    plugins = load_plugins([folder])
    with pytest.raises(PlanError, match="isi teks menentukan"):
        plan(load(SMALL.replace("name: kecil", "name: kecil\nlabel: 'Ya'"), plugins.types), plugins)


def test_facts_hold_names_and_numbers_and_no_text_of_people(tmp_path: Path) -> None:
    folder = laid(tmp_path / "fakta", "ya.txt")
    body = (folder / "__init__.py").read_text()
    for said, fine in (('{"a": ["x_1", 2, None, "2026-01-31"]}', True), ('{"a": "x y"}', False)):
        facts = f"Layer(here, 'once', facts=lambda s, x, t: {said})"
        (folder / "__init__.py").write_text(body.replace("Layer(here, 'once')", facts))
        plugins = load_plugins([folder])
        if fine:
            made = plan(load(SMALL, plugins.types), plugins)
            view = made.views[made.file("ya.txt").view or 0]
            assert view["facts"] == {"a": ["x_1", 2, None, "2026-01-31"]}
        else:
            with pytest.raises(PlanError, match=r"plugin fakta: .* teks bebas: 'x y'"):
                plan(load(SMALL, plugins.types), plugins)


def test_model_and_migration_agree_on_what_may_be_empty(demo: Spec, plugins: Plugins) -> None:
    made = {table.name: table for table in schema(demo, plugins.types).values()}
    for table in tables(demo):
        nullable = {column.name: column.nullable for column in made[table.name].columns}
        for field in table.fields:
            column = f"{field.name}_id" if field.reference else field.name
            assert may_stay_empty(field) == nullable[column], (table.name, field.name)


def test_classes_never_hide_what_models_import(plugins: Plugins) -> None:
    text = SMALL.replace("name: catatan", "name: section") + ""
    names = class_names(load(text, plugins.types), plugins.types)
    assert names == {"section": "SectionData"}


def test_screens_that_are_not_made_are_said(plugins: Plugins) -> None:
    board = "screens:\n  - {name: papan, kind: kanban, entity: catatan, by: judul}\n"
    said = plugins.checks(load(SMALL + board, plugins.types))
    assert [(p.severity, p.code, p.path) for p in said] == [("advice", "screen_not_made", "papan")]


def test_two_columns_of_one_name_are_an_error(plugins: Plugins) -> None:
    fields = """
      - {name: induk, type: reference, options: {target: catatan}}
      - {name: induk_id}
"""
    text = SMALL.replace("\nroles:", fields + "roles:")
    said = plugins.checks(load(text, plugins.types))
    assert [(p.severity, p.code, p.path) for p in said] == [
        ("error", "column_taken", "catatan.induk_id")
    ]


@pytest.mark.parametrize("name", ["flask", "json", "email"])
def test_an_application_may_not_take_the_name_of_a_library(name: str, plugins: Plugins) -> None:
    said = plugins.checks(load(SMALL.replace("name: kecil", f"name: {name}"), plugins.types))
    assert "package_taken" in {p.code for p in said}


def test_translations_become_catalogs_that_gettext_reads(plugins: Plugins) -> None:
    words = "i18n:\n  en:\n    Catatan: Note\n    'Kata \"ini\"': 'Word {{ 7*7 }} é'\n"
    found = plan(load(SMALL + words, plugins.types), plugins)
    body = found.file("kecil/translations/en/LC_MESSAGES/messages.mo").content
    assert body is not None
    catalog = gettext.GNUTranslations(io.BytesIO(body))
    assert catalog.gettext("Catatan") == "Note"
    assert catalog.gettext('Kata "ini"') == "Word {{ 7*7 }} é"
    assert catalog.gettext("Lain") == "Lain"
    readable = found.file("kecil/translations/en/LC_MESSAGES/messages.po").content
    assert readable is not None and b'msgid "Catatan"\nmsgstr "Note"\n' in readable


def test_no_application_hides_what_it_stands_on_or_lies_beside(
    demo: Spec, demo_plan: Plan, plugins: Plugins
) -> None:
    """Every module of its locked packages, every folder and file beside the package."""
    plain = {f.path: f.content.decode() for f in demo_plan.files if f.path.endswith(".lock")}
    locked = {
        re.sub(r"[-_.]+", "-", name).lower()
        for text in plain.values()
        for name in re.findall(r"^([\w.-]+)==", text, re.M)
    }
    modules = {
        module
        for module, owners in packages_distributions().items()
        if any(re.sub(r"[-_.]+", "-", one).lower() in locked for one in owners)
    }
    ignored = next(f for f in demo_plan.files if f.path == ".gitignore").template.read_text()
    beside = {f.path.split("/")[0].removesuffix(".py") for f in demo_plan.files}
    beside |= set(re.findall(r"^(\w+)/$", ignored, re.M))
    names = {
        n for n in modules | beside - {demo_plan.package} if re.fullmatch("[a-z][a-z0-9_]*", n)
    }
    assert {"flask", "yaml", "data", "wsgi", "tests"} <= names
    for name in names:
        said = plugins.checks(demo.model_copy(update={"name": name}))
        assert "package_taken" in {problem.code for problem in said}, name
