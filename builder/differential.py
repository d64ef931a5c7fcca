"""The differential check: what people wrote must stay text, whatever the filters do.

The same plan is rendered once more from a specification in which every free text is a canary.
Apart from canaries, both trees must be the same: in Python the syntax trees, elsewhere the bytes,
where a canary may stand for the text itself in one of the escaped forms that the file type knows.
"""

import ast
import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

from builder import filters
from builder.errors import RakitError

CANARY = re.compile(r"Zq[0-9]{6}qz")


class DifferentialError(RakitError):
    """A text from the specification became something else than text: the template is at fault."""


def canary(number: int) -> str:
    """The canary of the n-th text."""
    return f"Zq{number:06}qz"


def check_tree(
    real: Path, mirror: Path, texts: Mapping[str, str], origin: Mapping[str, str]
) -> None:
    """Compare two rendered trees; `texts` maps canaries to texts, `origin` paths to plugins.

    Raises `DifferentialError` naming the file and the plugin whose template printed it.
    """
    for path in sorted(p for p in real.rglob("*") if p.is_file()):
        name = path.relative_to(real).as_posix()
        other = mirror / name
        problem = (
            "tidak ada pada pembanding"
            if not other.is_file()
            else difference(name, path.read_bytes(), other.read_bytes(), texts)
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


class _Restore(ast.NodeTransformer):
    """Puts the texts back where canaries stand, in constants only."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if isinstance(node.value, str):
            node.value = blank(CANARY.sub(lambda m: self.texts.get(m[0], m[0]), node.value))
        return node


class _Blank(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if isinstance(node.value, str):
            node.value = blank(node.value)
        return node


def blank(text: str) -> str:
    """White space inside a constant is no structure: a docstring wraps where its width ends."""
    return " ".join(text.split())


def _python(real: bytes, mirror: bytes, texts: Mapping[str, str]) -> str:
    try:
        found = ast.parse(real)
    except (SyntaxError, ValueError) as error:
        return f"bukan Python yang sah ({error})"
    expected = _Restore(texts).visit(ast.parse(mirror))
    if ast.dump(_Blank().visit(found)) != ast.dump(expected):
        return "susunan kode berubah"
    comments = [
        line
        for line in mirror.decode("utf-8").splitlines()
        if CANARY.search(line.partition("#")[2])
    ]
    if any(_in_comment(line) for line in comments):
        return "teks orang berada di dalam komentar"
    return ""


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
