"""The documentation says what the live objects say."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from builder import settings
from builder.cli import cli
from builder.hookspecs import hookimpl
from builder.kit.expression.functions import FUNCTIONS
from builder.plugin_host import load_plugins
from docs import reference
from plugins import __path__ as plugin_homes

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)|<img src=\"([^\"]+)\"")
PAGES = sorted(
    [*DOCS.rglob("*.md"), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md"))]
    + [ROOT / name / "README.md" for name in ("bench", "deploy", "generated_apps", "tests/proofs")]
)


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_what_is_written_by_the_program_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "docs.reference", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}Run: python -m docs.reference"


@pytest.mark.parametrize("hook", reference.hooks(), ids=lambda hook: hook.__name__)
def test_every_hook_stands_with_its_signature_and_promise(hook: Callable[..., object]) -> None:
    page = text("plugins.md")
    assert f"    {reference.signature(hook)}\n" in page
    assert (hook.__doc__ or "").strip().split("\n")[0] in page


def test_the_signature_is_the_one_that_python_has() -> None:
    for hook in reference.hooks():
        names = ", ".join(hook.__code__.co_varnames[: hook.__code__.co_argcount])
        shown = re.sub(r": \w+", "", reference.signature(hook).partition("(")[2].partition(")")[0])
        assert shown == names, hook.__name__


def test_every_setting_is_described_in_english() -> None:
    assert set(reference.MEANING) == {one.name for one in settings.TABLE}
    for one in settings.TABLE:
        assert f"| `{one.name}` |" in text("settings.md")


def test_every_command_of_the_command_line_is_named() -> None:
    page, readme = text("cli.md"), (ROOT / "README.md").read_text(encoding="utf-8")
    for path, command in reference.every_command(cli, "rakit"):
        assert f"### {path}\n" in page
        assert f"`{path}`" in readme
        for option in command.params:
            assert all(f"{name}" in page for name in option.opts if name.startswith("--")), path


def test_every_key_of_the_language_is_named() -> None:
    page = text("specification.md")
    sections = re.split(r"\n### ", page)
    for node in reference.nodes():
        section = next(one for one in sections if re.match(rf"{node.__name__}\b", one))
        for key, *_ in reference.keys_of(node):
            assert f"| {key} |" in section, f"{node.__name__}.{key}"


def test_every_key_of_the_language_has_a_meaning() -> None:
    for node in reference.nodes():
        for key, _kind, _default, meaning in reference.keys_of(node):
            assert meaning or key == "`kind`", f"{node.__name__}.{key}"


def test_every_field_type_and_function_is_named() -> None:
    page = text("specification.md")
    for key in load_plugins().types:
        assert f"| `{key}` |" in page
    for name in FUNCTIONS:
        assert f"| `{name}(" in page


def test_every_command_of_the_procedure_is_named() -> None:
    for command in reference.every_case_command():
        assert f"| `{command.__name__}` | `{command.verb}` |" in text("procedure.md")


def test_every_plugin_of_ours_is_listed() -> None:
    for home in plugin_homes:
        for folder in Path(home).iterdir():
            if (folder / "__init__.py").is_file():
                assert f"plugins/{folder.name}/README.md" in text("plugins.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for found in LINK.finditer(page.read_text(encoding="utf-8")):
        target = found[1] or found[2]
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_decision_is_short_and_listed() -> None:
    listed = text("index.md")
    pages = sorted((DOCS / "adr").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{n:04}" for n in range(1, len(pages) + 1)]
    for page in pages:
        written = page.read_text(encoding="utf-8")
        assert f"adr/{page.name}" in listed
        for part in ("**Context.**", "**Decision.**", "**Consequences.**"):
            assert part in written, page.name
        assert len(written.splitlines()) < 40, page.name


def test_every_page_is_reachable_from_the_index() -> None:
    listed = text("index.md")
    for page in DOCS.glob("*.md"):
        assert page.name == "index.md" or f"({page.name})" in listed, page.name


def test_a_page_without_its_part_is_an_error_with_words() -> None:
    with pytest.raises(SystemExit, match="begin: hooks"):
        reference.filled("nothing here", "hooks", "body")


def test_the_handbook_of_plugins_uses_names_that_exist() -> None:
    assert hookimpl.project_name == "rakit"
    page = text("plugins.md")
    for name in re.findall(r"`builder\.(\w+)`", page):
        found = ROOT / "builder" / name
        assert found.is_dir() or found.with_suffix(".py").is_file(), name
