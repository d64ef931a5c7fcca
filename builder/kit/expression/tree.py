"""Tokens -> tree. Frozen, with places in the source, so that names can be replaced in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from .tokens import ExpressionError, Token, tokens

DEEPEST = 30
LONGEST_CHAIN = 60
BIND = {
    "or": 1, "and": 2, "==": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "in": 4,
    "+": 5, "-": 5, "*": 6, "/": 6,
}  # fmt: skip
COMPARE, NOT, NEGATIVE = 4, 3, 7

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Number:
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    value: str
    at: Span = field(compare=False, default=(0, 0))


@dataclass(frozen=True, slots=True)
class Truth:
    value: bool


@dataclass(frozen=True, slots=True)
class Path:
    """`usaha.pelaku.nama`: fields and references of the row, or a known word."""

    words: tuple[str, ...]
    at: Span = field(compare=False, default=(0, 0))


@dataclass(frozen=True, slots=True)
class Not:
    inner: Tree


@dataclass(frozen=True, slots=True)
class Negative:
    inner: Tree


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    args: tuple[Tree, ...]
    at: Span = field(compare=False, default=(0, 0))


@dataclass(frozen=True, slots=True)
class Binary:
    op: str
    left: Tree
    right: Tree


Tree = Number | Text | Truth | Path | Not | Negative | Listing | Call | Binary


@lru_cache(maxsize=4096)
def parse(source: str) -> Tree:
    """Text -> tree; ExpressionError in words, with the place. The same text gives the same tree."""
    parser = _Parser(tokens(source))
    tree = parser.climb(1, 0)
    parser.take_end()
    return tree


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self.found = found
        self.at = 0
        self.operators = 0

    def take(self) -> Token:
        token = self.found[self.at]
        self.at = min(self.at + 1, len(self.found) - 1)
        return token

    def expect(self, sign: str) -> Token:
        token = self.take()
        if token.kind != "sign" or token.value != sign:
            raise ExpressionError(f"tanda {sign} diharapkan pada huruf ke-{token.start + 1}")
        return token

    def take_end(self) -> None:
        token = self.take()
        if token.kind != "end":
            raise ExpressionError(
                f"{token.value} pada huruf ke-{token.start + 1} tidak tersambung; kurang tanda?"
            )

    def sees(self, sign: str) -> bool:
        token = self.found[self.at]
        return token.kind == "sign" and token.value == sign

    def operator(self) -> str:
        token = self.found[self.at]
        return token.value if token.kind in ("sign", "word") and token.value in BIND else ""

    def climb(self, least: int, depth: int) -> Tree:
        if depth > DEEPEST:
            raise ExpressionError("ungkapan terlalu bertingkat; pecah menjadi isian terhitung")
        left = self.atom(depth)
        compared = False
        while (op := self.operator()) and BIND[op] >= least:
            self.operators += 1
            if self.operators > LONGEST_CHAIN:
                raise ExpressionError("ungkapan terlalu panjang; pecah menjadi isian terhitung")
            if BIND[op] == COMPARE and compared:
                raise ExpressionError("perbandingan tidak dapat dirangkai; sambung dengan and")
            self.take()
            right = self.climb(BIND[op] + 1, depth + 1)
            compared = BIND[op] == COMPARE
            left = Binary(op, left, right)
        return left

    def atom(self, depth: int) -> Tree:
        token = self.take()
        if token.kind == "number":
            if len(token.value) > 20:
                raise ExpressionError(f"angka {token.value} terlalu panjang")
            return Number(token.value)
        if token.kind == "text":
            return Text(token.value[1:-1].replace("''", "'"), (token.start, token.end))
        if token.kind == "word":
            return self.word(token, depth)
        if token.value == "-":
            return Negative(self.climb(NEGATIVE, depth + 1))
        if token.value == "(":
            inner = self.climb(1, depth + 1)
            self.expect(")")
            return inner
        if token.value == "[":
            return Listing(self.listing("]", depth))
        raise ExpressionError(f"isian atau angka diharapkan pada huruf ke-{token.start + 1}")

    def word(self, token: Token, depth: int) -> Tree:
        if token.value == "not":
            return Not(self.climb(NOT, depth + 1))
        if token.value in ("true", "false"):
            return Truth(token.value == "true")
        if token.value in BIND:
            raise ExpressionError(
                f"{token.value} pada huruf ke-{token.start + 1} tanpa isi di kiri"
            )
        span = (token.start, token.end)
        if self.sees("("):
            self.take()
            return Call(token.value, self.listing(")", depth), span)
        return Path(tuple(token.value.split(".")), span)

    def listing(self, close: str, depth: int) -> tuple[Tree, ...]:
        items: list[Tree] = []
        if not self.sees(close):
            items.append(self.climb(1, depth + 1))
            while self.sees(","):
                self.take()
                items.append(self.climb(1, depth + 1))
        self.expect(close)
        return tuple(items)


def below(tree: Tree) -> Iterator[Tree]:
    """The tree and everything in it, from left to right."""
    yield tree
    match tree:
        case Not(inner) | Negative(inner):
            yield from below(inner)
        case Listing(items) | Call(_, items):
            for item in items:
                yield from below(item)
        case Binary(_, left, right):
            yield from below(left)
            yield from below(right)


def paths(tree: Tree) -> tuple[str, ...]:
    """Every name used, with dots, each once: what a value depends on."""
    return tuple(dict.fromkeys(".".join(t.words) for t in below(tree) if isinstance(t, Path)))


def rewrite(source: str, change: Callable[[Path | Text], str | None]) -> str:
    """The source with names or texts replaced where `change` says so; the rest stays as typed.

    `change` gives the new path (`a.b`) or the new text (without quotes), or None to keep it.
    """
    out, end = [], 0
    for part in below(parse(source)):
        if isinstance(part, Path | Text) and (new := change(part)) is not None:
            out.append(source[end : part.at[0]])
            out.append("'" + new.replace("'", "''") + "'" if isinstance(part, Text) else new)
            end = part.at[1]
    return "".join(out) + source[end:]
