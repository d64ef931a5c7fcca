"""Kelengkapan: what a step still lacks before it may be left, said so that one can act on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sop_workflow.case import Case
from sop_workflow.ports import World
from sop_workflow.procedure import Input, Procedure, RequiredPaper, Step


@dataclass(frozen=True, slots=True)
class Missing:
    """One lacking part: ``kind`` is isian, berkas or syarat; ``key`` finds its place."""

    kind: str
    key: str
    text: str
    way_out: str


def missing(procedure: Procedure, case: Case, world: World) -> tuple[Missing, ...]:
    """Everything that the current step lacks, in the order of the form; empty when complete."""
    step = procedure.step(case.step)
    return (
        *(_lacking_input(i) for i in step.inputs if i.required and not _filled(case, step, i)),
        *(_lacking_paper(p) for p in step.papers if p.required and not _present(case, step, p)),
        *(lack for name in step.conditions for lack in CONDITIONS[name](case, world)),
    )


def value_of(case: Case, step: Step, wanted: Input) -> object:
    """The value that counts for this visit, or None."""
    since = case.visit.seq - 1 if wanted.each_visit and case.visit else 0
    return case.fact(wanted.key, step=step.number, since=since)


def _filled(case: Case, step: Step, wanted: Input) -> bool:
    value = value_of(case, step, wanted)
    return value is True if wanted.kind == "centang" else value not in (None, "", [], ())


def _lacking_input(wanted: Input) -> Missing:
    if wanted.kind == "centang":
        text, way_out = f"{wanted.label} belum dicentang", "Centang sesudah dilakukan."
    else:
        text, way_out = f"{wanted.label} belum diisi", "Isi di halaman usulan."
    return Missing("isian", wanted.key, text, way_out)


def _lacking_paper(wanted: RequiredPaper) -> Missing:
    return Missing("berkas", wanted.key, f"{wanted.label} belum ada", f"Lampirkan {wanted.label}.")


def _present(case: Case, step: Step, wanted: RequiredPaper) -> bool:
    paper = case.paper(wanted.key)
    if paper is None:
        return False
    designed = "presentasi" in step.conditions or "deliverable" in step.conditions
    if not designed or case.spec is None:
        return True
    # Rancangan, manual and laporan describe one design: an older design's paper does not count.
    if paper.spec_sha256:
        return paper.spec_sha256 == case.spec.sha256
    return paper.seq > case.spec.seq


def _no_errors(case: Case, world: World) -> Iterator[Missing]:
    if world.spec is None:
        yield Missing(
            "syarat", "spesifikasi", "Spesifikasi belum ada", "Susun di editor rancangan."
        )
        return
    for text in world.spec.errors:
        yield Missing(
            "syarat", "spesifikasi", f"Kesalahan: {text}", "Perbaiki di editor rancangan."
        )


def _complete(case: Case, world: World) -> Iterator[Missing]:
    for text in world.spec.gaps if world.spec else ():
        yield Missing("syarat", "spesifikasi", f"Belum lengkap: {text}", "Lengkapi di editor.")


def _part(name: str, label: str, way_out: str) -> Callable[[Case, World], Iterator[Missing]]:
    def check(case: Case, world: World) -> Iterator[Missing]:
        if world.spec is None or not getattr(world.spec, name):
            yield Missing("syarat", name, f"{label} belum dirumuskan", way_out)

    return check


def _presentation(case: Case, world: World) -> Iterator[Missing]:
    meetings = [p for p in case.presentations if not p.cancelled]
    if not meetings:
        yield Missing("syarat", "presentasi", "Belum ada presentasi", "Jadwalkan presentasi.")
    for meeting in meetings:
        day = f"presentasi {meeting.at:%d-%m-%Y}"
        if meeting.held is None:
            text = f"Pelaksanaan {day} belum dicatat"
            yield Missing("syarat", meeting.id, text, "Catat hadir dan notulen, atau batalkan.")
            continue
        if case.paper("undangan_presentasi", meeting.id) is None:
            yield Missing("syarat", meeting.id, f"Undangan {day} belum ada", "Buat undangannya.")
        if not meeting.attendance:
            yield Missing("syarat", meeting.id, f"Daftar hadir {day} kosong", "Isi yang hadir.")
        if not meeting.previewed:
            yield Missing(
                "syarat",
                meeting.id,
                f"Pratinjau belum dicoba pada {day}",
                "Perbaiki catatannya, atau presentasikan lagi.",
            )
        if not meeting.minutes:
            yield Missing("syarat", meeting.id, f"Notulen {day} belum ada", "Tulis notulennya.")
        if not meeting.no_remarks and not any(r.presentation == meeting.id for r in case.remarks):
            text = f"Catatan pengguna pada {day} belum ada"
            yield Missing("syarat", meeting.id, text, "Tulis catatan, atau nyatakan tidak ada.")
    held = [p for p in meetings if p.held]
    if held and case.spec and held[-1].revision != case.spec.revision:
        text = "Rancangan yang sekarang belum dipresentasikan"
        yield Missing("syarat", "presentasi", text, "Jadwalkan presentasi lagi.")


def _answered(case: Case, world: World) -> Iterator[Missing]:
    for remark in case.remarks:
        if remark.answered is None:
            text = f"Catatan {remark.author} belum dijawab: {remark.text[:60]}"
            yield Missing("syarat", remark.id, text, "Jawab catatan ini.")


def _told(case: Case, world: World) -> Iterator[Missing]:
    for remark in case.remarks:
        if remark.answered is not None and remark.told is None:
            text = f"{remark.author} belum diberi tahu jawaban catatannya"
            yield Missing("syarat", remark.id, text, "Sampaikan jawabannya, lalu tandai.")


def _improved(case: Case, world: World) -> Iterator[Missing]:
    accepted = [r for r in case.remarks if r.outcome == "diterima"]
    shown = [p.revision for p in case.presentations if p.held]
    first = next((s for s in case.specs if s.revision in shown), None)
    if accepted and first and world.spec and world.spec.sha256 == first.sha256:
        text = "Ada catatan yang diterima, tetapi rancangan belum berubah"
        yield Missing("syarat", "spesifikasi", text, "Perbaiki rancangan, lalu buat ulang.")


def _deliverable(case: Case, world: World) -> Iterator[Missing]:
    bound = case.deliverable
    if bound is None or case.spec is None or bound.spec_sha256 != case.spec.sha256:
        text = "Paket aplikasi dari rancangan terakhir belum jadi"
        yield Missing("syarat", "deliverable", text, "Tunggu pembuatan paket, atau ulangi.")


def _openable(case: Case, world: World) -> Iterator[Missing]:
    for text in world.deliverable_problems:
        yield Missing("syarat", "dapat_dibuka", text, "Perbaiki, lalu buat paketnya lagi.")


CONDITIONS: dict[str, Callable[[Case, World], Iterator[Missing]]] = {
    "spesifikasi_tanpa_kesalahan": _no_errors,
    "spesifikasi_lengkap": _complete,
    "struktur": _part("structure", "Struktur data", "Tambahkan entitas dan kolomnya."),
    "alur": _part("flow", "Alur program", "Susun alur pada tab Alur."),
    "antarmuka": _part("interface", "Rancangan antarmuka", "Susun layar pada tab Layar."),
    "presentasi": _presentation,
    "catatan_dijawab": _answered,
    "pengusul_catatan_diberi_tahu": _told,
    "rancangan_diperbaiki": _improved,
    "deliverable": _deliverable,
    "dapat_dibuka": _openable,
}
"""The conditions that a procedure may name under `syarat`."""
