"""What is there is documented, tested and kept small: asserted by loops over the live objects."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import sop_workflow.service
from builder import hookspecs
from builder.plan import plan
from builder.plugin_host import Plugins, load_plugins
from builder.rendering.copies import requirements
from builder.settings import TABLE
from builder.spec import from_raw
from sop_workflow import commands

ROOT = Path(__file__).parents[2]
HOOKS = sorted(name for name in vars(hookspecs) if name.startswith("rakit_"))
FOREIGN = {"rakit_requirements"}
"""Hooks that none of our plugins needs, since the kit's closure holds it all; tried below."""
CORE = (
    "spec",
    "plan",
    "render",
    "generate",
    "migrate",
    "repo",
    "delivery",
    "jobs",
    "worker",
    "backup",
    "intake",
    "typeset",
    "plugin_kit",
    "supervisor",
    "storage.specs",
    "cli",
)
LONGEST = 400


def modules() -> list[Path]:
    found = []
    for room in ("builder", "sop_workflow", "plugins"):
        for path in (ROOT / room).rglob("*.py"):
            if not {"node_modules", "template", "vendor"} & set(path.parts):
                found.append(path)
    return sorted(found)


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    return load_plugins()


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_is_short_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < LONGEST, "split it by verb"
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "it begins with a docstring"


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_promised_and_used(hook: str, plugins: Plugins) -> None:
    promise = getattr(hookspecs, hook).__doc__ or ""
    assert promise.startswith("When "), "it begins with when it is called"
    users = [one.name for one in plugins.describe() if hook in one.hooks]
    assert bool(users) != (hook in FOREIGN), users


def test_what_a_foreign_plugin_requires_stands_in_the_lock(tmp_path: Path) -> None:
    folder = tmp_path / "ramal"
    folder.mkdir()
    (folder / "requirements.txt").write_text(
        "ramalan==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"
    )
    (folder / "__init__.py").write_text(
        '"""Requires a package of its own."""\n'
        "from pathlib import Path\n"
        "from builder.hookspecs import hookimpl\n"
        "@hookimpl\n"
        "def rakit_requirements() -> Path | None:\n"
        '    return Path(__file__).parent / "requirements.txt"\n'
    )
    plugins = load_plugins((folder,))
    raw = {"rakit": 1, "name": "coba", "entities": [{"name": "tamu", "fields": [{"name": "nama"}]}]}
    made = plan(from_raw(raw, plugins.types), plugins)
    lock = next(one.content for one in made.files if one.path == "requirements.lock")
    assert lock is not None and b"ramalan==1.0" in lock
    assert b"ramalan" not in requirements(())


@pytest.mark.parametrize("folder", sorted((ROOT / "plugins").glob("*/__init__.py")), ids=str)
def test_a_plugin_has_code_readme_and_tests(folder: Path, plugins: Plugins) -> None:
    home = folder.parent
    about = next(one for one in plugins.describe() if one.path == home)
    readme = (home / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(f"# {home.name}\n")
    assert {"before", "after"} <= set(re.findall(r"[a-z]+", readme.lower()))
    assert about.hooks and list((home / "tests").glob("test_*.py"))


def test_every_command_of_a_case_stands_in_the_table_of_the_one_door() -> None:
    page = sop_workflow.service.__doc__ or ""
    for name, one in vars(commands).items():
        if isinstance(one, type) and issubclass(one, commands.Command) and one.verb:
            assert re.search(rf"^{name} ", page, re.M), name


def test_the_core_works_without_the_web_and_without_the_procedure() -> None:
    """The contracts see imports as written; this sees what is loaded."""
    code = (
        "import importlib, sys\n"
        f"for name in {CORE!r}: importlib.import_module('builder.' + name)\n"
        "from builder.plugin_host import load_plugins\n"
        "load_plugins().types\n"
        "web = {'flask', 'flask_appbuilder', 'werkzeug', 'sop_workflow'}\n"
        "print(*sorted(web & {name.partition('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def test_every_module_of_the_builder_has_a_seat() -> None:
    text = (ROOT / ".importlinter").read_text()
    assert "exhaustive = True" in text
    seats = set(re.findall(r"\w+", text.partition("contract:one-way]")[2].partition("layers =")[2]))
    names = {path.stem for path in (ROOT / "builder").glob("*.py")} | {
        path.parent.name for path in (ROOT / "builder").glob("*/__init__.py")
    }
    assert names - {"__init__"} <= seats


def test_every_room_stands_in_the_plan_of_the_house() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {path.name for path in (ROOT / "builder").glob("*.py")} | {
        f"{path.parent.name}/" for path in (ROOT / "builder").glob("*/__init__.py")
    }
    missing = {room for room in rooms if not re.search(rf"[`/]{re.escape(room)}`", page)}
    assert missing <= {"__init__.py"}


@pytest.mark.parametrize("name", [option.name.lower() for option in TABLE])
def test_every_setting_does_something(name: str) -> None:
    settings = ROOT / "builder" / "settings.py"
    read = re.compile(rf"\bself\.{name}\b|settings\.{name}\b|values\[\"{name}\"\]")
    others = "".join(path.read_text(encoding="utf-8") for path in modules() if path != settings)
    assert read.search(others) or read.search(settings.read_text(encoding="utf-8"))


def test_every_target_of_the_makefile_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.M)
    assert "run" in targets
    assert [name for name in targets if f"make {name}" not in readme and name != "lock"] == []
