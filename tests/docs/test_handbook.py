"""The handbook speaks of what is on the screen, in the screen's own words."""

import re
from pathlib import Path

import pytest

from sop_workflow import papers, procedure

ROOT = Path(__file__).parents[2]
HANDBOOK = (ROOT / "docs" / "buku-pegangan.md").read_text(encoding="utf-8")
SCREENS = " ".join(
    path.read_text(encoding="utf-8")
    for room in ("builder/portal", "builder/kit", "sop_workflow")
    for path in sorted((ROOT / room).rglob("*"))
    if path.suffix in {".html", ".py"} and "node_modules" not in path.parts
)
OWN_TERMS = {"usulan", "jabatan", "rancangan", "paket"}
ITALIC = re.compile(r"(?<![*\w])\*([^*]+)\*(?![*\w])")


def on_screen() -> list[str]:
    return sorted({" ".join(found.split()) for found in ITALIC.findall(HANDBOOK)} - OWN_TERMS)


@pytest.mark.parametrize("words", on_screen())
def test_words_in_italics_stand_on_a_page(words: str) -> None:
    assert words in SCREENS


def test_the_handbook_names_enough() -> None:
    assert len(on_screen()) > 40


def test_every_entry_of_the_menu_is_explained() -> None:
    families = (ROOT / "builder" / "portal" / "families.py").read_text(encoding="utf-8")
    labels = re.findall(r'Item\(\s*_\("([^"]+)"\)', families)
    assert len(labels) > 8
    assert [label for label in labels if label not in HANDBOOK] == []


def test_every_step_of_the_procedure_has_its_line() -> None:
    table = HANDBOOK.partition("### Dua belas langkah")[2].partition("###")[0]
    numbers = {int(n) for cell in re.findall(r"^\| ([\d, ]+)", table, re.M)
               for n in re.findall(r"\d+", cell)}  # fmt: skip
    steps = procedure.load(procedure.DEFAULT).steps
    assert numbers == {step.number for step in steps}


def test_every_paper_that_can_be_made_is_named() -> None:
    text = HANDBOOK.lower()
    for kind in papers.KINDS.values():
        first = kind.label.lower().split(" (")[0].split()
        assert first[0] in text and first[-1] in text, kind.label


def test_the_three_readers_find_their_chapter() -> None:
    assert re.findall(r"^## (.+)$", HANDBOOK, re.M) == [
        "Yang sama untuk semua",
        "Staf Prakom",
        "Pejabat",
        "Administrator",
    ]
