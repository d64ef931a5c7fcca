"""The living pages: every component at `/kit`, and whole pages of an entity below it.

They are there while an application is developed (KIT_COMPONENTS, see `face`), for those who write
pages and for the tests; docs/kit.md explains what they show. Nothing is read or kept.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask, abort, render_template, request
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired

from ..charts import Chart
from . import words

UNITS = [("", ""), *((str(n), f"Unit contoh {n}") for n in range(1, 13))]


MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
LONG = "Bidang Pengelolaan Informasi dan Komunikasi Publik Daerah"
UNITS_OF_WORK = ("Sekretariat", LONG, "Bidang Statistik", "Bidang Persandian")
CHARTS = (
    Chart(
        "bar",
        "Usulan tiap bidang",
        ("Usulan",),
        tuple(zip(UNITS_OF_WORK, ((12,), (31,), (-4,), (0,)), strict=True)),
        head="Bidang",
    ),
    Chart(
        "bar",
        "Usulan dan aplikasi",
        ("Usulan", "Aplikasi"),
        tuple(zip(UNITS_OF_WORK, ((12, 5), (31, 22), (4, 4), (9, None)), strict=True)),
        head="Bidang",
    ),
    Chart(
        "stacked",
        "Tepat waktu dan terlambat",
        ("Tepat waktu", "Terlambat", "Dikembalikan", "Ditarik"),
        tuple(
            zip(
                UNITS_OF_WORK,
                ((9, 3, 1, 1), (20, 11, 4, 2), (4, 0, 2, 0), (0, 2, 1, 3)),
                strict=True,
            )
        ),
        head="Bidang",
    ),
    Chart(
        "line",
        "Nilai bantuan tiap bulan",
        ("Disetujui", "Diajukan", "Ditolak"),
        tuple(
            (
                month,
                (
                    n * n * 1_250_000,
                    n * n * 1_500_000 + 9_000_000,
                    None if n == 5 else n * 2_000_000,
                ),
            )
            for n, month in enumerate(MONTHS)
        ),
        head="Bulan",
    ),
    Chart(
        "donut",
        "Bentuk usaha",
        ("Usaha",),
        tuple((f"Bentuk {n}", (40 - n * n,)) for n in range(1, 7)),
        head="Bentuk",
    ),
    Chart(
        "number",
        "Angka hari ini",
        ("Jumlah",),
        (("usulan berjalan", (1284,)), ("rupiah tersalurkan", (98_250_000_000,))),
    ),
    Chart("bar", "Belum ada isinya", ("Usulan",), ()),
)


class Example(FlaskForm):
    """One field of every kind."""

    name = StringField("Nama aplikasi", [DataRequired()], description="Seperti di surat usulan.")
    text = TextAreaField("Uraian")
    day = DateField("Tanggal surat")
    few = SelectField("Jenis", choices=[("", ""), ("a", "Baru"), ("b", "Pengembangan")])
    many = SelectField("Unit", choices=UNITS)
    several = SelectMultipleField("Unit terkait", choices=UNITS[1:])
    agreed = BooleanField("Data sudah diperiksa")
    letter = FileField("Berkas surat")
    secret = PasswordField("Kata sandi")


def page() -> str:
    """Every component once; posting it shows the fields with errors."""
    from . import examples

    form = Example()
    if request.method == "POST":
        form.validate()
    sample = {
        "day": words.today(),
        "due": words.today() + timedelta(days=3),
        "now": words.now(),
        "charts": CHARTS,
        "url": lambda n: f"?halaman={n}",
    }
    return render_template(
        "kit/components.html", form=form, sample=sample, entity=examples, title="Komponen"
    )


class View:
    """As much of an entity's view as the templates ask for."""

    def heading(self) -> str:
        return "Pengajuan"


def living(name: str) -> str | dict[str, Any]:
    """A whole page of an entity, or what its search-as-you-type answers."""
    from . import examples

    if name == "pilihan":
        return {"results": [{"id": n, "label": f"Usaha nomor {n}"} for n in range(1, 6)]}
    pages = {
        "daftar": ("kit/list.html", examples.list_page),
        "kosong": ("kit/list.html", examples.empty_page),
        "rincian": ("kit/show.html", examples.show_page),
        "isian": ("kit/add.html", examples.form_page),
        "salah": ("kit/add.html", examples.wrong_page),
    }
    if name not in pages:
        abort(404)
    template, made = pages[name]
    base = "appbuilder/baselayout.html"
    return render_template(template, page=made(), view=View(), base_template=base)


def register(app: Flask) -> None:
    """The living pages, in an application that is being developed."""
    app.add_url_rule("/kit", "kit.components", page, methods=["GET", "POST"])
    app.add_url_rule("/kit/<name>", "kit.living", living)
