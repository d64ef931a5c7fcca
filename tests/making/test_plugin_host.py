"""Plugins are found, ordered, described; a faulty one is named with the way out."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from builder import hookspecs
from builder.plan import plan
from builder.plugin_host import HOME, PluginError, Plugins, load_plugins
from builder.render import render
from builder.spec import load

HOOKS = [name for name in vars(hookspecs) if name.startswith("rakit_")]


def made(folder: Path, body: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(
        '"""A plugin for a test."""\nfrom builder.hookspecs import *\n' + body, encoding="utf-8"
    )
    return folder


def test_order_is_priority_then_name(plugins: Plugins) -> None:
    keys = [(one.priority, one.name) for one in plugins.describe()]
    assert keys == sorted(keys) and len(keys) >= 8


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_is_documented_and_used(hook: str, plugins: Plugins) -> None:
    prose = getattr(hookspecs, hook).__doc__ or ""
    assert len(prose.split()) > 8, hook
    used = {name for one in plugins.describe() for name in one.hooks}
    assert hook in used or hook in {"rakit_requirements"}, f"no plugin of ours uses {hook}"


def test_every_plugin_has_a_readme_with_two_trees_and_tests(plugins: Plugins) -> None:
    for one in plugins.describe():
        text = (one.path / "README.md").read_text(encoding="utf-8").lower()
        assert "before" in text and "after" in text, one.name
        assert one.description.endswith("."), one.name
        assert list((one.path / "tests").glob("test_*.py")), one.name


def test_a_misspelt_hook_is_named(tmp_path: Path) -> None:
    body = "@hookimpl\ndef rakit_layer(spec):\n    return []\n"
    with pytest.raises(PluginError, match="rakit_layer") as caught:
        load_plugins([made(tmp_path / "salah", body)])
    assert caught.value.which == "salah" and "hookspecs" in caught.value.way_out


def test_another_hook_api_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="HOOK_API 2"):
        load_plugins([made(tmp_path / "baru", "HOOK_API = 2\n")])


def test_a_plugin_that_fails_to_load_is_named(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="rusak: gagal dimuat: ZeroDivisionError"):
        load_plugins([made(tmp_path / "rusak", "1 / 0\n")])


def test_two_plugins_of_one_name_are_both_shown(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="kembar") as caught:
        load_plugins([made(tmp_path / "a" / "kembar", ""), made(tmp_path / "b" / "kembar", "")])
    assert str(tmp_path / "a" / "kembar") in str(caught.value)
    assert str(tmp_path / "b" / "kembar") in str(caught.value)


TYPE = """
from builder.spec import FieldType, NoOptions
@hookimpl
def rakit_field_types():
    label = {"id": "x", "en": "x"}
    return [FieldType("text", label, "X", lambda o: "sa.Text()", "text", NoOptions)]
"""


def test_one_type_from_two_plugins_names_both(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="core_types dan lagi"):
        _ = load_plugins([made(tmp_path / "lagi", TYPE)]).types


def test_a_folder_that_is_no_plugin_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="plugin new"):
        load_plugins([tmp_path])


NEEDED = {"skeleton", "crud", "core_types", "roles"}
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


@pytest.mark.parametrize(
    "gone",
    sorted(
        p.name for p in HOME.iterdir() if (p / "__init__.py").is_file() and p.name not in NEEDED
    ),
)
def test_without_one_plugin_the_others_still_make_an_application(gone: str, tmp_path: Path) -> None:
    home = tmp_path / "plugins"
    for folder in HOME.iterdir():
        if folder.is_dir() and folder.name not in (gone, "__pycache__"):
            shutil.copytree(
                folder, home / folder.name, ignore=shutil.ignore_patterns("__pycache__")
            )
    plugins = load_plugins(home=home)
    assert gone not in plugins.names
    manifest = render(plan(load(SMALL, plugins.types), plugins), tmp_path / "app")
    assert not [one for one in manifest.files.values() if one["plugin"] == gone]
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(tmp_path / "app")], check=True)


def test_an_installed_plugin_with_a_type_and_a_page(tmp_path: Path) -> None:
    """A foreign package, found by its entry point alone, in a process of its own."""
    from builder import plugin_kit

    site = tmp_path / "site"
    plugin_kit.new("kode_rak", site)
    info = site / "kode_rak-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kode-rak\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[rakit.plugins]\nkode_rak = kode_rak\n")
    (tmp_path / "spec.yaml").write_text(
        SMALL.replace("{name: judul, required: true}", "{name: rak, type: kode_rak}")
    )
    script = """
import sys
from pathlib import Path
from builder.plan import plan
from builder.plugin_host import load_plugins
from builder.render import render
from builder.spec import load
plugins = load_plugins()
spec = load(Path("spec.yaml").read_text(), plugins.types)
manifest = render(plan(spec, plugins), Path("app"))
print(sorted(path for path, one in manifest.files.items() if one["plugin"] == "kode_rak"))
"""
    root = HOME.parent
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{site}:{root}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "['kecil/halaman_kode_rak.py', 'kecil/types/kode_rak.py']"
    joined = (tmp_path / "app" / "kecil" / "__init__.py").read_text()
    assert "halaman_kode_rak_extend(application)\n    custom.extend(application)" in joined
    assert (
        "rak: Mapped[KodeRak | None]"
        in (tmp_path / "app" / "kecil" / "catatan" / "model.py").read_text()
    )
