"""The nodes of a specification: entities, fields, links, roles and flows, and the whole.

Read this as the grammar. Screens stand in `screens.py`, options of field types in `options.py`.
Everything is frozen. A key that holds a name says which kind of name by its annotation
(`scalars.Holds`); check, diff, rename and completion read that and nothing else.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    Field as Key,
    PrivateAttr,
    ValidationInfo,
    field_validator,
    model_validator,
)

from .base import FrozenMap, Ided, Named, Node
from .options import Inverse, ReferenceOptions
from .scalars import (
    Bool,
    Condition,
    Default,
    EntityName,
    Expr,
    FieldName,
    FieldPath,
    Holds,
    Label,
    Name,
    PublicityName,
    RoleName,
    StateName,
    Text,
    doc,
)
from .screens import AnyScreen, MenuItem

_N = TypeVar("_N", bound=Named)
Privacy = Literal["none", "general", "specific"]
Verb = Literal["read", "create", "update", "delete", "export", "import"]


class Field(Named):
    """One column of an entity. `options` is the frozen options model of its type."""

    type: Name = doc("Tipe isian; bawaan text.", "text")
    definition: Text | None = doc("Arti kolom untuk kamus data.")
    help: Text | None = doc("Petunjuk di bawah isian.")
    measure: Label | None = doc("Satuan (Satu Data).")
    required: Bool = doc("Wajib diisi.", False)
    required_if: Condition | None = doc("Wajib diisi bila ungkapan ini benar.")
    visible_if: Condition | None = doc("Tampil hanya bila benar.")
    readonly_if: Condition | None = doc("Tidak dapat diubah bila benar.")
    unique: Bool = doc("Tidak boleh kembar.", False)
    default: Default | None = doc("Nilai awal; today, now dan user.unit dikenal oleh tipenya.")
    computed: Annotated[Expr, Holds("expr", want="own")] | None = doc(
        "Dihitung, tidak diisi; disimpan oleh gerbang."
    )
    privacy: Privacy | None = doc("Kelas UU 27/2022; bawaan: dari entitas.")
    publicity: PublicityName | None = doc(
        "open, atau nama pengecualian (UU 14/2008); bawaan: dari entitas."
    )
    options: Any = Key(default=None, validate_default=True, description="Menurut tipe.")

    @field_validator("type")
    @classmethod
    def _known_type(cls, value: str, info: ValidationInfo) -> str:
        types = (info.context or {}).get("types", {})
        if value not in types:
            near = difflib.get_close_matches(value, types, 1)
            hint = f"maksud Anda {near[0]}?" if near else f"pilihannya {', '.join(sorted(types))}"
            raise ValueError(f"tipe {value!r} tidak dikenal; {hint}")
        return value

    @field_validator("options", mode="before")
    @classmethod
    def _typed_options(cls, value: Any, info: ValidationInfo) -> Any:
        known = (info.context or {}).get("types", {}).get(info.data.get("type", ""))
        if known is None or isinstance(value, known.options):
            return value
        return known.options.model_validate({} if value is None else value, context=info.context)

    @property
    def reference(self) -> ReferenceOptions | None:
        """The reference's options, or None for a field that is no reference."""
        return self.options if isinstance(self.options, ReferenceOptions) else None


class Check(Ided):
    """A rule across fields of one row."""

    name: Name = Key(description="Nama teknis aturan.")
    test: Condition = Key(description="Harus benar agar dapat disimpan.")
    message: Text = Key(description="Kata-kata bila tidak benar.")
    fields: tuple[FieldName, ...] = doc("Di bawah isian mana pesan tampil.", ())


class Entity(Named):
    """A table of things that people name with one word."""

    plural: Label | None = doc("Sebutan untuk banyak; bawaan: label.")
    description: Text | None = doc("Apa isinya, satu kalimat.")
    display: tuple[FieldPath, ...] = doc("Isian yang mewakili baris; bawaan: teks pertama.", ())
    tree: FieldName | None = doc("Rujukan ke diri sendiri yang membentuk pohon.")
    unit_by: FieldPath | None = doc("Jalan ke unit pemilik baris, untuk cakupan unit.")
    privacy: Privacy | None = doc("Kelas bawaan isian entitas ini.")
    publicity: PublicityName | None = doc("Kelas bawaan isian entitas ini.")
    history: Bool = doc("Simpan riwayat perubahan.", True)
    soft_delete: Bool = doc("Hapus ke keranjang.", True)
    fields: tuple[Field, ...] = Key(min_length=1, description="Isian, menurut urutan tampil.")
    unique: tuple[tuple[FieldName, ...], ...] = doc("Gabungan isian yang tidak boleh kembar.", ())
    indexes: tuple[tuple[FieldName, ...], ...] = doc("Gabungan isian yang sering dicari.", ())
    checks: tuple[Check, ...] = doc("Aturan antar-isian.", ())

    def field(self, name: str) -> Field:
        """The field of that name; KeyError says which one is missing."""
        return _by_name(self.fields, name, self.name)


