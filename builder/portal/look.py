"""The office's own face: colour and coat of arms, checked when uploaded, read while it runs."""

from __future__ import annotations

from flask import Flask, url_for

from builder.house import House
from builder.kit.face import colour, logo
from sop_workflow.errors import BadInput
from sop_workflow.office import write_log
from sop_workflow.storage.tables import SettingRow

COLOUR = "portal.warna"
LARGEST = logo.LARGEST


def install(app: Flask, rooms: House) -> None:
    """Let the face ask for colour, logo and name with every page: they change while it runs.

    The portal's own two files come with the first page, the login: no later one asks for more.
    """
    app.config["KIT_PRIMARY"] = lambda: primary(rooms)
    app.config["KIT_LOGO"] = lambda: logo_address(rooms)
    app.config["KIT_OFFICE"] = lambda: rooms.office.settings()["nama_kantor"]
    for name, file in (("KIT_STYLES", "portal.css"), ("KIT_SCRIPTS", "portal.js")):
        app.config[name] = lambda file=file: (url_for("portal.static", filename=file),)


def primary(rooms: House) -> str:
    """The office's colour; the house's own when it has none."""
    row = rooms.session.get(SettingRow, COLOUR)
    return row.value if row else colour.PRIMARY


def logo_address(rooms: House) -> str:
    """Where the logo is served, another address when it changes; empty when there is none."""
    drawing = rooms.office.settings()["logo_svg"]
    return url_for("LogoView.logo", v=logo.version(drawing)) if drawing else ""


def set_colour(rooms: House, by: str, text: str) -> str:
    """Another colour, or with an empty text the house's own; BadInput when it is none.

    Returns the colour in which it is shown: darker when white text on it could not be read.
    """
    value = text.strip().lower()
    if value:
        try:
            value = colour.hexa(colour.parse(value))
        except ValueError as error:
            raise BadInput(
                "Warna belum benar",
                field="warna",
                which=text[:20],
                way_out=f"Tulis enam angka heksadesimal, misalnya {colour.PRIMARY}.",
            ) from error
    rooms.session.merge(SettingRow(key=COLOUR, value=value or colour.PRIMARY))
    write_log(rooms.session(), rooms.clock, by, "warna", {"warna": value})
    rooms.session.commit()
    return colour.shown(value or colour.PRIMARY)


def logo_svg(content: bytes) -> str:
    """An uploaded picture as the SVG that letterhead and portal use; BadInput when it is none."""
    try:
        return logo.drawing(content)
    except logo.LogoError as error:
        raise BadInput(
            "Lambang belum dapat dipakai", field="logo", which=error.which, way_out=error.way_out
        ) from error
