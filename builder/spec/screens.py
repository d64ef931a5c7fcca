"""Screens: what people see. `list`, `form` and `detail` are made by `expand` when absent."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Key

from .base import Ided, Named
from .scalars import (
    Bool,
    Condition,
    Count,
    EntityName,
    Expr,
    FieldName,
    FieldPath,
    Holds,
    Label,
    Name,
    RoleName,
    RowsName,
    ScreenName,
    SortPath,
    Text,
    doc,
)


class Section(Ided):
    """A titled block of a form or detail page: fields, or the rows of an inverse or link."""

    label: Label = Key(description="Judul bagian.")
    fields: tuple[FieldPath, ...] = doc("Isian, menurut urutan tampil.", ())
    rows: RowsName | None = doc("Daftar atau hubungan yang barisnya tampil di sini.")
    columns: Annotated[Count, Key(ge=1, le=4)] = doc("Isian per baris.", 2)
    visible_if: Condition | None = doc("Tampil hanya bila benar.")


class Tab(Ided):
    """A tab of a form or detail page."""

    label: Label = Key(description="Judul tab.")
    sections: tuple[Section, ...] = Key(min_length=1, description="Bagian-bagian.")


class View(Ided):
    """A saved view of a list: a name for a condition."""

    label: Label = Key(description="Judul tampilan tersimpan.")
    where: Condition = Key(description="Baris mana.")


class Screen(Named):
    """What the screens about one entity have in common."""

    entity: EntityName = Key(description="Entitas yang ditampilkan.")
    roles: tuple[RoleName, ...] = doc("Bawaan: semua yang boleh membaca.", ())


class ListScreen(Screen):
    """Rows in a table, with filters, order and saved views."""

    kind: Literal["list"]
    columns: tuple[FieldPath, ...] = doc("Kolom.", ())
    filters: tuple[FieldPath, ...] = doc("Saringan.", ())
    sort: tuple[SortPath, ...] = doc("Urutan; - di depan: dari besar ke kecil.", ())
    views: tuple[View, ...] = doc("Tampilan tersimpan.", ())


class FormScreen(Screen):
    """Where a row is written."""

    kind: Literal["form"]
    tabs: tuple[Tab, ...] = doc("Tab; atau langsung sections.", ())
    sections: tuple[Section, ...] = doc("Bagian-bagian.", ())


class DetailScreen(Screen):
    """Where a row is read."""

    kind: Literal["detail"]
    tabs: tuple[Tab, ...] = doc("Tab; atau langsung sections.", ())
    sections: tuple[Section, ...] = doc("Bagian-bagian.", ())


class KanbanScreen(Screen):
    """Cards in columns, one column for each state or choice."""

    kind: Literal["kanban"]
    by: FieldName = Key(description="Isian status atau pilihan.")
    card: tuple[FieldPath, ...] = doc("Isian pada kartu.", ())


class CalendarScreen(Screen):
    """Rows on the days of a month."""

    kind: Literal["calendar"]
    start: FieldPath = Key(description="Tanggal mulai.")
    end: FieldPath | None = doc("Tanggal akhir.")
    title: FieldPath | None = doc("Tulisan pada hari itu.")


class MapScreen(Screen):
    """Rows as points on a map."""

    kind: Literal["map"]
    location: FieldPath = Key(description="Isian lokasi.")
    title: FieldPath | None = doc("Tulisan pada titik.")
    color_by: FieldPath | None = doc("Warna menurut isian.")


class Card(Ided):
    """One number on a dashboard."""

    label: Label = Key(description="Judul kartu.")
    entity: EntityName = Key(description="Entitas yang dihitung.")
    value: Annotated[Expr, Holds("expr", extra=("rows",))] = doc(
        "Ungkapan atas baris; bawaan count(rows).", "count(rows)"
    )
    where: Condition | None = doc("Baris mana.")
    screen: ScreenName | None = doc("Layar yang dibuka bila diklik.")


class Chart(Card):
    """One chart on a dashboard."""

    kind: Literal["bar", "line", "donut"] = doc("Bentuk grafik.", "bar")
    by: FieldPath = Key(description="Dikelompokkan menurut.")


class DashboardScreen(Named):
    """Numbers and charts over several entities."""

    kind: Literal["dashboard"]
    roles: tuple[RoleName, ...] = doc("Bawaan: semua.", ())
    cards: tuple[Card, ...] = doc("Kartu angka.", ())
    charts: tuple[Chart, ...] = doc("Grafik.", ())


class ReportScreen(Screen):
    """A printed list with letterhead, totals and a place to sign."""

    kind: Literal["report"]
    format: Literal["pdf", "xlsx", "both"] = doc("Bentuk berkas.", "both")
    paper: Literal["A4", "F4"] = doc("Ukuran kertas.", "A4")
    landscape: Bool = doc("Mendatar.", False)
    title: Text | None = doc("Judul laporan; bawaan: label.")
    parameters: tuple[FieldPath, ...] = doc("Ditanyakan sebelum dicetak.", ())
    where: Condition | None = doc("Baris mana.")
    columns: tuple[FieldPath, ...] = doc("Kolom.", ())
    group_by: tuple[FieldPath, ...] = doc("Dikelompokkan menurut.", ())
    totals: tuple[FieldPath, ...] = doc("Kolom yang dijumlah.", ())
    sign: Label | None = doc("Jabatan penanda tangan.")


class PublicScreen(Screen):
    """A page for everyone, without login."""

    kind: Literal["public"]
    intro: Text | None = doc("Kalimat pembuka.")
    columns: tuple[FieldPath, ...] = doc("Kolom.", ())
    filters: tuple[FieldPath, ...] = doc("Saringan.", ())
    where: Condition | None = doc("Baris mana.")


AnyScreen = Annotated[
    ListScreen
    | FormScreen
    | DetailScreen
    | KanbanScreen
    | CalendarScreen
    | MapScreen
    | DashboardScreen
    | ReportScreen
    | PublicScreen,
    Key(discriminator="kind"),
]


class MenuItem(Ided):
    """An entry of the menu: a screen, or a group of entries."""

    label: Label | None = doc("Bawaan: sebutan layarnya.")
    screen: ScreenName | None = doc("Layar yang dibuka.")
    icon: Name | None = doc("Nama gambar kecil.")
    children: tuple[MenuItem, ...] = doc("Isi kelompok.", ())
