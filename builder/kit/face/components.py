"""The page that shows every macro once, at `/_kit/components`, when KIT_COMPONENTS is set."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, current_app, render_template, request
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

from . import words

UNITS = [("", ""), *((str(n), f"Unit contoh {n}") for n in range(1, 13))]


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
    """The page; posting it shows the fields with errors."""
    if not current_app.config.get("KIT_COMPONENTS"):
        abort(404)
    form = Example()
    if request.method == "POST":
        form.validate()
    sample = {
        "day": words.today(),
        "due": words.today() + timedelta(days=3),
        "now": words.now(),
        "url": lambda n: f"?halaman={n}",
    }
    return render_template("kit/components.html", form=form, sample=sample, title="Komponen")
