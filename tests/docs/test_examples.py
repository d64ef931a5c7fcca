"""The examples in the documentation are read by the program."""

import re
import textwrap
from pathlib import Path

import pytest

from builder.kit.expression import parse
from builder.plan import plan
from builder.plugin_host import Plugins, load_plugins
from builder.spec import check, load

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
DEMO = ROOT / "builder" / "demo" / "bantuan_alat_umkm.yaml"
LANGUAGE = (DOCS / "specification.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    return load_plugins()


def blocks(text: str) -> list[str]:
    found = re.findall(r"(?:^    .*\n|^\n(?=    ))+", text, re.M)
    return [textwrap.dedent(one).strip() for one in found]


def test_the_smallest_specification_is_one(plugins: Plugins) -> None:
    text = next(one for one in blocks(LANGUAGE) if one.startswith("rakit: 1"))
    spec = load(text, plugins.types)
    assert [p for p in check(spec, plugins.types) if p.severity == "error"] == []


def test_the_expressions_can_be_read() -> None:
    part = LANGUAGE.partition("## Expressions")[2].partition("\n## ")[0]
    lines = blocks(part)[0].splitlines()
    assert len(lines) >= 4
    for line in lines:
        assert parse(line)


def test_the_tree_of_an_application_is_the_real_one(plugins: Plugins) -> None:
    spec = load(DEMO.read_text(encoding="utf-8"), plugins.types)
    parts = {part for file in plan(spec, plugins).files for part in Path(file.path).parts}
    parts.add("MANIFEST.json")  # of what was rendered, so it is in no plan
    page = (DOCS / "generated.md").read_text(encoding="utf-8")
    tree = next(one for one in blocks(page) if one.startswith("<slug>/"))
    names = [
        name.rstrip("/")
        for line in tree.splitlines()
        for name in re.findall(
            r"(?<![<\w])(?:\w[\w-]*\.(?:md|yaml|json|toml|lock|py)|Makefile|\w+/)", line
        )
    ]
    assert len(names) > 20
    assert [name for name in names if name not in parts] == []


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_every_rakit_command_in_the_prose_exists(page: Path) -> None:
    from builder.cli import cli

    for words in re.findall(
        r"(?:`|\.venv/bin/|^    )rakit ([a-z]+)", page.read_text("utf-8"), re.M
    ):
        assert words in cli.commands, f"{page.name}: rakit {words}"
