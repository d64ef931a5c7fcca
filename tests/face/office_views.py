# ruff: noqa: RUF012
"""Everything that Flask-AppBuilder can show, in one office: lists of each kind, charts, files."""

from __future__ import annotations

from base64 import b64decode
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Response, current_app, flash, redirect, send_from_directory, url_for
from flask_appbuilder import AppBuilder, BaseView, ModelView, MultipleView, expose
from flask_appbuilder.actions import action
from flask_appbuilder.api import ModelRestApi
from flask_appbuilder.charts.views import ChartView, DirectByChartView, GroupByChartView
from flask_appbuilder.fields import AJAXSelectField
from flask_appbuilder.fieldwidgets import Select2AJAXWidget
from flask_appbuilder.models.group import aggregate_avg, aggregate_count, aggregate_sum
from flask_appbuilder.models.mixins import FileColumn, ImageColumn
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_appbuilder.views import CompactCRUDMixin, MasterDetailView
from flask_appbuilder.widgets import (
    FormInlineWidget,
    ListBlock,
    ListCarousel,
    ListItem,
    ListLinkWidget,
    ListThumbnail,
    ShowBlockWidget,
    ShowVerticalWidget,
)
from markupsafe import Markup
from sqlalchemy import Boolean, Date, ForeignKey, Numeric, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGPg8pgPRAwQCgAYFgPF0qmTKgAA"
    "AABJRU5ErkJggg=="
)


class Base(DeclarativeBase):
    """Apart from Flask-AppBuilder's own tables, which are one per process."""


class FaceUnit(Base):
    __tablename__ = "face_unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))

    def __str__(self) -> str:
        return self.name


class FaceLetter(Base):
    __tablename__ = "face_letter"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(120))
    note: Mapped[str | None] = mapped_column(Text)
    sent: Mapped[date | None] = mapped_column(Date)
    cost: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    urgent: Mapped[bool | None] = mapped_column(Boolean, default=False)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("face_unit.id"))
    unit: Mapped[FaceUnit | None] = relationship()

    def month(self) -> str:
        return f"{self.sent:%Y-%m}" if self.sent else "–"


class FacePlace(Base):
    __tablename__ = "face_place"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    photo: Mapped[str | None] = mapped_column(
        ImageColumn(size=(300, 300, True), thumbnail_size=(60, 60, True))
    )
    letter: Mapped[str | None] = mapped_column(FileColumn)

    def picture(self) -> Markup:
        if not self.photo:
            return Markup("–")
        url = url_for("Pictures.picture", filename=self.photo)
        return Markup('<img src="{}" alt="{}">').format(url, self.name)

    def address(self) -> str:
        return url_for("Pictures.picture", filename=self.photo) if self.photo else ""

    def download(self) -> Markup:
        if not self.letter:
            return Markup("–")
        url = url_for("PlaceView.download", filename=self.letter)
        return Markup('<a href="{}">Unduh</a>').format(url)


LABELS = {
    "subject": "Perihal",
    "note": "Catatan",
    "sent": "Tanggal",
    "cost": "Biaya",
    "urgent": "Segera",
    "unit": "Bidang",
    "unit.name": "Bidang",
    "name": "Nama",
    "photo": "Foto",
    "picture": "Foto",
    "address": "Foto",
    "letter": "Surat",
    "download": "Surat",
    "month": "Bulan",
}


class Letters(ModelView):
    """What the views of letters share; their own class each, since Flask-AppBuilder takes every
    subclass of a related view for a related view."""

    datamodel = SQLAInterface(FaceLetter)
    list_title, add_title = "Surat", "Tambah surat"
    show_title, edit_title = "Rincian surat", "Ubah surat"
    list_columns = ["subject", "sent", "cost", "urgent", "unit.name"]
    search_columns = ["subject", "sent", "urgent", "unit"]
    add_columns = edit_columns = ["subject", "note", "sent", "cost", "urgent", "unit"]
    show_columns = add_columns
    label_columns = dict(LABELS)
    page_size = 10

    @action("segerakan", "Segerakan", "Surat yang dipilih menjadi segera. Lanjutkan?", "fa-rocket")
    def hurry(self, items: Any) -> Any:
        for one in items if isinstance(items, list) else [items]:
            one.urgent = True
            self.datamodel.edit(one)
        self.update_redirect()
        return redirect(self.get_redirect())

    @action("hitung", "Hitung", icon="fa-check", single=False)
    def count(self, items: Any) -> Any:
        flash(f"{len(items)} surat dipilih.", "info")
        return redirect(url_for("LetterView.list"))


class LetterView(Letters):
    route_base = "/surat"


class UnitView(MasterDetailView, ModelView):
    datamodel = SQLAInterface(FaceUnit)
    route_base = "/bidang"
    list_title = title = "Bidang"
    list_columns = ["name"]
    label_columns = dict(LABELS)
    related_views = [LetterView]


class UnitListView(ModelView):
    """Related lists below one row."""

    datamodel = SQLAInterface(FaceUnit)
    route_base = "/daftar-bidang"
    list_title, add_title = "Daftar bidang", "Tambah bidang"
    show_title, edit_title = "Rincian bidang", "Ubah bidang"
    list_columns = show_columns = add_columns = edit_columns = ["name"]
    label_columns = dict(LABELS)
    list_widget = ListLinkWidget
    related_views = [LetterView]


