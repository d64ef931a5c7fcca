"""What an expression gives, or why it makes no sense. Knows names only through a `World`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from .functions import DAYS, FUNCTIONS, NUMBERS, ORDERED, WRITABLE
from .tokens import ExpressionError
from .tree import (
    BIND,
    COMPARE,
    Binary,
    Call,
    Listing,
    Negative,
    Not,
    Number,
    Path,
    Span,
    Text,
    Tree,
    Truth,
)

KIND_WORDS = {
    "int": "bilangan bulat", "decimal": "bilangan desimal", "money": "rupiah", "text": "teks",
    "bool": "benar atau salah", "date": "tanggal", "datetime": "tanggal dan jam", "time": "jam",
    "choice": "pilihan", "choices": "banyak pilihan", "ref": "rujukan", "rows": "banyak baris",
    "file": "berkas", "point": "lokasi", "json": "data bebas", "list": "daftar",
}  # fmt: skip


@dataclass(frozen=True)
class Type:
    """What a value is: its kind, the entity of a ref or rows, the names of a choice.

    `many`: one value for each of many rows. `origin`: what the world says the choice's names
    belong to. `literals`: where written texts that become this value stand in the source.
    """

    kind: str
    entity: str = ""
    names: frozenset[str] = frozenset()
    many: bool = False
    origin: str = ""
    literals: tuple[Span, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return ("banyak " if self.many else "") + KIND_WORDS.get(self.kind, self.kind)


class World(Protocol):
    """The names an expression may use."""

    @property
    def units(self) -> str:
        """The entity of units, or nothing."""

    @property
    def roles(self) -> Mapping[str, str]:
        """Role -> what stands for it when names change."""

    def step(self, entity: str, word: str) -> Type | None:
        """What `word` is in that entity, or None."""

    def words(self, entity: str) -> Iterable[str]:
        """All words of that entity, for suggestions."""


@dataclass
class Inference:
    """The result of one look: the type, and what was found on the way, by place in the source."""

    type: Type = field(default_factory=lambda: Type("text"))
    steps: dict[Span, tuple[str, ...]] = field(default_factory=dict)
    """Path -> the origin of each of its words."""
    literals: dict[Span, str] = field(default_factory=dict)
    """Written text that is the name of a choice or role -> the origin of its list."""


def infer(
    tree: Tree,
    world: World,
    about: str,
    *,
    want: Type | str = "",
    extra: Mapping[str, Type] | None = None,
) -> Inference:
    """What the tree gives in the words of entity `about`.

    `want` is the kind (or type) that it must give; `extra` are names known here besides (`rows`,
    `note`). ExpressionError says in Indonesian what makes no sense.
    """
    look = _Look(world, about, dict(extra or {}))
    found = look.of(tree)
    if found.many or found.kind == "rows":
        raise ExpressionError(
            "hasilnya banyak baris; pakai sum, min, max, avg, count, any atau all"
        )
    if want:
        look.fits(found, want if isinstance(want, Type) else Type(want))
    look.seen.type = found
    return look.seen


class _Look:
    def __init__(self, world: World, about: str, extra: dict[str, Type]) -> None:
        self.world = world
        self.about = about
        self.extra = extra
        self.seen = Inference()

    def of(self, tree: Tree) -> Type:
        match tree:
            case Number(text):
                return Type("decimal" if "." in text else "int")
            case Text(value, at):
                return Type("text", names=frozenset({value}), literals=(at,))
            case Truth():
                return Type("bool")
            case Path(words, at):
                return self.path(words, at)
            case Not(inner):
                self.need(self.of(inner), "bool", "not")
                return Type("bool")
            case Negative(inner):
                return self.number(self.of(inner), "-")
            case Listing(items):
                raise ExpressionError("daftar [ ] hanya di kanan in" if items else "daftar kosong")
            case Call(name, args):
                return self.call(name, args)
            case Binary(op, left, right):
                return self.binary(op, left, right)

    def path(self, words: tuple[str, ...], at: Span) -> Type:
        here, many = Type("ref", self.about), False
        origins: list[str] = []
        for place, word in enumerate(words):
            if place == 0 and word == "user":
                here = Type("ref", "user")
            elif place == 0 and word in self.extra:
                here = self.extra[word]
            else:
                here = self.step(here, words, place)
            many = many or here.kind == "rows" or here.many
            origins.append(here.origin)
        self.seen.steps[at] = tuple(origins)
        return replace(here, many=many)

    def step(self, here: Type, words: tuple[str, ...], place: int) -> Type:
        word = words[place]
        if here.kind not in ("ref", "rows"):
            raise ExpressionError(f"{'.'.join(words[:place])} bukan rujukan, tidak punya {word}")
        if here.entity == "user":
            return self.user(word)
        found = self.world.step(here.entity, word)
        if found is None:
            near = difflib.get_close_matches(word, list(self.world.words(here.entity)), 1)
            hint = f"; maksud Anda {near[0]}?" if near else ""
            raise ExpressionError(f"{here.entity} tidak punya {word}{hint}")
        return found

    def user(self, word: str) -> Type:
        if word == "unit":
            if not self.world.units:
                raise ExpressionError("user.unit perlu entitas unit; isi kunci units pada aplikasi")
            return Type("ref", self.world.units)
        kinds = {"name": Type("text"), "id": Type("int")}
        if word not in kinds:
            raise ExpressionError(f"user tidak punya {word}; ada user.unit, user.name, user.id")
        return kinds[word]

    def binary(self, op: str, left: Tree, right: Tree) -> Type:
        if op == "in":
            return self.within(left, right)
        a, b = self.of(left), self.of(right)
        for side in (a, b):
            if side.many or side.kind == "rows":
                raise ExpressionError(
                    "ada banyak baris; pakai sum, min, max, avg, count, any atau all"
                )
        if op in ("and", "or"):
            self.need(a, "bool", op)
            self.need(b, "bool", op)
            return Type("bool")
        if BIND[op] == COMPARE:
            self.comparable(a, b, op)
            return Type("bool")
        return self.arithmetic(op, a, b)

    def arithmetic(self, op: str, a: Type, b: Type) -> Type:
        if op == "+" and a.kind == b.kind == "text":
            return Type("text")
        if op in "+-" and a.kind == "date" and b.kind == "int":
            return Type("date")
        if op == "-" and a.kind in DAYS and b.kind in DAYS:
            return Type("int")
        self.number(a, op)
        self.number(b, op)
        money = [side for side in (a, b) if side.kind == "money"]
        if op == "*" and len(money) == 2:
            raise ExpressionError("rupiah kali rupiah tidak ada artinya")
        if op == "/":
            return Type("money" if a.kind == "money" and len(money) == 1 else "decimal")
        if op in "+-" and len(money) == 1:
            raise ExpressionError("rupiah hanya dapat ditambah atau dikurangi rupiah")
        if money:
            return Type("money")
        return Type("decimal" if "decimal" in (a.kind, b.kind) else "int")

    def within(self, left: Tree, right: Tree) -> Type:
        a = self.one(self.of(left))
        if not isinstance(right, Listing) or not right.items:
            raise ExpressionError(
                "di kanan in ditulis daftar, misalnya status in ['draf', 'batal']"
            )
        for item in right.items:
            self.comparable(a, self.one(self.of(item)), "==")
        return Type("bool")

    def one(self, found: Type) -> Type:
        if found.many or found.kind == "rows":
            raise ExpressionError("ada banyak baris; pakai sum, min, max, avg, count, any atau all")
        return found

    def number(self, found: Type, word: str) -> Type:
        if found.kind not in NUMBERS or found.many:
            raise ExpressionError(f"{word} perlu angka, bukan {found}")
        return found

    def need(self, found: Type, kind: str, word: str) -> None:
        if found.kind != kind or found.many:
            raise ExpressionError(f"{word} perlu {Type(kind)}, bukan {found}")

    def comparable(self, a: Type, b: Type, op: str) -> None:
        self.names(a, b)
        self.names(b, a)
        groups = (NUMBERS, DAYS, {"text", "choice"}, {"bool"}, {"ref"}, {"time"})
        if not any(a.kind in group and b.kind in group for group in groups):
            raise ExpressionError(f"{a} tidak dapat dibandingkan dengan {b}")
        if a.kind == "ref" and a.entity != b.entity:
            raise ExpressionError(f"rujukan ke {a.entity} dibandingkan dengan ke {b.entity}")
        if op not in ("==", "!=") and a.kind not in ORDERED:
            raise ExpressionError(f"{a} hanya dapat dibandingkan dengan == atau !=")

    def names(self, choice: Type, text: Type) -> None:
        """A written text beside a choice must be one of its names."""
        if choice.kind != "choice" or text.kind != "text" or not text.literals:
            return
        odd = sorted(text.names - choice.names)
        if odd:
            known = ", ".join(sorted(choice.names)) or "belum ada"
            raise ExpressionError(f"{odd[0]!r} bukan salah satu pilihan ({known})")
        self.seen.literals.update(dict.fromkeys(text.literals, choice.origin))

    def call(self, name: str, args: tuple[Tree, ...]) -> Type:
        function = FUNCTIONS.get(name)
        if function is None:
            near = difflib.get_close_matches(name, FUNCTIONS, 1)
            hint = f"; maksud Anda {near[0]}?" if near else ""
            raise ExpressionError(f"fungsi {name} tidak ada{hint}")
        if len(args) != len(function.takes):
            raise ExpressionError(f"{name} perlu {len(function.takes)} isi, bukan {len(args)}")
        found: list[Type] = []
        for word, arg in zip(function.takes, args, strict=True):
            got = self.of(arg)
            self.argument(name, word, arg, got, found)
            found.append(got)
        if function.gives == "average":
            return Type("money" if found[0].kind == "money" else "decimal")
        if function.gives in ("1", "2"):
            return self.joined(found[int(function.gives) - 1 :])
        return Type(function.gives)

    def joined(self, same: list[Type]) -> Type:
        """One of several values: the wider kind, the names and written texts of all."""
        kind = next(
            (k for k in ("money", "decimal", "choice") if any(t.kind == k for t in same)), ""
        )
        all_written = all(t.literals or t.kind == "choice" for t in same)
        return Type(
            kind or same[0].kind,
            same[0].entity,
            frozenset().union(*(t.names for t in same)) if all_written else frozenset(),
            origin=next((t.origin for t in same if t.kind == "choice"), ""),
            literals=tuple(span for t in same for span in t.literals) if all_written else (),
        )

    def argument(self, name: str, word: str, arg: Tree, got: Type, before: list[Type]) -> None:
        if word in ("numbers", "ordered", "bools"):
            kinds = {"numbers": NUMBERS, "ordered": ORDERED, "bools": frozenset({"bool"})}[word]
            if not got.many or got.kind not in kinds:
                raise ExpressionError(
                    f"{name} perlu isian dari banyak baris, misalnya rincian.jumlah, bukan {got}"
                )
        elif word == "rows":
            if got.kind != "rows":
                raise ExpressionError(f"{name} perlu nama baris, misalnya rincian, bukan {got}")
        elif word == "digits":
            if not isinstance(arg, Number) or arg.text not in "0123456":
                raise ExpressionError(f"{name} perlu angka tertulis 0 sampai 6")
        elif word == "role":
            self.role(arg)
        elif word == "any":
            if got.many and got.kind != "rows":
                raise ExpressionError(f"{name} perlu satu nilai atau nama baris, bukan {got}")
        else:
            self.single(name, word, self.one(got), before)

    def single(self, name: str, word: str, got: Type, before: list[Type]) -> None:
        kinds = {
            "number": NUMBERS,
            "day": DAYS,
            "writable": WRITABLE,
            "text": frozenset({"text", "choice"}),
        }
        if word == "same":
            first = before[-1]
            numbers = {first.kind, got.kind} <= NUMBERS
            self.names(first, got)
            self.names(got, first)
            texts = {first.kind, got.kind} == {"text", "choice"}
            same = first.kind == got.kind and first.entity == got.entity
            if not (numbers or texts or same):
                raise ExpressionError(f"{name}: {first} dan {got} tidak sejenis")
        elif word != "value" and got.kind not in kinds.get(word, frozenset({word})):
            wanted = {"number": "angka", "day": "tanggal", "writable": "teks, angka atau tanggal"}
            raise ExpressionError(f"{name} perlu {wanted.get(word, Type(word))}, bukan {got}")

    def role(self, arg: Tree) -> None:
        if not isinstance(arg, Text):
            raise ExpressionError("has_role perlu nama peran dalam tanda petik")
        if arg.value not in self.world.roles:
            known = ", ".join(sorted(self.world.roles)) or "belum ada"
            raise ExpressionError(f"peran {arg.value!r} tidak ada ({known})")
        self.seen.literals[arg.at] = self.world.roles[arg.value]

    def fits(self, found: Type, want: Type) -> None:
        """Does the result fit what it is for? A whole number fits a decimal, not the reverse."""
        wider = {
            "decimal": {"int"},
            "money": {"int", "decimal"},
            "choice": {"text"},
            "datetime": {"date"},
        }
        self.names(want, found)
        if want.kind == "choice" and found.kind == "text" and not found.literals:
            raise ExpressionError("hasil harus salah satu pilihan, ditulis dalam tanda petik")
        if want.kind == "text" and found.kind == "choice":
            return
        if found.kind != want.kind and found.kind not in wider.get(want.kind, set()):
            raise ExpressionError(f"hasilnya harus {want}, bukan {found}")
        if want.kind == "ref" and want.entity and found.entity != want.entity:
            raise ExpressionError(f"hasilnya harus rujukan ke {want.entity}, bukan {found.entity}")
