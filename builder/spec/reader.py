"""YAML without its surprises: text -> nested dicts and lists of text.

Read from libyaml's events, so that no rule of YAML 1.1 or 1.2 decides a type: every scalar stays
text until the language types it. Alias, anchor, tag, merge, duplicate key, empty value and second
document are refused with their line.
"""

from __future__ import annotations

from typing import Any

import yaml

from .problems import SpecError, unreadable

LIMIT_BYTES = 8_000_000
LIMIT_NODES = 1_000_000
LIMIT_DEPTH = 24

Place = tuple[str | int, ...]
"""The way from the root to a value: keys and list positions."""

_Loader: Any = getattr(yaml, "CLoader", yaml.Loader)


def parse(text: str, lines: dict[Place, int] | None = None) -> Any:
    """Text -> dicts, lists and text; SpecError with the line. `lines` is filled when given."""
    if len(text.encode("utf-8", "surrogatepass")) > LIMIT_BYTES:
        raise unreadable("too_big", "berkas lebih dari 8 MB.", way_out="Pisahkan aplikasinya.")
    try:
        loader = _Loader(text)
    except yaml.YAMLError as error:
        raise _syntax(error) from None
    try:
        return _Reader(loader, lines).document()
    except yaml.YAMLError as error:
        raise _syntax(error) from None
    finally:
        loader.dispose()


class _Reader:
    def __init__(self, loader: Any, lines: dict[Place, int] | None) -> None:
        self.next = loader.get_event
        self.lines = lines
        self.count = 0

    def document(self) -> Any:
        self.next()
        if type(self.next()) is not yaml.DocumentStartEvent:
            raise unreadable("empty_file", "berkas kosong.", line=1)
        raw = self.node(self.next(), ())
        self.next()
        if type(extra := self.next()) is not yaml.StreamEndEvent:
            raise _refuse("two_documents", "satu berkas, satu dokumen; hapus baris ---", extra)
        return raw

    def node(self, event: Any, place: Place) -> Any:
        self.count += 1
        if self.count > LIMIT_NODES:
            raise _refuse("too_many", "terlalu banyak isi.", event)
        if type(event) is yaml.AliasEvent:
            raise _refuse("alias", "alias (*) tidak diterima; tulis isinya.", event)
        if event.anchor:
            raise _refuse("anchor", f"jangkar &{event.anchor} tidak diterima; hapus.", event)
        if event.tag:
            raise _refuse("tag", f"tag {event.tag} tidak diterima; hapus.", event)
        if len(place) > LIMIT_DEPTH:
            raise _refuse("too_deep", "terlalu dalam.", event)
        if self.lines is not None:
            self.lines[place] = event.start_mark.line + 1
        if type(event) is yaml.ScalarEvent:
            if not event.value and not event.style:
                word = place[-1] if place else "berkas"
                raise _refuse(
                    "empty_value",
                    f"{word}: tanpa nilai; hapus kuncinya, atau beri tanda petik pada teks yang "
                    "memuat koma.",
                    event,
                )
            return event.value
        if type(event) is yaml.SequenceStartEvent:
            return self.sequence(place)
        return self.mapping(place)

    def sequence(self, place: Place) -> list[Any]:
        out: list[Any] = []
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            out.append(self.node(event, (*place, len(out))))
        return out

    def mapping(self, place: Place) -> dict[str, Any]:
        out: dict[str, Any] = {}
        while type(event := self.next()) is not yaml.MappingEndEvent:
            if type(event) is not yaml.ScalarEvent:
                raise _refuse("key_no_text", "kunci harus teks.", event)
            if event.anchor or event.tag or (event.value == "<<" and not event.style):
                raise _refuse("merge", "jangkar, tag dan << tidak diterima; tulis isinya.", event)
            key = event.value
            if key in out:
                raise _refuse(
                    "duplicate_key", f"kunci {key!r} ditulis dua kali; hapus satu.", event
                )
            out[key] = self.node(self.next(), (*place, key))
        return out


def _refuse(code: str, text: str, event: Any) -> SpecError:
    return unreadable(code, text, line=event.start_mark.line + 1)


def _syntax(error: yaml.YAMLError) -> SpecError:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or str(error)
    return unreadable(
        "yaml",
        f"YAML tidak terbaca: {said}.",
        line=mark.line + 1 if mark else None,
        way_out="Periksa spasi di depan dan tanda petik pada baris itu.",
    )
