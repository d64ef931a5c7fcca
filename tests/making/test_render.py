"""Rendering: the same bytes always, all or nothing, and nothing outside its folder."""

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from builder.plan import Plan, plan
from builder.plugin_host import Plugins, load_plugins
from builder.render import Renderer, RenderError, render
from builder.rendering import staging
from builder.spec import load
from tests.making.conftest import DEMO, ROOT
from tests.making.test_plan import SMALL, laid

RUFF = Path(sys.executable).parent / "ruff"


def digest(tree: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(p for p in tree.rglob("*") if p.is_file()):
        found.update(path.relative_to(tree).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def test_the_same_bytes_twice(
    demo_plan: Plan, demo_tree: Path, renderer: Renderer, tmp_path: Path
) -> None:
    render(demo_plan, tmp_path / "lagi", renderer=renderer)
    assert digest(tmp_path / "lagi") == digest(demo_tree)


SCRIPT = """
import sys
from pathlib import Path
from builder.plan import plan
from builder.plugin_host import load_plugins
from builder.render import render
from builder.spec import load
plugins = load_plugins()
render(plan(load(Path(sys.argv[1]).read_text(), plugins.types), plugins), Path(sys.argv[2]))
"""


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Jayapura", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/Anchorage", "LC_ALL": "C.UTF-8", "LANG": "id_ID"},
    ],
)
def test_neither_hash_seed_nor_time_zone_nor_locale_matter(
    surroundings: dict[str, str], demo_tree: Path, tmp_path: Path
) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **surroundings}
    subprocess.run(
        [sys.executable, "-c", SCRIPT, str(DEMO), str(tmp_path / "app")], env=env, check=True
    )
    assert digest(tmp_path / "app") == digest(demo_tree)


def test_output_is_formatted_and_lint_clean(demo_tree: Path) -> None:
    for words in (("format", "--check"), ("check",)):
        done = subprocess.run(
            [RUFF, *words, "--no-cache", "."], cwd=demo_tree, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout


def test_every_python_file_parses_and_says_who_made_it(demo_tree: Path) -> None:
    for path in sorted((demo_tree / "bantuan_alat_umkm").glob("*/*.py")):
        tree = ast.parse(path.read_bytes())
        if path.parent.name not in ("kit", "types", "custom") and path.name != "__init__.py":
            doc = ast.get_docstring(tree) or ""
            assert "Dibuat Rakit dari spec.yaml" in doc, path


def test_heirs_are_told_every_command_the_roles_and_the_way_out_for_their_rows(
    demo_tree: Path,
) -> None:
    readme, leaving = ((demo_tree / name).read_text() for name in ("README.md", "KELUAR.md"))
    targets = re.findall(r"^([a-z]+):.*## ", (demo_tree / "Makefile").read_text(), re.M)
    assert {"run", "test", "user", "dump"} <= set(targets)
    assert [one for one in targets if f"make {one}" not in readme + leaving] == []
    assert "`operator`, `verifikator`, atau `pimpinan`" in readme
    assert "make dump" in leaving and "data.sql" in leaving and "UPLOAD_FOLDER" in leaving


def test_no_trace_of_templates_or_of_this_machine(demo_tree: Path) -> None:
    for path in sorted(p for p in demo_tree.rglob("*") if p.is_file()):
        body = path.read_bytes()
        assert str(ROOT).encode() not in body, path
        if path.suffix == ".py" and "kit" not in path.parts:
            assert b"{{" not in body.replace(b"{{{", b"") and b"{%" not in body, path


def test_it_never_imports_rakit(demo_tree: Path) -> None:
    for path in sorted(demo_tree.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [str(node.module)]
            roots = {name.split(".")[0] for name in names}
            assert not roots & {"builder", "plugins", "sop_workflow", "cookiecutter"}, path


def test_the_manifest_is_true(demo_tree: Path) -> None:
    manifest = json.loads((demo_tree / "MANIFEST.json").read_bytes())
    found = {
        path.relative_to(demo_tree).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in demo_tree.rglob("*")
        if path.is_file() and path.name != "MANIFEST.json"
    }
    assert {path: one["sha256"] for path, one in manifest["files"].items()} == found
    assert set(manifest["versions"]) >= {"rakit", "ruff", "cookiecutter", "hook_api"}


def test_the_specification_lies_beside_and_says_the_same(
    demo_tree: Path, demo_plan: Plan, plugins: Plugins
) -> None:
    from builder.spec import sha256

    again = load((demo_tree / "spec.yaml").read_text(encoding="utf-8"), plugins.types)
    assert sha256(again) == demo_plan.spec_sha256


def test_the_lock_has_hashes_and_only_what_the_application_needs(demo_tree: Path) -> None:
    text = (demo_tree / "requirements.lock").read_text()
    names = {line.split("==")[0] for line in text.splitlines() if "==" in line}
    assert {"flask-appbuilder", "sqlalchemy", "alembic", "jinja2", "werkzeug", "mako"} <= names
    assert not names & {"cookiecutter", "pluggy", "typst", "pyhanko", "pytest", "sqlglot", "ruff"}
    assert text.count("--hash=sha256:") >= len(names)


def test_the_lock_keeps_both_versions_of_a_package_that_follows_the_python(
    demo_tree: Path,
) -> None:
    locked = (demo_tree / "requirements.lock").read_text().splitlines()
    found = [line for line in locked if line.startswith("deprecated==")]
    assert ["< '3.12'" in line for line in found] == [True, False]


def only(tree: Path) -> list[str]:
    return sorted(p.name for p in tree.iterdir())


def test_a_foreign_folder_is_left_alone(
    demo_plan: Plan, renderer: Renderer, tmp_path: Path
) -> None:
    (tmp_path / "milik").mkdir()
    (tmp_path / "milik" / "catatan.txt").write_text("penting")
    with pytest.raises(staging.PlaceError, match="bukan buatan Rakit"):
        render(demo_plan, tmp_path / "milik", renderer=renderer)
    assert only(tmp_path / "milik") == ["catatan.txt"] and only(tmp_path) == ["milik"]


def test_an_earlier_rendering_is_replaced_whole(
    plugins: Plugins, renderer: Renderer, tmp_path: Path
) -> None:
    into = tmp_path / "app"
    small = plan(load(SMALL, plugins.types), plugins)
    render(small, into, renderer=renderer)
    (into / "sisa.txt").write_text("dari kemarin")
    render(small, into, renderer=renderer)
    assert not (into / "sisa.txt").exists() and only(tmp_path) == ["app"]


def broken(folder: Path, text: str) -> Plan:
    plugins = load_plugins([laid(folder, "{{cookiecutter.package}}/rusak.py", text)])
    return plan(
        load(SMALL.replace("name: kecil", "name: kecil\nlabel: Buku"), plugins.types), plugins
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ own.tidak_ada }}\n", "tidak_ada"),
        ("{% if %}\n", "rusak.py"),
        ("{{ uuid4() }}\n", "uuid4"),
        ("{{ random_ascii_string(3) }}\n", "random_ascii_string"),
        ("{% now 'utc', '%Y' %}\n", "clock"),
        ("{{ [1, 2] | random }}\n", "random"),
        ("{{ app.label }}\n", "rusak.py"),
        ("# {{ app.label }}\n", "komentar"),
        ('X = "{{ app.label }}" if {{ app.label | py }} == "Buku" else (\n', "Python"),
    ],
)
def test_a_bad_template_is_named_and_leaves_nothing(
    text: str, words: str, renderer: Renderer, tmp_path: Path
) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "o").mkdir()
    from builder.errors import RakitError

    with pytest.raises(RakitError, match=words):
        render(broken(tmp_path / "p" / "rusak", text), tmp_path / "o" / "app", renderer=renderer)
    assert only(tmp_path / "o") == []


