"""The office's own face: colour and coat of arms, checked when uploaded, read while it runs."""

from __future__ import annotations

import base64
import re
from typing import Any
from xml.etree import ElementTree

from flask import Flask, url_for

from builder.house import House
from builder.kit.face import colour
from sop_workflow.errors import BadInput
from sop_workflow.office import write_log
from sop_workflow.storage.tables import SettingRow

COLOUR = "portal.warna"
LARGEST = 140_000  # bytes; the letterhead's setting keeps 200,000 characters
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
SVG = "{http://www.w3.org/2000/svg}"
UNSAFE = {"script", "foreignObject", "iframe", "a", "use", "animate", "set", "handler", "style"}


def install(app: Flask, rooms: House) -> None:
    """Let the face ask for colour, logo and name with every page: they change while it runs."""
    app.config["KIT_PRIMARY"] = lambda: primary(rooms)
    app.config["KIT_LOGO"] = lambda: logo_address(rooms)
    app.config["KIT_OFFICE"] = lambda: rooms.office.settings()["nama_kantor"]


def primary(rooms: House) -> str:
    """The office's colour; the house's own when it has none."""
    row = rooms.session.get(SettingRow, COLOUR)
    return row.value if row else colour.PRIMARY


def logo_address(rooms: House) -> str:
    """Where the logo is served; empty when there is none."""
    return url_for("LogoView.logo") if rooms.office.settings()["logo_svg"] else ""


def set_colour(rooms: House, by: str, text: str) -> None:
    """Another colour, or with an empty text the house's own; BadInput when it is none."""
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


def logo_svg(content: bytes) -> str:
    """An uploaded picture as the SVG that letterhead and portal use.

    What it is, is read from its bytes and not from its name. BadInput for anything but PNG, JPEG,
    or an SVG that only draws.
    """
    if len(content) > LARGEST:
        raise _refused(f"{len(content) // 1000} KB", f"Paling besar {LARGEST // 1000} KB.")
    if content.startswith(PNG) and len(content) > 24:
        width, height = (int.from_bytes(content[n : n + 4], "big") for n in (16, 20))
        return _framed(content, "image/png", width, height)
    if content.startswith(JPEG):
        return _framed(content, "image/jpeg", *_jpeg_size(content))
    return _drawing(content)


def _framed(content: bytes, media: str, width: int, height: int) -> str:
    if not (0 < width <= 4000 and 0 < height <= 4000):
        raise _refused(f"{width} x {height}", "Sisi gambar paling panjang 4000 titik.")
    data = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:{media};base64,{data}"/></svg>'
    )


def _jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        kind, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height = int.from_bytes(content[at + 5 : at + 7], "big")
            return int.from_bytes(content[at + 7 : at + 9], "big"), height
        at += 2 + length
    return 0, 0


def _drawing(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise _refused("SVG dengan DOCTYPE", "Simpan lagi sebagai SVG polos.")
        root = ElementTree.fromstring(text)
    except (UnicodeDecodeError, ElementTree.ParseError) as error:
        raise _refused("bukan gambar", "Unggah PNG, JPEG, atau SVG.") from error
    if root.tag != f"{SVG}svg":
        raise _refused("bukan gambar", "Unggah PNG, JPEG, atau SVG.")
    for node in root.iter():
        name = str(node.tag).removeprefix(SVG)
        links = [v for k, v in node.attrib.items() if k.rpartition("}")[2] == "href"]
        foreign = any(not v.startswith(("#", "data:image/")) for v in links)
        acts = any(k.lower().startswith("on") for k in node.attrib)
        calls = any(re.search(r"url\s*\(\s*['\"]?(?!#)", v) for v in node.attrib.values())
        if name in UNSAFE or foreign or acts or calls:
            raise _refused(f"SVG berisi {name}", "Pakai SVG yang hanya menggambar, atau PNG.")
    ElementTree.register_namespace("", SVG[1:-1])
    return ElementTree.tostring(root, encoding="unicode")


def _refused(which: str, way_out: str) -> Any:
    return BadInput("Lambang belum dapat dipakai", field="logo", which=which, way_out=way_out)
