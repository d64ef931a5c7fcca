"""Making a plugin, and the contract that every plugin keeps: `rakit plugin new` and `test`.

What `new` writes is whole: a field type, a page, tests and a README; it passes `test` as it is.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import sqlalchemy as sa

from builder.errors import RakitError
from builder.plan import plan
from builder.plugin_host import HOME, About, Plugins, load_plugins
from builder.render import render
from builder.rendering import new_plugin
from builder.spec import FieldType, from_raw

NAME = re.compile(r"[a-z][a-z0-9_]{1,40}")
SAMPLES = 60
FORBIDDEN = ("builder", "plugins", "sop_workflow", "kit")


class PluginKitError(RakitError):
    """A plugin that can't be made here, or no plugin at all."""


def new(name: str, output: Path) -> Path:
    """Make folder `output/name` with a field type, a page, tests and a README; its path."""
    if not NAME.fullmatch(name):
        raise PluginKitError(
            "bukan nama plugin",
            which=name,
            way_out="Pakai huruf kecil, angka, dan garis bawah; huruf di depan.",
        )
    folder = output / name
    if folder.exists():
        raise PluginKitError("sudah ada", which=str(folder), way_out="Pilih nama lain.")
    for path, text in new_plugin.files(name).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def test(directory: Path) -> int:
    """Print what of the contract is broken, then run the plugin's own tests; 0 when all is well."""
    found = contract(directory)
    for problem in found:
        print(f"{directory.name}: {problem}")
    if found:
        return 1
    print(f"{directory.name}: kontrak dipenuhi")
    if not (directory / "tests").is_dir():
        return 0
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--import-mode=importlib",
        "-p",
        "no:cacheprovider",
    ]
    return subprocess.run([*command, str(directory / "tests")], check=False).returncode


def contract(directory: Path) -> list[str]:
    """What a plugin's folder breaks of what is asked of every plugin; empty when nothing.

    Raises `PluginError` when it can't be loaded at all.
    """
    folder = directory.resolve()
    plugins = load_plugins(() if folder.parent == HOME else (folder,))
    about = next(one for one in plugins.describe() if one.path.resolve() == folder)
    types = [plugins.types[key] for key in about.types]
    return [*_readme(folder), *_hooks(about), *_types(types), *_rendered(about, types, plugins)]


def _readme(folder: Path) -> Iterator[str]:
    path = folder / "README.md"
    text = path.read_text(encoding="utf-8").lower() if path.is_file() else ""
    if not all(any(word in text for word in pair) for pair in BOTH):
        yield "README.md harus menunjukkan susunan folder sebelum dan sesudahnya (before, after)."


BOTH = (("before", "sebelum"), ("after", "sesudah"))


def _hooks(about: About) -> Iterator[str]:
    if not about.hooks:
        yield "tidak memakai satu hook pun; tandai fungsinya dengan @hookimpl."
    if not about.description:
        yield "__init__.py harus dibuka dengan satu kalimat tentang plugin ini."


def _types(types: list[FieldType]) -> Iterator[str]:
    for one in types:
        if one.runtime is None:
            continue
        if not one.runtime.is_file():
            yield f"jenis {one.key}: {one.runtime.name} tidak ada."
            continue
        yield from _standing_alone(one)
        yield from _round_trips(one, _module(one.runtime))


def _standing_alone(one: FieldType) -> Iterator[str]:
    assert one.runtime is not None
    for node in ast.walk(ast.parse(one.runtime.read_bytes())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = ["." if node.level else str(node.module)]
        for name in names:
            if name == "." or name.split(".")[0] in FORBIDDEN:
                yield f"jenis {one.key}: modul runtime mengimpor {name}; ia harus berdiri sendiri."


def _round_trips(one: FieldType, module: ModuleType) -> Iterator[str]:
    for name in ("WIDGET", "clean", "show", "sample", one.alias):
        if not hasattr(module, name):
            yield f"jenis {one.key}: {name} tidak ada di modul runtime."
            return
    for n in range(1, SAMPLES):
        value: Any = module.sample(n)
        try:
            same = module.clean(module.show(value)) == module.clean(str(value)) == value
        except ValueError as error:
            yield f"jenis {one.key}: contoh ke-{n} ditolak clean: {error}"
            return
        if not same:
            yield f"jenis {one.key}: clean(show(x)) dan clean(str(x)) harus memberi x; n={n}."
            return
    column = get_args(getattr(module, one.alias))[1].column
    made = eval(one.column(one.options.model_construct()), {"sa": sa})
    if repr(column.type) != repr(made):
        yield f"jenis {one.key}: column() memberi {made!r}, alias memetakan ke {column.type!r}."


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"rakit_contract_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _rendered(about: About, types: list[FieldType], plugins: Plugins) -> Iterator[str]:
    """An application that uses the plugin renders, passes the checks, and is the same twice."""
    fields = [{"name": "nama", "required": "true"}]
    fields += [{"name": f"isian_{t.key}", "type": t.key} for t in types if not _needs_options(t)]
    spec = from_raw(
        {
            "rakit": 1,
            "name": "coba_plugin",
            "label": "Coba plugin",
            "entities": [{"name": "barang", "fields": fields}],
            "roles": [{"name": "petugas", "grants": [{"entities": ["*"]}]}],
        },
        plugins.types,
    )
    home = Path(tempfile.mkdtemp(prefix="rakit-plugin-"))
    try:
        first = render(plan(spec, plugins), home / "a")
        second = render(plan(spec, plugins), home / "b")
    except RakitError as error:
        yield str(error)
        return
    finally:
        shutil.rmtree(home, ignore_errors=True)
    if first.files != second.files:
        yield "dua kali dibuat, hasilnya berbeda: template memakai waktu atau bilangan acak."


def _needs_options(one: FieldType) -> bool:
    return any(info.is_required() for info in one.options.model_fields.values())
