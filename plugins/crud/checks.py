"""What this plugin cannot make of a specification, said before anybody misses it."""

from __future__ import annotations

from collections.abc import Iterator

from builder.codenames import tables
from builder.spec import DetailScreen, FormScreen, ListScreen, Problem, Spec

MADE = (ListScreen, FormScreen, DetailScreen)


def problems(spec: Spec) -> list[Problem]:
    """Advice for screens that are left out, errors for columns of the same name."""
    return [*_screens(spec), *_columns(spec)]


def _screens(spec: Spec) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for screen in spec.screens:
        if not isinstance(screen, MADE):
            yield Problem(
                "advice",
                "screen_not_made",
                screen.name,
                screen.id,
                "kind",
                f"layar jenis {screen.kind} belum dibuat; aplikasi jadi tanpa layar ini.",
                way_out="Data yang sama tampil pada daftar entitasnya.",
            )
            continue
        pair = (screen.kind, screen.entity)
        if pair in seen:
            yield Problem(
                "advice",
                "screen_again",
                screen.name,
                screen.id,
                "kind",
                f"{screen.entity} sudah mempunyai layar {screen.kind}; yang pertama dipakai.",
                way_out="Gabungkan keduanya; untuk daftar, pakai tampilan tersimpan.",
            )
        seen.add(pair)


def _columns(spec: Spec) -> Iterator[Problem]:
    for table in tables(spec):
        keys = {f"{f.name}_id": f.name for f in table.fields if f.reference}
        for f in table.fields:
            if f.name in keys:
                yield Problem(
                    "error",
                    "column_taken",
                    f"{table.name}.{f.name}",
                    f.id,
                    "name",
                    f"nama ini dipakai kolom kunci rujukan {keys[f.name]}.",
                    way_out="Ganti nama isian ini.",
                )
