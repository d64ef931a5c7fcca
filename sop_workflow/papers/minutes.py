"""What was held: attendance, minutes, berita acara, hand-over, report of the sosialisasi."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sop_workflow.calendar import spoken_date
from sop_workflow.case import Attendee, Case, Presentation, Remark
from sop_workflow.papers.blocks import (
    Block,
    Made,
    heading,
    pairs,
    para,
    signer,
    signer_holding,
    signer_of,
    table,
)
from sop_workflow.papers.context import Context, Kind, Order, paper
from sop_workflow.papers.words import letter_date, minutes_date, or_blank

BLANK_ROWS = 15


def attendance(context: Context, order: Order) -> Made:
    """Daftar hadir presentasi: who came, or empty lines to sign on before it."""
    meeting = order.the_meeting
    local = context.calendar.local(meeting.at)
    blocks = [
        pairs(
            [
                ("Kegiatan", f"Presentasi rancangan aplikasi {context.case.title}"),
                ("Hari, tanggal", spoken_date(local.date())),
                ("Pukul", f"{local:%H.%M} {context.calendar.zone}"),
                ("Tempat", meeting.place),
            ]
        ),
        _people(meeting.attendance),
    ]
    return paper(context, "daftar_hadir", "Daftar hadir presentasi", blocks, title="DAFTAR HADIR")


def notes(context: Context, order: Order) -> Made:
    """Notulen: what was said, and the users' remarks."""
    meeting = order.the_meeting
    blocks = [
        pairs(
            [
                *context.case_rows,
                ("Hari, tanggal", spoken_date(context.calendar.day(meeting.at))),
                ("Tempat", meeting.place),
                ("Acara", meeting.agenda),
                ("Hadir", f"{len(meeting.attendance)} orang"),
            ]
        ),
        heading("Jalannya presentasi"),
        para(meeting.minutes),
        heading("Catatan pengguna"),
        _remarks(r for r in context.case.remarks if r.presentation == meeting.id),
    ]
    return paper(
        context,
        "notulen",
        "Notulen presentasi",
        blocks,
        title="NOTULEN PRESENTASI",
        place_date=context.place_date(order.day),
        signers=[_handler(context)],
    )


def presentation_record(context: Context, order: Order) -> Made:
    """Berita acara presentasi, the date spelled out, signed by both sides."""
    meeting = order.the_meeting
    case = context.case
    blocks = [
        para(
            f"Pada {minutes_date(context.calendar.day(meeting.at))}, bertempat di "
            f"{or_blank(meeting.place)}, telah dilaksanakan presentasi rancangan aplikasi "
            f"{case.title} yang diusulkan oleh {case.organisation}, dihadiri "
            f"{len(meeting.attendance)} orang sebagaimana daftar hadir."
        ),
        pairs([("Sidik rancangan (SHA-256)", _shown(case, meeting))]),
        heading("Catatan pengguna"),
        _remarks(r for r in case.remarks if r.presentation == meeting.id),
        para("Demikian berita acara ini dibuat dengan sebenarnya."),
    ]
    return paper(
        context,
        "berita_acara_presentasi",
        "Berita acara presentasi",
        blocks,
        title="BERITA ACARA PRESENTASI",
        number=order.number,
        place_date=context.place_date(order.day),
        signers=[signer(f"Wakil {case.organisation}"), _handler(context)],
    )


def review_record(context: Context, order: Order) -> Made:
    """Berita acara review: each remark, its answer, and the revision that came of it."""
    case = context.case
    blocks = [
        para(
            f"Pada {minutes_date(order.day)} telah dilakukan review atas rancangan aplikasi "
            f"{case.title} berdasarkan catatan pengguna, dengan hasil sebagai berikut."
        ),
        _remarks(case.remarks),
        pairs([("Sidik rancangan (SHA-256)", case.spec.sha256 if case.spec else "")]),
        para("Demikian berita acara ini dibuat dengan sebenarnya."),
    ]
    return paper(
        context,
        "berita_acara_review",
        "Berita acara review",
        blocks,
        title="BERITA ACARA REVIEW APLIKASI",
        number=order.number,
        place_date=context.place_date(order.day),
        signers=[signer(f"Wakil {case.organisation}"), _handler(context)],
    )


def socialisation_report(context: Context, order: Order) -> Made:
    """Laporan sosialisasi: when, where, who came, what was said."""
    case = context.case
    blocks = [
        pairs(
            [
                *context.case_rows,
                ("Tanggal", letter_date(case.fact("sosialisasi_tanggal"))),
                ("Tempat", case.fact("sosialisasi_tempat")),
            ]
        ),
        heading("Pelaksanaan"),
        para(case.fact("sosialisasi_catatan")),
        heading("Daftar hadir"),
        _people(_recorded_people(context)),
    ]
    return paper(
        context,
        "laporan_sosialisasi",
        "Laporan sosialisasi",
        blocks,
        title="LAPORAN SOSIALISASI APLIKASI",
        place_date=context.place_date(order.day),
        signers=[_handler(context)],
    )


