"""A newcomer who follows docs/plugins.md word for word gets a plugin that keeps the contract."""

import re
import textwrap
from pathlib import Path

import pytest

from builder import plugin_kit
from builder.plan import plan
from builder.plugin_host import load_plugins
from builder.render import render
from builder.spec import load

PAGE = (Path(__file__).parents[2] / "docs" / "plugins.md").read_text(encoding="utf-8")
COLUMN = re.findall(r"`(column=lambda[^`]+)`", PAGE)
TEMPLATE = "template/{{cookiecutter.slug}}/docs/kolom/{{entity.name}}.md"


def block(first: str) -> str:
    """The indented block of the page that begins with that line."""
    found = re.search(rf"^    {re.escape(first)}.*?(?=^\S)", PAGE, re.M | re.S)
    assert found, first
    return textwrap.dedent(found[0]).strip() + "\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Steps 1, 3 and 4 of the page."""
    made = plugin_kit.new("kode_arsip", tmp_path_factory.mktemp("plugin"))
    (made / "runtime" / "kode_arsip.py").write_text(block('"""Kode arsip:'), encoding="utf-8")
    (made / TEMPLATE).parent.mkdir(parents=True)
    (made / TEMPLATE).write_text(block("# {{ entity.label | md }}"), encoding="utf-8")
    init = made / "__init__.py"
    text = init.read_text(encoding="utf-8")
    text = re.sub(r"column=lambda.*?\n", COLUMN[0] + ",\n", text)
    begin = text.index("@hookimpl\ndef rakit_layers")
    end = text.index("@hookimpl\ndef rakit_joins")
    text = text[:begin] + block("def words(") + "\n\n" + text[end:]
    text = text.replace("import FieldType,", "import Entity, FieldType,")
    init.write_text(text.replace("NoOptions, Spec\n", "NoOptions, Spec, Types\n"), encoding="utf-8")
    return made


def test_what_new_makes_is_what_the_page_lists(tmp_path: Path) -> None:
    made = plugin_kit.new("kode_arsip", tmp_path)
    listed = block("kode_arsip/\n")
    for path in made.rglob("*"):
        if path.is_file():
            assert path.relative_to(made).as_posix().removeprefix("./") in listed


def test_the_plugin_keeps_the_contract(folder: Path) -> None:
    assert plugin_kit.contract(folder) == []


def test_the_application_has_what_the_page_promises(folder: Path, tmp_path: Path) -> None:
    plugins = load_plugins((folder,))
    spec = load(block("rakit: 1"), plugins.types)
    render(plan(spec, plugins), tmp_path / "app")
    listed = (tmp_path / "app" / "docs" / "kolom" / "surat.md").read_text(encoding="utf-8")
    assert listed == "# Surat\n\n- `perihal` (Teks)\n- `kode` (Kode arsip)\n"
    for path in (
        "arsip/types/kode_arsip.py",
        "arsip/halaman_kode_arsip.py",
        "arsip/surat/model.py",
    ):
        assert (tmp_path / "app" / path).is_file(), path


def test_a_step_left_out_is_told(folder: Path) -> None:
    path = folder / "__init__.py"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("sa.String(6)", "sa.String(20)"), encoding="utf-8")
    try:
        assert "alias memetakan" in " ".join(plugin_kit.contract(folder))
    finally:
        path.write_text(good, encoding="utf-8")