def test_a_dead_child_is_replaced(demo_plan: Plan, plugins: Plugins, tmp_path: Path) -> None:
    small = plan(load(SMALL, plugins.types), plugins)
    with Renderer() as child:
        process = child._started()
        process.kill()
        process.wait()
        render(small, tmp_path / "app", renderer=child)
    assert (tmp_path / "app" / "wsgi.py").is_file()


def test_a_hanging_template_is_given_up(renderer: Renderer, tmp_path: Path) -> None:
    text = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}\n"
    with Renderer(timeout=1.0) as child, pytest.raises(RenderError, match="tanpa jawaban"):
        render(broken(tmp_path / "rusak", text), tmp_path / "app", renderer=child)
    assert not (tmp_path / "app").exists()


HOSTILE = [
    '"; import os; os.system("id") #',
    "'''\\\"\"\" {{ 7*7 }} {% raw %} {# x #}",
    "</script><script>alert(1)</script>",
    "a" * 120,
    "=cmd|' /C calc'!A0",
    "$(id) `id` ${HOME} %(x)s \\N{BULLET}",
    "| kolom | # judul [a](http://x) <b>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_labels_are_harmless(
    text: str, plugins: Plugins, renderer: Renderer, tmp_path: Path
) -> None:
    quoted = json.dumps(text)
    spec = load(
        f"""
rakit: 1
name: kecil
label: {quoted}
description: {quoted}
owner: {quoted}
entities:
  - name: catatan
    label: {quoted}
    plural: {quoted}
    description: {quoted}
    fields:
      - name: judul
        label: {quoted}
        help: {quoted}
        definition: {quoted}
        default: {quoted}
      - name: jenis
        type: choice
        label: {quoted}
        options: {{choices: [{{name: a, label: {quoted}}}, {{name: b}}]}}
    checks:
      - {{name: satu, test: "judul != ''", message: {quoted}}}
roles:
  - {{name: petugas, label: {quoted}, grants: [{{entities: ["*"]}}]}}
""",
        plugins.types,
    )
    render(plan(spec, plugins), tmp_path / "app", renderer=renderer)
    module = ast.parse((tmp_path / "app" / "kecil" / "catatan" / "model.py").read_bytes())
    labels = [n.value for n in ast.walk(module) if isinstance(n, ast.Constant)]
    assert labels.count(text) >= 6


@pytest.mark.parametrize("text", ["satu\u202edua", "satu\u0000dua", "satu\ndua", "x" * 200])
def test_labels_that_could_deceive_are_refused_at_load(text: str, plugins: Plugins) -> None:
    from builder.spec import SpecError

    with pytest.raises(SpecError):
        load(SMALL + f"label: {json.dumps(text)}\n", plugins.types)


def test_two_answers_that_come_at_once_are_both_heard() -> None:
    """As on a busy machine, where the child is done before anybody has looked."""
    script = "import sys; sys.stdin.readline(); print('{\"error\": null}\\n' * 2, end='')"
    with Renderer(timeout=5) as renderer:
        renderer.close()
        renderer._child = subprocess.Popen(
            [sys.executable, "-c", script + "; sys.stdout.flush(); sys.stdin.read()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert len(list(renderer.order([{}, {}]))) == 2