class Link(Named):
    """Many-to-many between two entities, with fields of its own; a table like an entity's."""

    between: tuple[EntityName, EntityName] = Key(description="Dua entitas.")
    names: tuple[Name, Name] | None = doc("Nama tiap sisi; wajib bila entitasnya sama.")
    labels: tuple[Label, Label] | None = doc("Sebutan di tiap sisi.")
    privacy: Privacy | None = doc("Kelas bawaan isian hubungan ini.")
    publicity: PublicityName | None = doc("Kelas bawaan isian hubungan ini.")
    fields: tuple[Field, ...] = doc("Isian hubungan itu sendiri.", ())

    @property
    def ends(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """((name of the reference, entity), …) for both ends."""
        first, second = self.names or self.between
        return (first, self.between[0]), (second, self.between[1])

    def field(self, name: str) -> Field:
        """The field of that name; KeyError says which one is missing."""
        return _by_name(self.fields, name, self.name)


class Exclusion(Named):
    """A legal ground for keeping information closed, written once and named by fields."""

    basis: Text = Key(description="Dasar hukum.")
    reason: Text | None = doc("Akibat bila dibuka.")
    until: Text | None = doc("Sampai kapan dikecualikan.")


class Grant(Node):
    """What a role may do with some entities; the most specific grant wins, there is no union."""

    entities: tuple[
        Annotated[str, Key(pattern=r"^(\*|[a-z][a-z0-9_]{0,54})$"), Holds("entity", also=("*",))],
        ...,
    ] = Key(min_length=1, description="Nama entitas atau hubungan; * untuk semua.")
    can: tuple[Verb, ...] = doc("Apa yang boleh.", ("read",))
    rows: Annotated[Expr, Holds("scope", want="bool")] = doc(
        "all, own, unit, atau ungkapan.", "all"
    )
    hide: tuple[FieldName, ...] = doc("Isian yang disembunyikan.", ())
    readonly: tuple[FieldName, ...] = doc("Isian yang hanya dibaca.", ())


class Role(Named):
    """A group of users with the same rights."""

    public: Bool = doc("Tanpa masuk.", False)
    grants: tuple[Grant, ...] = doc("Hak atas entitas.", ())

    def grant(self, entity: str) -> Grant | None:
        """The grant that holds for that entity, or None when the role has none."""
        named = next((grant for grant in self.grants if entity in grant.entities), None)
        return named or next((grant for grant in self.grants if "*" in grant.entities), None)


class State(Named):
    """A station of a flow."""

    kind: Literal["running", "done", "failed"] = doc("Masih berjalan, selesai, gagal.", "running")
    open: tuple[FieldName, ...] = doc("Isian yang tetap dapat diubah; status awal: semua.", ())


class Transition(Named):
    """A step that someone takes with a row, from some states to one."""

    at: tuple[StateName, ...] = Key(min_length=1, description="Dari status mana.")
    to: StateName = Key(description="Ke status mana.")
    by: tuple[RoleName, ...] = Key(min_length=1, description="Peran yang boleh; owner = pembuat.")
    note: Literal["none", "optional", "required"] = doc("Catatan pada langkah ini.", "none")
    needs: Condition | None = doc("Syarat; pesan bila tidak terpenuhi di message.")
    message: Text | None = doc("Kata-kata bila syarat tidak terpenuhi.")
    sets: Annotated[
        Mapping[FieldName, Annotated[Expr, Holds("expr", extra=("note",))]],
        AfterValidator(FrozenMap),
    ] = doc("Isian yang diisi saat langkah ini; note = catatannya.", FrozenMap())
    tells: tuple[RoleName, ...] = doc("Peran, atau owner, yang diberi tahu.", ())


class Flow(Named):
    """The way of a row through its states; the state lives in the entity's field `type: state`."""

    entity: EntityName = Key(description="Entitas yang menempuh alur.")
    states: tuple[State, ...] = Key(min_length=2, description="Yang pertama adalah status awal.")
    transitions: tuple[Transition, ...] = Key(min_length=1, description="Langkah-langkah.")


@dataclass(frozen=True)
class InverseRows:
    """Rows of `owner` that point to an entity through `field`, seen there under `inverse.name`."""

    owner: Entity | Link
    field: Field
    inverse: Inverse


Translations = Annotated[Mapping[Text, Text], AfterValidator(FrozenMap)]


class Spec(Ided):
    """One whole application: what it is, who may do what, how it flows, what is seen."""

    rakit: Literal[1] = Key(description="Versi bahasa; baris pertama.")
    name: Name = Key(description="Nama teknis aplikasi.")
    label: Label | None = doc("Nama aplikasi; bawaan: dari name.")
    description: Text | None = doc("Untuk apa aplikasi ini.")
    owner: Label | None = doc("Perangkat daerah pemilik.")
    language: Literal["id", "en"] = doc("Bahasa sebutan di berkas ini.", "id")
    units: EntityName | None = doc("Entitas unit kerja; pengguna punya satu.")
    exclusions: tuple[Exclusion, ...] = doc("Pengecualian informasi.", ())
    entities: tuple[Entity, ...] = Key(min_length=1, description="Entitas.")
    links: tuple[Link, ...] = doc("Hubungan banyak-ke-banyak.", ())
    roles: tuple[Role, ...] = doc("Peran dan haknya.", ())
    flows: tuple[Flow, ...] = doc("Alur.", ())
    screens: tuple[AnyScreen, ...] = doc("Layar; bawaan dibuat dari entitas.", ())
    menu: tuple[MenuItem, ...] = doc("Menu; bawaan: daftar-daftar.", ())
    i18n: Annotated[
        Mapping[Literal["en", "id"], Translations],
        AfterValidator(FrozenMap),
    ] = doc("Bahasa -> teks asal -> terjemahan.", FrozenMap())
    _source: str = PrivateAttr(default="")
    _inverses: dict[str, tuple[InverseRows, ...]] | None = PrivateAttr(default=None)

    @model_validator(mode="before")
    @classmethod
    def _version(cls, raw: Any) -> Any:
        if isinstance(raw, dict) and raw.get("rakit") in ("1", 1):
            return {**raw, "rakit": 1}
        return raw

    @property
    def source(self) -> str:
        """The text that this was loaded from (for line numbers), or nothing."""
        return self._source

    @property
    def tables(self) -> tuple[Entity | Link, ...]:
        """Entities, then links: everything that has fields."""
        return (*self.entities, *self.links)

    def entity(self, name: str) -> Entity:
        """The entity of that name; KeyError says which one is missing."""
        return _by_name(self.entities, name, self.name)

    def table(self, name: str) -> Entity | Link:
        """The entity or link of that name; KeyError says which one is missing."""
        return _by_name(self.tables, name, self.name)

    def flow_of(self, entity: str) -> Flow | None:
        """The flow that rows of the entity take, if any."""
        return next((flow for flow in self.flows if flow.entity == entity), None)

    def inverses(self, entity: str) -> tuple[InverseRows, ...]:
        """Which rows of which entity are listed at the given one, in the order of the file."""
        if self._inverses is None:
            found: dict[str, list[InverseRows]] = {}
            for table in self.tables:
                for field in table.fields:
                    to = field.reference
                    if to and to.inverse:
                        rows = InverseRows(table, field, to.inverse)
                        found.setdefault(to.target, []).append(rows)
            self._inverses = {target: tuple(rows) for target, rows in found.items()}
        return self._inverses.get(entity, ())

    def links_of(self, entity: str) -> tuple[Link, ...]:
        """The many-to-many links that have the entity as one end."""
        return tuple(link for link in self.links if entity in link.between)


def _by_name(nodes: Sequence[_N], name: str, where: str) -> _N:
    for node in nodes:
        if node.name == name:
            return node
    raise KeyError(f"{where} has no {name}")


def walk(node: Node) -> Iterator[Ided]:
    """The node and every node with an id below it, in the order of the file."""
    if isinstance(node, Ided):
        yield node
    for value in node.__dict__.values():
        for child in value if isinstance(value, tuple) else (value,):
            if isinstance(child, Node):
                yield from walk(child)
