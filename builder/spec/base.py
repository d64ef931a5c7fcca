"""What every node of a specification is: frozen, closed, and mostly with an id."""

from __future__ import annotations

from typing import Any, NoReturn

from pydantic import BaseModel, ConfigDict, Field as Key

from .scalars import Id, Label, Name, Text, doc


class Node(BaseModel):
    """A frozen part of a specification; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Ided(Node):
    """A node that remarks, diffs and migrations can point at."""

    id: Id = Key(description="Tanda tetap; dibuat mesin, jangan diubah.")
    remark: Text | None = doc("Catatan penyusun; pengganti komentar, yang tidak disimpan portal.")


class Named(Ided):
    """A node with a technical name; its label is made from the name when it is not written."""

    name: Name = Key(description="Nama teknis: huruf kecil, angka, garis bawah.")
    label: Label | None = doc("Nama yang dibaca orang; bawaan: dari name.")


class FrozenMap(dict[str, Any]):
    """A dict that nobody changes; equal to a dict of the same content, hashable, picklable."""

    def _refuse(self, *args: object, **more: object) -> NoReturn:
        raise TypeError("a specification is frozen; make a new one")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))

    def __reduce__(self) -> tuple[object, ...]:
        return (FrozenMap, (dict(self),))
