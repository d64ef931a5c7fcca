"""The differential check: what people wrote must stay text, whatever the filters do.

The same plan is rendered once more from a specification in which every free text is a canary.
Apart from canaries, both trees must be the same: in Python the syntax trees, elsewhere the bytes,
where a canary may stand for the text itself in one of the escaped forms that the file type knows.
"""

import ast
import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from builder import filters
from builder.errors import RakitError

CANARY = re.compile(r"Zq[0-9]{6}qz")


class DifferentialError(RakitError):
    """A text from the specification became something else than text: the template is at fault."""


def canary(number: int) -> str:
    """The canary of the n-th text."""
    return f"Zq{number:06}qz"


def check_tree(
    real: Mapping[str, bytes], mirror: Path, texts: Mapping[str, str], origin: Mapping[str, str]
) -> None:
    """Compare printed files with the tree of canaries.

    `real` maps paths to what was printed there, `texts` canaries to texts, `origin` paths to
    plugins. Raises `DifferentialError` naming the file and the plugin whose template printed it.
    """
    for name in sorted(real):
        other = mirror / name
        problem = (
            "tidak ada pada pembanding"
            if not other.is_file()
            else difference(name, real[name], other.read_bytes(), texts)
        )
        if problem:
            raise DifferentialError(
                f"Teks dari spesifikasi mengubah isi berkas: {problem}",
                which=f"{name} (plugin {origin.get(name, '?')})",
                way_out="Di template, cetak teks hanya lewat filter: py, docstring, html, md, …",
            )


def difference(name: str, real: bytes, mirror: bytes, texts: Mapping[str, str]) -> str:
    """Why the two are not the same but for canaries; empty when they are."""
    if name.endswith(".py"):
        return _python(real, mirror, texts)
    return _plain(name, real.decode("utf-8"), mirror.decode("utf-8"), texts)


def blank(text: str) -> str:
    """White space inside a constant is no structure: a docstring wraps where its width ends."""
    return " ".join(text.split())


def _python(real: bytes, mirror: bytes, texts: Mapping[str, str]) -> str:
    try:
        found = ast.parse(real)
    except (SyntaxError, ValueError) as error:
        return f"bukan Python yang sah ({error})"
    if real == mirror and b"Zq" not in real:
        return ""
    try:
        expected = ast.parse(mirror)
    except SyntaxError:
        return "susunan kode berubah"
    if not _same(found, expected, texts):
        return "susunan kode berubah"
    comments = [
        line
        for line in mirror.decode("utf-8").splitlines()
        if CANARY.search(line.partition("#")[2])
    ]
    if any(_in_comment(line) for line in comments):
        return "teks orang berada di dalam komentar"
    return ""


def _same(one: Any, other: Any, texts: Mapping[str, str]) -> bool:
    """Whether two syntax trees are the same once `texts` stand where canaries stand.

    Canaries are put back in constants only: in a name one would be code.
    """
    waiting = [(one, other)]
    while waiting:
        a, b = waiting.pop()
        if type(a) is not type(b):
            return False
        if isinstance(a, ast.Constant) and isinstance(a.value, str) and isinstance(b.value, str):
            if a.value != b.value or "Zq" in b.value:
                restored = CANARY.sub(lambda found: texts.get(found[0], found[0]), b.value)
                if blank(a.value) != blank(restored):
                    return False
            waiting.append((a.kind, b.kind))
        elif isinstance(a, ast.AST):
            waiting += [(getattr(a, key, None), getattr(b, key, None)) for key in a._fields]
        elif isinstance(a, list):
            if len(a) != len(b):
                return False
            waiting += zip(a, b, strict=True)
        elif a != b:
            return False
    return True


def _in_comment(line: str) -> bool:
    """Whether a canary stands after a `#` that is not inside a string, as far as one line tells."""
    code, _, comment = line.partition("#")
    return bool(CANARY.search(comment)) and code.count('"') % 2 == 0 and code.count("'") % 2 == 0


FORMS: dict[str, tuple[Callable[[str], str], ...]] = {
    ".html": (filters.html, filters.js),
    ".js": (filters.js,),
    ".json": (filters.js,),
    ".md": (filters.md,),
    ".toml": (filters.toml,),
    ".yaml": (filters.yaml,),
    ".yml": (filters.yaml,),
    ".csv": (filters.csv,),
    ".po": (filters.po,),
}
"""In which forms a text may stand in a file, by its ending; in others no text may stand at all."""


def _plain(name: str, real: str, mirror: str, texts: Mapping[str, str]) -> str:
    forms = FORMS.get(PurePosixPath(name).suffix, ())
    if not forms and CANARY.search(mirror):
        return "berkas jenis ini tidak boleh memuat teks orang"
    at = 0
    rest = mirror
    while found := CANARY.search(rest):
        key = found[0]
        step = _step(real, at, rest, found, forms, key, texts.get(key, key))
        if step is None:
            return f"di sekitar huruf ke-{at}"
        at, used = step
        rest = rest[used:]
    return "" if real[at:] == rest else f"di sekitar huruf ke-{at}"


def _step(
    real: str,
    at: int,
    rest: str,
    found: re.Match[str],
    forms: tuple[Callable[[str], str], ...],
    key: str,
    text: str,
) -> tuple[int, int] | None:
    """One canary further: where in `real`, and how much of `rest` is used up; None if unlike."""
    for form in forms:
        mark, value = form(key), form(text)
        lead = len(mark.partition(key)[0])
        start = found.start() - lead
        if start < 0 or not rest.startswith(mark, start):
            continue
        if real.startswith(rest[:start] + value, at):
            return at + start + len(value), start + len(mark)
    return None