class CompactUnitView(CompactCRUDMixin, ModelView):
    """List and form on one page."""

    datamodel = SQLAInterface(FaceUnit)
    route_base = "/bidang-ringkas"
    list_title, add_title, edit_title = "Bidang ringkas", "Tambah bidang", "Ubah bidang"
    list_columns = add_columns = edit_columns = ["name"]
    label_columns = dict(LABELS)


class PlaceView(ModelView):
    """Pictures and files; rows as thumbnails."""

    datamodel = SQLAInterface(FacePlace)
    route_base = "/tempat"
    list_title, add_title = "Tempat", "Tambah tempat"
    show_title, edit_title = "Rincian tempat", "Ubah tempat"
    list_columns = show_columns = ["name", "picture", "download"]
    add_columns = edit_columns = ["name", "photo", "letter"]
    label_columns = dict(LABELS)
    list_widget = ListThumbnail
    show_widget = ShowVerticalWidget


class BlockView(Letters):
    """Rows as blocks, one row as a block, a form in one line."""

    route_base = "/surat-blok"
    list_title, show_title, add_title = "Surat dalam blok", "Surat dalam blok", "Tambah surat"
    list_widget, show_widget, add_widget = ListBlock, ShowBlockWidget, FormInlineWidget


class ItemView(Letters):
    """Rows below each other; the unit is looked up by a field that asks a server."""

    route_base = "/surat-baris"
    list_title = "Surat berbaris"
    list_widget = ListItem
    add_form_extra_fields = {
        "unit": AJAXSelectField(
            "Bidang",
            datamodel=SQLAInterface(FaceLetter),
            col_name="unit",
            widget=Select2AJAXWidget(endpoint="/cari/bidang"),
        )
    }


class CarouselView(ModelView):
    datamodel = SQLAInterface(FacePlace)
    route_base = "/tempat-gambar"
    list_title = "Tempat dalam gambar"
    list_columns = ["address", "name"]
    label_columns = dict(LABELS)
    list_widget = ListCarousel


class CostView(GroupByChartView):
    datamodel = SQLAInterface(FaceLetter)
    route_base = "/bagan-biaya"
    chart_title = "Biaya surat"
    label_columns = dict(LABELS)
    search_columns = ["subject"]
    definitions = [
        {
            "label": "Tiap bidang",
            "group": "unit.name",
            "series": [(aggregate_sum, "cost"), (aggregate_avg, "cost")],
        },
        {"label": "Tiap bulan", "group": "month", "series": [(aggregate_count, "cost")]},
    ]


class PieView(GroupByChartView):
    datamodel = SQLAInterface(FaceLetter)
    route_base = "/bagan-segera"
    chart_title, chart_type = "Segera atau tidak", "PieChart"
    label_columns = {**LABELS, "id": "surat"}
    search_columns = ["subject"]
    definitions = [{"label": "Segera", "group": "urgent", "series": [(aggregate_count, "id")]}]


class DailyView(DirectByChartView):
    datamodel = SQLAInterface(FaceLetter)
    route_base = "/bagan-harian"
    chart_title, chart_type = "Biaya tiap hari", "LineChart"
    label_columns = dict(LABELS)
    search_columns = ["subject"]
    definitions = [{"label": "Harian", "group": "sent", "series": ["cost"]}]

    def __init__(self, **about: Any) -> None:
        super().__init__(**about)
        self.label_columns["cost"] = "Biaya"  # Flask-AppBuilder has put the column's name there


class OldChartView(ChartView):
    """The chart view that Flask-AppBuilder calls deprecated."""

    datamodel = SQLAInterface(FaceLetter)
    route_base = "/bagan-lama"
    chart_title = "Surat tiap bidang"
    label_columns = dict(LABELS)
    search_columns = ["subject"]
    group_by_columns = ["subject"]


class BothView(MultipleView):
    route_base = "/dua-tampilan"
    views = [LetterView, CostView]


class Pictures(BaseView):
    """Where `IMG_UPLOAD_URL` leads."""

    route_base = "/gambar"

    @expose("/<filename>")
    def picture(self, filename: str) -> Response:
        return send_from_directory(current_app.config["IMG_UPLOAD_FOLDER"], filename)


class LetterApi(ModelRestApi):
    datamodel = SQLAInterface(FaceLetter)
    resource_name = "surat"
    openapi_spec_tag = "Surat"


def register(builder: AppBuilder) -> None:
    """Every view into the menu."""
    builder.add_view(LetterView, "Surat", icon="mail", category="Arsip", category_icon="folder")
    builder.add_view(UnitView, "Bidang", icon="building", category="Arsip")
    builder.add_view(UnitListView, "Daftar bidang", category="Arsip")
    builder.add_view(CompactUnitView, "Bidang ringkas", category="Arsip")
    builder.add_view(PlaceView, "Tempat", category="Arsip")
    builder.add_view(BlockView, "Surat dalam blok", category="Arsip")
    builder.add_view(ItemView, "Surat berbaris", category="Arsip")
    builder.add_view(CarouselView, "Tempat dalam gambar", category="Arsip")
    builder.add_view(CostView, "Biaya surat", category="Bagan", category_icon="chart-bar")
    builder.add_view(PieView, "Segera atau tidak", category="Bagan")
    builder.add_view(DailyView, "Biaya tiap hari", category="Bagan")
    builder.add_view(OldChartView, "Surat tiap bidang", category="Bagan")
    builder.add_view(BothView, "Dua tampilan", category="Bagan")
    builder.add_view_no_menu(Pictures)
    builder.add_api(LetterApi)
