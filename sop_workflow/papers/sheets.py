"""Sheets that go with a step: receipt, disposition, review, examination."""

from __future__ import annotations

from sop_workflow.calendar import short_date
from sop_workflow.case import Stamp
from sop_workflow.events import Event, Kind as EventKind
from sop_workflow.papers.blocks import (
    Made,
    heading,
    pairs,
    para,
    qr,
    signer_holding,
    signer_of,
    table,
    ticks,
)
from sop_workflow.papers.context import Context, Kind, Order, paper
from sop_workflow.papers.words import BLANK, letter_date
from sop_workflow.procedure import Step
from sop_workflow.signing import UNCERTIFIED


def receipt(context: Context, order: Order) -> Made:
    """Tanda terima with the QR of the public position: step and date only."""
    case = context.case
    letter = case.paper("surat_usulan")
    base = context.settings.get("alamat_publik", "").rstrip("/")
    address = f"{base}/posisi/{case.token}" if base else f"/posisi/{case.token}"
    blocks = [
        para("Telah diterima usulan pembuatan aplikasi dengan keterangan sebagai berikut."),
        pairs(
            [
                *context.case_rows,
                ("Nomor surat", case.fact("surat_nomor")),
                ("Tanggal surat", letter_date(case.fact("surat_tanggal"))),
                ("Berkas surat (SHA-256)", letter.sha256 if letter else BLANK),
                ("Diterima tanggal", context.calendar.day(case.opened) if case.opened else ""),
                ("Narahubung", case.fact("kontak")),
            ]
        ),
        qr(address, "Pindai untuk melihat posisi usulan (langkah dan tanggal)."),
    ]
    return paper(
        context,
        "tanda_terima",
        "Tanda terima",
        blocks,
        title="TANDA TERIMA USULAN",
        number=case.number,
        place_date=context.place_date(order.day),
        signers=[signer_of(_proposer(context), context.people)],
    )


def disposition(context: Context, order: Order) -> Made:
    """Lembar disposisi: what each of the three officials wrote, in order."""
    case = context.case
    rows = []
    for step in context.procedure.steps:
        if any(i.key == "disposisi_instruksi" for i in step.inputs):
            approval = case.valid_approval(step.number)
            limit = case.fact("disposisi_batas", step=step.number)
            rows.append(
                (
                    approval.by.title if approval else step.performer_name,
                    case.fact("disposisi_instruksi", step=step.number),
                    letter_date(limit) if limit else "-",
                    case.fact("disposisi_catatan", step=step.number) or "-",
                    short_date(context.calendar.day(approval.at)) if approval else "",
                )
            )
    blocks = [
        pairs(
            [
                *context.case_rows,
                ("Surat dari", case.organisation),
                ("Nomor surat", case.fact("surat_nomor")),
                ("Tanggal surat", letter_date(case.fact("surat_tanggal"))),
                ("Perihal", f"Usulan pembuatan aplikasi {case.title}"),
                ("Rujukan SRIKANDI", case.fact("srikandi")),
            ]
        ),
        table(
            ("Dari", "Instruksi", "Batas waktu", "Catatan", "Tanggal"),
            rows,
            ("3.4cm", "3.2cm", "2.4cm", "1fr", "2.2cm"),
        ),
    ]
    label = "Lembar disposisi"
    return paper(context, "lembar_disposisi", label, blocks, title="LEMBAR DISPOSISI")


def review(context: Context, order: Order) -> Made:
    """Lembar telaah: what a chief decides 'perlu / tidak perlu' with."""
    case = context.case
    step = _step_with_input(context, "telaah_simpulan")
    similar = context.review.similar if context.review else ()
    common = context.review.common if context.review else ()
    approval = case.valid_approval(step.number)
    blocks = [
        pairs(
            [
                *context.case_rows,
                ("Tujuan", case.fact("tujuan")),
                ("Pengguna", case.fact("pengguna")),
                ("Baris data setahun", case.fact("baris_per_tahun")),
                ("Alat sekarang", case.fact("alat_sekarang")),
                ("Pemilik data", case.fact("pemilik_data")),
            ]
        ),
        heading("Aplikasi serupa dalam katalog"),
        table(
            ("Aplikasi", "Pemilik", "Keterangan"),
            [(s.title, s.organisation, s.note or "-") for s in similar],
            ("1fr", "1fr", "1fr"),
        ),
        para(case.fact("telaah_serupa", step=step.number)),
        heading("Aplikasi umum nasional di bidang ini"),
        table(
            ("Bidang", "Aplikasi", "Sumber"),
            [(c.field, c.name or BLANK, c.source) for c in common],
            ("1fr", "1fr", "1fr"),
        ),
        para(case.fact("telaah_umum", step=step.number)),
        heading("Simpulan"),
        para(case.fact("telaah_simpulan", step=step.number)),
    ]
    signers = [signer_of(approval.by, context.people)] if approval else [_performer(context, step)]
    return paper(
        context,
        "lembar_telaah",
        "Lembar telaah",
        blocks,
        title="LEMBAR TELAAH USULAN APLIKASI",
        place_date=context.place_date(order.day),
        signers=signers,
    )


def examination(context: Context, order: Order) -> Made:
    """Lembar pemeriksaan: what the three officials checked and signed, over which bytes."""
    case = context.case
    blocks = [
        pairs(
            [
                *context.case_rows,
                ("DELIVERABLE.json (SHA-256)", case.deliverable.sha256 if case.deliverable else ""),
            ]
        )
    ]
    signers = []
    for step in (s for s in context.procedure.steps if s.binds == "deliverable"):
        approval = case.valid_approval(step.number)
        blocks += [
            heading(f"Langkah {step.number}: {step.performer_name}"),
            ticks(
                (i.label, case.fact(i.key, step=step.number) is True)
                for i in step.inputs
                if i.kind == "centang"
            ),
            pairs([("Catatan", case.fact("periksa_catatan", step=step.number) or "-")]),
        ]
        lines: list[str] = []
        if approval and approval.signature:
            moment = context.calendar.local(approval.at)
            lines = [f"{moment:%d-%m-%Y %H.%M} {context.calendar.zone}"]
            lines.append(f"sidik {approval.signature.digest[:16]}")
        signers.append(
            signer_of(approval.by, context.people, lines) if approval else _performer(context, step)
        )
    blocks.append(para(UNCERTIFIED))
    return paper(
        context,
        "lembar_pemeriksaan",
        "Lembar pemeriksaan",
        blocks,
        title="LEMBAR PEMERIKSAAN HASIL PEMBUATAN APLIKASI",
        place_date=context.place_date(order.day),
        signers=signers,
    )


def refusal_reason(events: tuple[Event, ...]) -> str:
    """The note with which the case was rejected, empty when it was not."""
    return next((e.note for e in reversed(events) if e.kind is EventKind.REJECTED), "")


def _step_with_input(context: Context, key: str) -> Step:
    steps = context.procedure.steps
    return next((s for s in steps if any(i.key == key for i in s.inputs)), steps[0])


def _performer(context: Context, step: Step) -> dict[str, object]:
    return signer_holding(context.holders, step.performer, step.performer_name)


def _proposer(context: Context) -> Stamp:
    opened = next((e for e in context.events if e.kind is EventKind.OPENED), None)
    return opened.by if opened else context.by


KINDS = (
    Kind("tanda_terima", "Tanda terima", 1, receipt),
    Kind("lembar_disposisi", "Lembar disposisi", 2, disposition),
    Kind("lembar_telaah", "Lembar telaah", 4, review),
    Kind("lembar_pemeriksaan", "Lembar pemeriksaan", 9, examination),
)
