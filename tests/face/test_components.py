"""Every component of the kit stands on a living page and in docs/kit.md."""

from __future__ import annotations

import re

import pytest

from docs.reference import PIECES, macro_lines

FILES = {"kit": "macros.html", "parts": "parts.html"}
LIVING = ("components.html", "list.html", "show.html", "form.html")


def macros(file: str) -> dict[str, str]:
    """Name -> body of each macro of a template."""
    text = (PIECES / file).read_text(encoding="utf-8")
    return dict(re.findall(r"{%-? macro (\w+)\(.*?-?%}(.*?){%-? ?endmacro", text, re.S))


def uses(text: str, file: str) -> set[tuple[str, str]]:
    """(file, macro) for each macro that a text calls; within `file` they have no prefix."""
    found = {(FILES[module], name) for module, name in re.findall(r"\b(kit|parts)\.(\w+)\(", text)}
    return found | {(file, name) for name in re.findall(r"(?<![.\w])(\w+)\(", text)}


@pytest.mark.parametrize("file", FILES.values())
def test_every_component_is_explained(file: str) -> None:
    assert list(macro_lines(file)) and set(macro_lines(file)) == set(macros(file))


def test_every_component_stands_on_a_living_page() -> None:
    known = {(file, name): body for file in FILES.values() for name, body in macros(file).items()}
    reached: set[tuple[str, str]] = set()
    ahead = {one for page in LIVING for one in uses((PIECES / page).read_text("utf-8"), page)}
    while ahead:
        reached |= ahead
        ahead = {
            other for one in ahead & known.keys() for other in uses(known[one], one[0])
        } - reached
    assert known.keys() <= reached, known.keys() - reached
