"""An office's logo: what it is, is read from its bytes, and nothing in it can run.

A PNG or JPEG is put into a small SVG; an SVG may hold elements that draw, and nothing else. So the
pages, the letterhead and the tab's icon all take one kind of picture.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from flask import Response

LARGEST = 140_000  # bytes
LONGEST = 4000  # pixels
PNG, PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff"
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
DRAWS = re.compile(
    "svg|g|defs|title|desc|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|image|"
    "linearGradient|radialGradient|stop|clipPath|mask|pattern"
)
WALLS = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"


class LogoError(ValueError):
    """The picture can't be used: `which` says what it is, `way_out` what to bring instead."""

    def __init__(self, which: str, way_out: str) -> None:
        super().__init__(f"{which}. {way_out}")
        self.which, self.way_out = which, way_out


def drawing(content: bytes) -> str:
    """An uploaded picture as SVG text; LogoError for anything but PNG, JPEG or a plain SVG."""
    if len(content) > LARGEST:
        raise LogoError(f"{len(content) // 1000} KB", f"Paling besar {LARGEST // 1000} KB.")
    if content.startswith(PNG):
        if PNG_END not in content[-64:] or len(content) < 33:
            raise LogoError("PNG tidak lengkap", "Simpan gambarnya sekali lagi, lalu unggah.")
        width, height = (int.from_bytes(content[n : n + 4], "big") for n in (16, 20))
        return _framed(content, "image/png", width, height)
    if content.startswith(JPEG):
        return _framed(content, "image/jpeg", *_jpeg_size(content))
    return _plain(content)


def _framed(content: bytes, media: str, width: int, height: int) -> str:
    if not (0 < width <= LONGEST and 0 < height <= LONGEST):
        raise LogoError(f"{width} x {height}", f"Sisi gambar paling panjang {LONGEST} titik.")
    data = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="{SVG}" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
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


def _plain(content: bytes) -> str:
    refused = LogoError("bukan gambar", "Unggah PNG, JPEG, atau SVG.")
    try:
        text = content.decode("utf-8-sig")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise LogoError("SVG dengan DOCTYPE", "Simpan lagi sebagai SVG polos.")
        root = ElementTree.fromstring(text)
    except (UnicodeDecodeError, ElementTree.ParseError) as error:
        raise refused from error
    if root.tag != f"{{{SVG}}}svg":
        raise refused
    _without_metadata(root)
    for node in root.iter():
        space, _, name = str(node.tag).removeprefix("{").rpartition("}")
        if space != SVG or not DRAWS.fullmatch(name) or not _attributes_draw(node.attrib):
            raise LogoError(f"SVG berisi {name}", "Pakai SVG yang hanya menggambar, atau PNG.")
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    return ElementTree.tostring(root, encoding="unicode")


def _without_metadata(root: ElementTree.Element) -> None:
    """Drawing programs leave notes in namespaces of their own: they draw nothing, so they go."""
    for parent in list(root.iter()):
        for child in list(parent):
            foreign = not str(child.tag).startswith(f"{{{SVG}}}")
            if foreign or child.tag == f"{{{SVG}}}metadata":
                parent.remove(child)
        for name in [n for n in parent.attrib if n.startswith("{") and XLINK not in n]:
            del parent.attrib[name]


def _attributes_draw(attributes: dict[str, str]) -> bool:
    for name, value in attributes.items():
        local = name.rpartition("}")[2].lower()
        if local.startswith("on"):
            return False
        if local == "href" and not re.match(r"#|data:image/(png|jpeg);base64,", value.strip()):
            return False
        if re.search(r"url\s*\((?!['\"\s]*#)|@import|expression|javascript:", value, re.I):
            return False
    return True


def answer(svg: str) -> Response:
    """The picture, closed in: nothing in it can run or load anything."""
    made = Response(svg, mimetype="image/svg+xml")
    made.headers["Content-Security-Policy"] = WALLS
    return made


def version(svg: str) -> str:
    """A short hash of the picture, for its address."""
    return hashlib.sha256(svg.encode()).hexdigest()[:10]


@lru_cache(maxsize=4)
def of_file(path: Path, changed: float) -> str:
    """The picture in a file as SVG text, read once; `changed` is the file's time."""
    with path.open("rb") as file:
        return drawing(file.read(LARGEST + 1))