def socialisation_attendance(context: Context, order: Order) -> Made:
    """Daftar hadir sosialisasi, filled or to be signed."""
    case = context.case
    blocks = [
        pairs(
            [
                ("Kegiatan", f"Sosialisasi aplikasi {case.title}"),
                ("Tanggal", letter_date(case.fact("sosialisasi_tanggal"))),
                ("Pukul", case.fact("sosialisasi_pukul")),
                ("Tempat", case.fact("sosialisasi_tempat")),
            ]
        ),
        _people(_recorded_people(context)),
    ]
    label = "Daftar hadir sosialisasi"
    return paper(context, "daftar_hadir_sosialisasi", label, blocks, title="DAFTAR HADIR")


def handover(context: Context, order: Order) -> Made:
    """BAST: what is handed over, by its hash, from whom to whom."""
    case = context.case
    raw = case.fact("bast_tanggal")
    day = date.fromisoformat(raw) if raw else order.day
    top = [step.performer for step in context.procedure.steps if step.decides][-1]
    giver = signer_holding(context.holders, top, context.procedure.role_name(top))
    receiving = (case.fact("bast_penerima"), case.fact("bast_penerima_jabatan"))
    blocks = [
        para(f"Pada {minutes_date(day)}, yang bertanda tangan di bawah ini:"),
        pairs(
            [
                ("Pihak pertama", f"{giver['name']}, {giver['title']}"),
                ("Pihak kedua", ", ".join(str(one) for one in receiving if one)),
            ]
        ),
        para(
            "Pihak pertama menyerahkan kepada pihak kedua, dan pihak kedua menerima dari pihak "
            f"pertama, aplikasi {case.title} beserta dokumennya:"
        ),
        table(
            ("No", "Barang", "Sidik (SHA-256)"),
            _goods(context),
            ("1cm", "1fr", "7.4cm"),
        ),
        para("Demikian berita acara ini dibuat dengan sebenarnya dalam rangkap dua."),
    ]
    receiver = signer(
        "Pihak kedua",
        or_blank(case.fact("bast_penerima")),
        case.fact("bast_penerima_jabatan") or "",
    )
    return paper(
        context,
        "bast",
        "Berita acara serah terima",
        blocks,
        title="BERITA ACARA SERAH TERIMA APLIKASI",
        number=order.number or case.fact("bast_nomor") or "",
        place_date=context.place_date(day),
        signers=[receiver, {**giver, "title": f"Pihak pertama\n{giver['title']}"}],
    )


def _shown(case: Case, meeting: Presentation) -> str:
    """The hash of the design that was presented."""
    return next((one.sha256 for one in case.specs if one.revision == meeting.revision), "")


def _goods(context: Context) -> list[tuple[str, str, str]]:
    case = context.case
    goods = (
        [("Paket aplikasi (DELIVERABLE.json)", case.deliverable.sha256)] if case.deliverable else []
    )
    for kind in ("rancangan", "manual", "laporan"):
        if found := case.paper(kind):
            goods.append((found.label, found.sha256))
    return [(str(n), name, digest) for n, (name, digest) in enumerate(goods, 1)]


def _people(attendees: Sequence[Attendee]) -> Block:
    rows = [(str(n), a.name, a.unit, a.role, "") for n, a in enumerate(attendees, 1)]
    blank = [(str(n), "", "", "", "") for n in range(1, BLANK_ROWS + 1)]
    return table(
        ("No", "Nama", "Unit kerja", "Jabatan", "Tanda tangan"),
        rows or blank,
        ("1cm", "1fr", "1fr", "3cm", "3cm"),
    )


def _recorded_people(context: Context) -> list[Attendee]:
    return [Attendee(**line) for line in context.case.fact("sosialisasi_hadir") or ()]


def _remarks(remarks: Iterable[Remark]) -> Block:
    said = list(remarks)
    rows = [
        (str(n), f"{r.author}{', ' + r.unit if r.unit else ''}", r.text, _answer(r))
        for n, r in enumerate(said, 1)
    ]
    head, widths = ("No", "Dari", "Catatan", "Jawaban"), ("1cm", "3.4cm", "1fr", "1fr")
    most = 4 if any(r.answer for r in said) else 3  # in the room nothing is answered yet
    return table(head[:most], [row[:most] for row in rows], widths[:most])


def _answer(remark: Remark) -> str:
    return f"{remark.answer} ({remark.outcome})" if remark.answer else ""


def _handler(context: Context) -> Block:
    for held in context.holders:
        if held.person.id == context.case.handler and held.seat.role == context.procedure.maker:
            return signer(held.seat.name, held.person.name, held.person.rank, held.person.nip)
    return signer_of(context.by, context.people)


KINDS = (
    Kind("daftar_hadir", "Daftar hadir presentasi", 6, attendance, True),
    Kind("notulen", "Notulen presentasi", 6, notes, True),
    Kind("berita_acara_presentasi", "Berita acara presentasi", 6, presentation_record, True),
    Kind("berita_acara_review", "Berita acara review", 7, review_record),
    Kind("daftar_hadir_sosialisasi", "Daftar hadir sosialisasi", 12, socialisation_attendance),
    Kind("laporan_sosialisasi", "Laporan sosialisasi", 12, socialisation_report),
    Kind("bast", "Berita acara serah terima (BAST)", 12, handover),
)
