"""Values as people read them, in both languages; colours that stay legible."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given, settings, strategies as st
from markupsafe import Markup

from builder.kit.face import colour, fields, icons, menu, words

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def indonesian(app: Flask) -> Iterator[None]:
    app.config["KIT_CLOCK"] = lambda: NOON
    with app.test_request_context("/"), force_locale("id"):
        yield
    app.config["KIT_CLOCK"] = None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (2500000, "Rp2.500.000"),
        (Decimal("2500000.50"), "Rp2.500.000,50"),
        (Decimal("-1000"), "-Rp1.000"),
        (0, "Rp0"),
        (None, "–"),
        ("", "–"),
    ],
)
def test_money(value: object, said: str) -> None:
    assert words.money(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "Ya"),
        (False, "Tidak"),
        (None, "–"),
        (date(2026, 11, 23), "23 November 2026"),
        (datetime(2026, 11, 23, 7, 5, tzinfo=UTC), "23 November 2026, 14.05"),
        (datetime(2026, 11, 23, 7, 5), "23 November 2026, 07.05"),
        (time(14, 5), "14.05"),
        (1234.5, "1.234,5"),
        (["a", "b"], "a, b"),
        ([], "–"),
        (Markup("<b>x</b>"), "<b>x</b>"),
        ("<b>", "<b>"),
    ],
)
def test_any_value_has_words(value: object, said: str) -> None:
    assert words.show(value) == said


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 11, 21), "lewat 2 hari"),
        (date(2026, 11, 23), "hari ini"),
        (date(2026, 11, 24), "besok"),
        (date(2026, 11, 26), "3 hari lagi"),
        (datetime(2026, 11, 23, 18, 0, tzinfo=UTC), "besok"),
        (None, "–"),
    ],
)
def test_deadlines_in_words(due: date | None, said: str) -> None:
    assert words.relative(due) == said


def test_english_has_its_own_words() -> None:
    with force_locale("en"):
        assert words.relative(date(2026, 11, 22)) == "1 day late"
        assert words.relative(date(2026, 11, 26)) == "in 3 days"
        assert words.yesno(True) == "Yes"
        assert words.money(2500000) == "Rp2,500,000"
        assert words.clock_time(time(14, 5)) == "14:05"


def test_small_words() -> None:
    assert words.percent(Decimal("12.5")) == "12,5%"
    assert words.filesize(1536) == "1,5 KB"
    assert words.filesize(5 * 1024**3) == "5 GB"
    assert words.initials("Siti Rahmawati, S.Kom.") == "SR"
    assert words.ago(datetime(2026, 11, 23, 4, 55, tzinfo=UTC)) == "5 menit yang lalu"
    assert words.lines("a\n<b>") == Markup("a<br>&lt;b&gt;")
    assert words.spaced_datetime("2026-11-23T14:05") == "2026-11-23 14:05:00"
    assert words.spaced_datetime("T") == "T"
    assert words.status_tone("Disetujui") == "success"
    assert words.status_tone("Entah") == "secondary"


def test_a_percent_sign_in_a_label_is_a_percent_sign() -> None:
    assert words.tr("Potongan 10% (s)") == "Potongan 10% (s)"
    assert words.tr("List Users") == "Pengguna"


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.integers(0, 0xFFFFFF))
def test_any_colour_of_an_office_becomes_legible(number: int) -> None:
    tones = colour.ramp(f"#{number:06x}")
    white = (255, 255, 255)
    assert colour.contrast(colour.parse(tones["primary"]), white) >= 4.5
    assert colour.contrast(colour.parse(tones["primary"]), colour.parse(tones["tint"])) >= 4.5
    assert colour.contrast(colour.parse(tones["hover"]), white) >= 4.5
    assert colour.contrast(colour.parse(tones["menu_hover"]), white) >= 4.5


def test_the_national_colours_stay_as_they_are() -> None:
    tones = colour.ramp(colour.PRIMARY)
    assert (tones["primary"], tones["menu"]) == ("#0a489f", "#022a5b")
    assert "--kit-primary:#0a489f" in colour.stylesheet("no colour")
    with pytest.raises(ValueError, match="six hex digits"):
        colour.parse("blue")


def test_icons_are_drawn_inside_the_page() -> None:
    assert "<path" in icons.icon("home") and "<use" not in icons.icon("home")
    assert icons.icon("fa-user") == icons.icon("user")
    assert 'aria-hidden="true"' in icons.icon("home")
    assert 'aria-label="&lt;Buka&gt;"' in icons.icon("home", "<Buka>")
    assert icons.UNKNOWN in icons.icon("tidak-ada-ikon-ini")
    assert icons.icon("") == ""
    assert "aria-label=" in icons.qr_svg("https://contoh.test", "Kode")


@pytest.mark.parametrize(
    ("url", "path", "fits"),
    [
        ("/surat/list/", "/surat/list/", True),
        ("/surat/list/", "/surat/show/1", True),
        ("/surat/list/", "/surat2/list/", False),
        ("/", "/surat/list/", False),
        ("https://contoh.test/surat/", "/surat/", False),
        ("", "/", False),
    ],
)
def test_the_menu_knows_where_one_is(url: str, path: str, fits: bool) -> None:
    assert bool(menu.fit(url, path)) is fits


def test_only_the_best_entry_is_marked() -> None:
    found = [
        menu.Item("Surat", "/surat/list/"),
        menu.Item("Arsip", children=(menu.Item("Surat masuk", "/surat/masuk/"),)),
    ]
    marked = menu.mark(found, "/surat/masuk/3")
    assert [item.active for item in marked] == [False, True]
    assert marked[1].children[0].active


def test_menu_lines_carry_the_ids_of_the_specification(app: Flask) -> None:
    from types import SimpleNamespace

    from flask_appbuilder.menu import MenuItem

    view = SimpleNamespace(entity=SimpleNamespace(__tablename__="usaha"))
    known = {("menu", "Beranda"): "aaaaaaaa", ("screen", "usaha", "list"): "bbbbbbbb"}
    app.extensions["application"] = SimpleNamespace(nodes=lambda *key: known.get(key, ""))
    try:
        assert menu._node(MenuItem("x", label="Beranda")) == "aaaaaaaa"
        assert menu._node(MenuItem("y", label="Usaha", baseview=view)) == "bbbbbbbb"
        assert menu._node(MenuItem("z", label="Lain")) == ""
    finally:
        del app.extensions["application"]
    assert menu._node(MenuItem("x", label="Beranda")) == ""


def test_controls_are_known_by_their_field() -> None:
    from builder.kit.face.components import Example

    form = Example(meta={"csrf": False})
    assert [fields.kind(f) for f in form] == [
        "text",
        "textarea",
        "date",
        "select",
        "select",
        "select-multiple",
        "checkbox",
        "file",
        "password",
    ]
    assert fields.value(form.secret) == ""
