"""An expression or a path in the words of an office, as papers say it: names become labels.

`sum(rincian.subtotal) > 0` on an entity with such rows is "jumlah Subtotal (Rincian alat) > 0".
Only for reading: nothing is ever computed from these words.
"""

from __future__ import annotations

from typing import Any

from builder.kit.expression import ExpressionError, Tree, parse
from builder.kit.expression.tree import (
    BIND,
    Binary,
    Call,
    Listing,
    Negative,
    Not,
    Number,
    Path,
    Text,
    Truth,
)

from . import naming
from .model import Field, Spec

SIGNS = {
    "or": "atau",
    "and": "dan",
    "==": "=",
    "!=": "bukan",
    "<": "<",
    "<=": "≤",
    ">": ">",
    ">=": "≥",
    "in": "salah satu dari",
    "+": "+",
    "-": "−",
    "*": "×",
    "/": "÷",
}
CALLS = {
    "sum": "jumlah {0}",
    "min": "{0} terkecil",
    "max": "{0} terbesar",
    "avg": "rata-rata {0}",
    "count": "banyaknya {0}",
    "any": "ada baris dengan {0}",
    "all": "semua baris dengan {0}",
    "empty": "{0} kosong",
    "coalesce": "{0}, bila kosong {1}",
    "if": "{1} bila {0}, selain itu {2}",
    "round": "{0} dibulatkan sampai {1} angka di belakang koma",
    "abs": "{0} tanpa tanda minus",
    "today": "hari ini",
    "now": "saat ini",
    "year": "tahun dari {0}",
    "month": "bulan dari {0}",
    "day": "tanggal dari {0}",
    "age": "umur menurut {0}",
    "days": "banyaknya hari dari {0} sampai {1}",
    "add_days": "{1} hari sesudah {0}",
    "add_months": "{1} bulan sesudah {0}",
    "length": "panjang {0}",
    "upper": "{0} dengan huruf besar",
    "lower": "{0} dengan huruf kecil",
    "trim": "{0}",
    "contains": "{0} memuat {1}",
    "starts": "{0} diawali {1}",
    "text": "{0}",
    "has_role": "pengguna berperan {0}",
}
"""One phrase for each function of the language; `{0}` is its first argument."""
WORDS = {
    ("today",): "hari ini",
    ("now",): "saat ini",
    ("user", "unit"): "unit kerja pengguna",
    ("user", "name"): "nama pengguna",
    ("note",): "catatan",
}


def in_words(spec: Spec, table: str, source: str) -> str:
    """The expression, written on that entity or link, in labels; as typed when it can't be read."""
    try:
        return _Wording(spec, table).say(parse(source))
    except ExpressionError:
        return source


def path_labels(spec: Spec, table: str, path: str) -> list[str]:
    """`usaha.pelaku.nama` as the labels of its steps; rows of an inverse or link by their list."""
    return [label for label, _ in _steps(spec, table, path.lstrip("-").split("."))]


def _steps(spec: Spec, table: str, names: list[str]) -> list[tuple[str, Field | None]]:
    found: list[tuple[str, Field | None]] = []
    here = table
    for name in names:
        known = any(one.name == here for one in spec.tables)
        field = (
            next((f for f in spec.table(here).fields if f.name == name), None) if known else None
        )
        if field is not None:
            found.append((field.label or naming.label_of(name), field))
            here = field.reference.target if field.reference else ""
            continue
        label, here = _rows(spec, here, name)
        found.append((label, None))
    return found


def _rows(spec: Spec, table: str, name: str) -> tuple[str, str]:
    """Label and table of the rows that a list of that name shows."""
    for rows in spec.inverses(table):
        if rows.inverse.name == name:
            owner = rows.owner
            return rows.inverse.label or owner.label or naming.label_of(owner.name), owner.name
    for link in spec.links:
        if name == link.name or name in (link.names or ()):
            return link.label or naming.label_of(link.name), link.name
    return naming.label_of(name), ""


class _Wording:
    def __init__(self, spec: Spec, table: str) -> None:
        self.spec, self.table = spec, table

    def say(self, tree: Tree, least: int = 0, about: Field | None = None) -> str:
        """The tree in words; in brackets where it binds less than its surroundings."""
        match tree:
            case Number(text):
                return text.replace(".", ",")
            case Truth(value):
                return "ya" if value else "tidak"
            case Text(value):
                return f"“{self.value(value, about)}”"
            case Path(words):
                return self.path(words)
            case Listing(items):
                return ", ".join(self.say(item, 0, about) for item in items)
            case Negative(inner):
                return f"−{self.say(inner, 7)}"
            case Not(Call("empty", (inner,))):
                return f"{self.say(inner)} terisi"
            case Not(inner):
                return f"tidak ({self.say(inner)})"
            case Call(name, args):
                phrase = CALLS.get(name, f"{name} " + "{0}" * bool(args))
                return phrase.format(*(self.say(one) for one in args))
            case Binary(op, left, right):
                return self.binary(op, left, right, least)

    def binary(self, op: str, left: Tree, right: Tree, least: int) -> str:
        bind = BIND[op]
        field = self.field(left) or self.field(right)
        if op in ("==", "!=") and isinstance(right, Truth) and isinstance(left, Path):
            yes = right.value is (op == "==")
            return f"{self.say(left)}: {'ya' if yes else 'tidak'}"
        words = f"{self.say(left, bind, field)} {SIGNS[op]} {self.say(right, bind + 1, field)}"
        return f"({words})" if bind < least else words

    def field(self, tree: Tree) -> Field | None:
        if not isinstance(tree, Path):
            return None
        return _steps(self.spec, self.table, list(tree.words))[-1][1]

    def path(self, words: tuple[str, ...]) -> str:
        if words in WORDS:
            return WORDS[words]
        labels = [label for label, _ in _steps(self.spec, self.table, list(words))]
        return labels[-1] + (f" ({', '.join(labels[:-1])})" if labels[:-1] else "")

    def value(self, text: str, about: Field | None) -> str:
        """A choice, state or role by its label; any other text as it is."""
        named: list[Any] = [] if about else [*self.spec.roles]
        if about:
            flows = [one for one in self.spec.flows if about in self.spec.entity(one.entity).fields]
            named += getattr(about.options, "choices", ())
            named += [state for flow in flows for state in flow.states]
        found = next((one for one in named if one.name == text), None)
        return (found.label or naming.label_of(found.name)) if found else text
