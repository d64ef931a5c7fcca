"""One colour and one logo of an office: checked, and told when they are shown otherwise."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask import Flask

from builder.kit.face import logo, look
from tests.face import office
from tests.face.office_views import PIXEL

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 4'>%s</svg>"


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>alert(1)</script>",
        b"<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
        b"<style>@import 'https://x.invalid'</style>",
        b"<a href='https://x.invalid'><rect/></a>",
        b"<use href='#x'/>",
        b"<animate attributeName='href' values='javascript:alert(1)'/>",
        b"<rect onclick='alert(1)'/>",
        b"<rect style='fill:url(https://x.invalid/a)'/>",
        b"<image href='https://x.invalid/a.png'/>",
        b"<image href='data:image/svg+xml;base64,AAAA'/>",
        b"<rect fill='url( \"https://x.invalid\")'/>",
    ],
)
def test_a_picture_that_may_act_is_refused(inside: bytes) -> None:
    with pytest.raises(logo.LogoError) as refused:
        logo.drawing(SVG % inside)
    assert refused.value.way_out


@pytest.mark.parametrize(
    "inside",
    [
        b"<rect width='4' height='4' style='fill:#0a489f'/>",
        b"<defs><linearGradient id='a'/></defs><path d='M0 0' fill='url(#a)'/>",
        b"<g fill='url(\"#a\")'><title>Lambang</title></g>",
        b"<image href='data:image/png;base64,AAAA'/>",
    ],
)
def test_a_picture_that_draws_is_taken(inside: bytes) -> None:
    assert logo.drawing(SVG % inside).startswith("<svg")


def test_notes_of_drawing_programs_go() -> None:
    noted = (
        b"<svg xmlns='http://www.w3.org/2000/svg' xmlns:p='http://program.invalid' p:version='1'>"
        b"<metadata><p:x/></metadata><p:view/><rect p:label='a' width='1'/></svg>"
    )
    drawn = logo.drawing(noted)
    assert "program" not in drawn and "metadata" not in drawn and "<rect" in drawn


@pytest.mark.parametrize(
    ("content", "which"),
    [
        (b"GIF89a" + bytes(40), "bukan gambar"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "bukan gambar"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG tidak lengkap"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "0 x 0"),
        (bytes(logo.LARGEST + 1), "140 KB"),
        (b"<svg/>", "bukan gambar"),
        ("<svg xmlns='x'>".encode("utf-16"), "bukan gambar"),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, which: str) -> None:
    with pytest.raises(logo.LogoError, match=which):
        logo.drawing(content)


def test_an_application_shows_colour_and_logo_from_its_settings(tmp_path: Path) -> None:
    file = tmp_path / "lambang.png"
    file.write_bytes(PIXEL)
    app = office.make(tmp_path, KIT_LOGO_FILE=str(file), KIT_PRIMARY="#7a1f1f")
    visitor = app.test_client()
    page = visitor.get("/login/").text
    address = page.split('<img src="/_kit/logo.svg')[1].split('"')[0]
    answer = visitor.get(f"/_kit/logo.svg{address}")
    assert answer.mimetype == "image/svg+xml" and "data:image/png;base64" in answer.text
    assert "immutable" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "--kit-primary:#7a1f1f" in visitor.get("/_kit/office.css").text
    file.unlink()
    assert "<img" not in visitor.get("/login/").text
    assert visitor.get("/_kit/logo.svg").status_code == 404


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ({"KIT_PRIMARY": "#ffd400"}, "KIT_PRIMARY #ffd400 is too light for white text: #"),
        ({"KIT_PRIMARY": "biru"}, "KIT_PRIMARY: 'biru' is not a colour"),
        ({"KIT_LOGO_FILE": "/tidak/ada.png"}, "KIT_LOGO_FILE is not shown"),
        ({"KIT_PRIMARY": "#0a489f"}, ""),
    ],
)
def test_what_is_shown_otherwise_is_told(
    config: dict[str, str], told: str, caplog: pytest.LogCaptureFixture
) -> None:
    app = Flask("kantor")
    app.config.update({"KIT_PRIMARY": "", "KIT_LOGO_FILE": "", **config})
    with caplog.at_level(logging.WARNING):
        look.tell(app)
    assert (told in caplog.text) if told else not caplog.text
