"""Two specifications -> sentences that an official can read.

Nodes are compared by id, names inside references, paths and expressions as the ids they stand
for: renaming an entity is one sentence. What a new node brings with it is not told again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from .diff_rights import rights
from .diff_side import Side
from .diff_words import DEFAULTS, KEYS, SWITCHES, TYPES, keeps_data, list_of
from .model import Spec

SentenceKind = Literal["added", "removed", "changed", "moved", "renamed", "rights"]


@dataclass(frozen=True)
class Sentence:
    """One difference: words, the node it is about, and whether stored data would be lost."""

    text: str
    node_id: str
    kind: SentenceKind
    loses_data: bool = False


HOLDS_DATA = ("Entitas", "Isian", "Hubungan")
HOLDS_VALUES = ("Pilihan", "Status")


def diff(old: Spec, new: Spec) -> tuple[Sentence, ...]:
    """From the old to the new, in the order: names, changes, new, gone, order, rights, words."""
    if old is new:
        return ()
    if old.id != new.id:  # two files that were never one: still two applications to compare
        old = old.model_copy(update={"id": new.id})
    return tuple(_Difference(Side(old), Side(new)).sentences())


class _Difference:
    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = old, new
        self.both = [ident for ident in new.nodes if ident in old.nodes]
        self.swapped: set[str] = set()

    def sentences(self) -> Iterator[Sentence]:
        yield from self.swaps()
        for ident in self.both:
            yield from self.named(ident)
            yield from self.moved(ident)
            yield from self.changed(ident)
        yield from self.added()
        yield from self.removed()
        for ident in self.both:
            yield from self.order(ident)
        for ident, text in rights(self.old, self.new):
            yield Sentence(text, ident, "rights")
        yield from self.translations()

    # ---- names

    def swaps(self) -> Iterator[Sentence]:
        """Two siblings that took each other's name: nothing moves but the names."""
        renamed = {i: (self.name(self.old, i), self.name(self.new, i)) for i in self.both}
        renamed = {ident: pair for ident, pair in renamed.items() if pair[0] != pair[1]}
        turned = {
            (self.old.nodes[ident].parent, self.old.nodes[ident].kind, pair): ident
            for ident, pair in renamed.items()
        }
        for ident, (before, after) in renamed.items():
            told = self.old.nodes[ident]
            other = turned.get((told.parent, told.kind, (after, before)))
            if other and ident not in self.swapped:
                self.swapped |= {ident, other}
                where = self.new.call(told.parent)
                text = f"{where}: nama {before} dan {after} bertukar; isi masing-masing tetap."
                yield Sentence(text, ident, "renamed")

    def name(self, side: Side, ident: str) -> str:
        return str(side.nodes[ident].raw.get("name", ""))

    def named(self, ident: str) -> Iterator[Sentence]:
        if ident in self.swapped:
            return
        before, after = self.name(self.old, ident), self.name(self.new, ident)
        was, now = self.old.call(ident), self.new.call(ident)
        kind = self.new.nodes[ident].kind
        place = self.new.place(ident)
        where = f" pada {place}" if place else ""
        if before != after and was != now:
            text = f"{kind} {was}{where} berganti nama menjadi {now}"
            yield Sentence(f"{text} ({before} → {after}).", ident, "renamed")
        elif before != after:
            text = f"{kind} {now}{where}: nama teknis {before} menjadi {after}."
            yield Sentence(text, ident, "renamed")
        elif was != now and not self.by_screen(ident):
            text = f"{kind} {was}{where}: sebutan menjadi {now}."
            yield Sentence(text, ident, "renamed")

    def by_screen(self, ident: str) -> bool:
        """A menu entry that is only called after its screen."""
        return not any(side.nodes[ident].raw.get("label") for side in (self.old, self.new))

    # ---- changes

    def moved(self, ident: str) -> Iterator[Sentence]:
        was, now = self.old.nodes[ident], self.new.nodes[ident]
        if was.parent and was.parent != now.parent:
            there, here = self.old.place(ident) or "atas", self.new.place(ident) or "atas"
            text = f"{now.kind} {self.new.call(ident)} pindah dari {there} ke {here}."
            yield Sentence(text, ident, "moved")

    def changed(self, ident: str) -> Iterator[Sentence]:
        a, b = self.old.props(ident), self.new.props(ident)
        same_a, same_b = self.old.props(ident, same=True), self.new.props(ident, same=True)
        if a.get("type", "text") != b.get("type", "text"):
            yield self.retyped(ident, a.get("type", "text"), b.get("type", "text"))
            a, b = ({k: v for k, v in c.items() if not k.startswith("options.")} for c in (a, b))
        for key in sorted(a.keys() | b.keys()):
            if key != "type" and same_a.get(key) != same_b.get(key):
                text, loses = self.change(ident, key, a.get(key), b.get(key))
                stop = "" if text.endswith((".”", "?”", "!”")) else "."
                yield Sentence(f"{self.new.title(ident)}: {text}{stop}", ident, "changed", loses)

    def retyped(self, ident: str, before: str, after: str) -> Sentence:
        loses = not keeps_data(before, after)
        text = f"{self.new.title(ident)}: tipe {_type(before)} menjadi {_type(after)}"
        more = "; isi yang tidak cocok akan hilang" if loses else ""
        return Sentence(f"{text}{more}.", ident, "changed", loses)

    def change(self, ident: str, key: str, before: Any, after: Any) -> tuple[str, bool]:
        last = key.rpartition(".")[2]
        if last in SWITCHES and isinstance(before if before is not None else after, bool):
            on, off = SWITCHES[last]
            now = bool(after if after is not None else not before)
            return f"kini {on if now else off}{self.first_value(ident, last, now)}", False
        word = KEYS.get(last, last)
        if isinstance(before or after, list) and not isinstance((before or after)[0], list):
            return f"{word} {self.listed(ident, key, before or [], after or [])}", False
        loses = last == "max_length" and _shorter(before, after)
        if last in DEFAULTS and self.new.nodes[ident].kind in ("Isian", "Status", "Langkah"):
            before, after = before or DEFAULTS[last], after or DEFAULTS[last]
        was, now_ = self.old.show(ident, key, before), self.new.show(ident, key, after)
        if before is None:
            return f"{word} kini {now_}", False
        if after is None:
            return f"{word} {was} dihapus", False
        more = "; isi yang lebih panjang akan terpotong" if loses else ""
        return f"{word} {was} menjadi {now_}{more}", loses

    def first_value(self, ident: str, key: str, now: bool) -> str:
        needs = key == "required" and now and "default" not in self.new.props(ident)
        return "; baris lama yang kosong perlu diisi" if needs else ""

    def listed(self, ident: str, key: str, before: list[Any], after: list[Any]) -> str:
        def words(side: Side, written: list[Any]) -> dict[str, str]:
            same = side.props(ident, same=True).get(key, [])
            return {
                str(one): side.show(ident, key, each)
                for one, each in zip(same, written, strict=True)
            }

        was, now = words(self.old, before), words(self.new, after)
        plus = [word for one, word in now.items() if one not in was]
        minus = [word for one, word in was.items() if one not in now]
        said = [f"ditambah {list_of(plus)}"] if plus else []
        said += [f"dikurangi {list_of(minus)}"] if minus else []
        return "; ".join(said) or "berubah urutannya"

    # ---- new and gone

    def added(self) -> Iterator[Sentence]:
        for ident, told in self.new.nodes.items():
            if ident in self.old.nodes or told.parent not in self.old.nodes:
                continue
            yield Sentence(f"{self.new.title(ident)}: baru{self.brings(ident)}.", ident, "added")

    def brings(self, ident: str) -> str:
        told = self.new.nodes[ident]
        if told.kind == "Isian":
            raw = told.raw
            needed = "wajib" if raw.get("required") else "tidak wajib"
            empty = raw.get("required") and raw.get("default") is None and not raw.get("computed")
            more = "; baris lama perlu diisi" if empty else ""
            return f" ({_type(raw.get('type', 'text'))}, {needed}){more}"
        inside = [self.new.call(child) for child in self.new.children(ident)]
        if told.kind in ("Entitas", "Hubungan", "Alur") and inside:
            shown = inside if len(inside) < 9 else [*inside[:8], f"{len(inside) - 8} lainnya"]
            return f", dengan {list_of(shown)}"
        return ""

    def removed(self) -> Iterator[Sentence]:
        for ident, told in self.old.nodes.items():
            if ident in self.new.nodes or told.parent not in self.new.nodes:
                continue
            loses = told.kind in (*HOLDS_DATA, *HOLDS_VALUES)
            computed = bool(told.raw.get("computed"))
            more = ""
            if told.kind in HOLDS_VALUES:
                more = "; baris yang memakainya perlu nilai lain"
            elif loses and not computed:
                more = "; isinya ikut hilang"
            text = f"{self.old.title(ident)}: dihapus{more}."
            yield Sentence(text, ident, "removed", loses and not computed)

    def order(self, ident: str) -> Iterator[Sentence]:
        """Children whose place among those that stayed is another."""
        was, now = self.old.children(ident), self.new.children(ident)
        places = {child: nth for nth, child in enumerate(was)}
        for key in dict.fromkeys(self.new.nodes[child].key for child in now):
            stayed = [c for c in now if c in places and self.new.nodes[c].key == key]
            kept = _longest([places[child] for child in stayed])
            moved = [child for child in stayed if places[child] not in kept]
            if not moved:
                continue
            kind = self.new.nodes[moved[0]].kind
            place = self.new.call(ident) if self.new.nodes[ident].parent else ""
            where = f" pada {place}" if place else ""
            text = f"{kind} {list_of([self.new.call(c) for c in moved])}{where}: urutan berubah."
            yield Sentence(text, moved[0], "moved")

    def translations(self) -> Iterator[Sentence]:
        was, now = (
            {(lang, text): said for lang, words in side.spec.i18n.items()
             for text, said in words.items()}
            for side in (self.old, self.new)
        )  # fmt: skip
        changed = [key for key in {**was, **now} if was.get(key) != now.get(key)]
        if changed:
            shown = ", ".join(text for _, text in changed[:3])
            more = ", …" if len(changed) > 3 else ""
            text = f"Terjemahan: {len(changed)} teks berubah ({shown}{more})."
            yield Sentence(text, self.new.spec.id, "changed")


def _type(key: str) -> str:
    return TYPES.get(key, key.replace("_", " "))


def _shorter(before: Any, after: Any) -> bool:
    return (before or 200) > (after or 200)


def _longest(numbers: list[int]) -> set[int]:
    """The longest rising part: what stayed in order; the rest has moved."""
    best: list[list[int]] = [[]]
    for number in numbers:
        longest: list[int] = []
        for one in best:
            if len(one) > len(longest) and one[-1] < number:
                longest = one
        best.append([*longest, number])
    return set(next(one for one in best if len(one) == max(map(len, best))))
