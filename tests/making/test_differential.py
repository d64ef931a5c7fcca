"""A template that lets text become code is caught, whatever its filters promise."""

import pytest

from builder import filters
from builder.differential import canary, difference

TEXTS = {canary(0): '"; import os #', canary(1): "Nama\nusaha", canary(2): "Biasa"}


def both(form: str, number: int = 0) -> tuple[bytes, bytes]:
    """A file printed with the text, and with its canary, by a given way of printing."""
    ways = {
        "py": filters.py,
        "docstring": filters.docstring,
        "quotes": lambda text: f'"{text}"',
        "bare": lambda text: text,
        "html": filters.html,
        "md": filters.md,
    }
    mark, text = canary(number), TEXTS[canary(number)]
    return ways[form](text).encode(), ways[form](mark).encode()


@pytest.mark.parametrize("number", [0, 1, 2])
def test_literals_pass(number: int) -> None:
    real, mirror = both("py", number)
    assert difference("a.py", b"X = f(" + real + b")\n", b"X = f(" + mirror + b")\n", TEXTS) == ""


def test_docstrings_pass_however_they_wrap() -> None:
    real, mirror = both("docstring", 1)
    assert difference("a.py", b"class A:\n    " + real, b"class A:\n    " + mirror, TEXTS) == ""


def test_text_that_becomes_code_is_seen() -> None:
    real, mirror = both("quotes")
    assert difference("a.py", b"X = " + real + b"\n", b"X = " + mirror + b"\n", TEXTS)


def test_a_harmless_text_as_a_bare_name_is_seen() -> None:
    real, mirror = both("bare", 2)
    assert difference("a.py", b"X = " + real + b"\n", b"X = " + mirror + b"\n", TEXTS)


def test_text_in_a_comment_is_seen() -> None:
    mark = canary(2).encode()
    found = difference("a.py", b"X = 1  # Biasa\n", b"X = 1  # " + mark + b"\n", TEXTS)
    assert "komentar" in found


def test_a_changed_value_is_seen() -> None:
    mirror = f'X = "{canary(2)}"\n'.encode()
    assert difference("a.py", b'X = "Lain"\n', mirror, TEXTS)


@pytest.mark.parametrize("form", ["html", "md"])
def test_other_files_know_their_own_form(form: str) -> None:
    real, mirror = both(form)
    name = f"a.{form}"
    assert difference(name, b"<p>" + real + b"</p>", b"<p>" + mirror + b"</p>", TEXTS) == ""
    plain, bird = both("bare")
    assert difference(name, b"<p>" + plain + b"</p>!", b"<p>" + bird + b"</p>", TEXTS)


def test_no_text_may_stand_in_a_makefile() -> None:
    found = difference("Makefile", b"# Biasa\n", f"# {canary(2)}\n".encode(), TEXTS)
    assert "tidak boleh" in found
