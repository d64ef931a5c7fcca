"""Letters that leave the office: invitations and the letter of refusal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sop_workflow.calendar import spoken_date
from sop_workflow.papers.blocks import Block, Made, pairs, para, signer_holding
from sop_workflow.papers.context import Context, Kind, Order, paper
from sop_workflow.papers.sheets import refusal_reason
from sop_workflow.papers.words import letter_date, or_blank


def refusal(context: Context, order: Order) -> Made:
    """Surat penolakan after 'tidak perlu' at step 4, with the official's reason."""
    case = context.case
    blocks = [
        para(
            f"Menjawab surat Saudara nomor {or_blank(case.fact('surat_nomor'))} tanggal "
            f"{letter_date(case.fact('surat_tanggal'))} perihal usulan pembuatan aplikasi "
            f"{case.title}, dengan hormat kami sampaikan bahwa setelah ditelaah usulan tersebut "
            "belum dapat kami tindak lanjuti."
        ),
        para("Pertimbangan:"),
        para(refusal_reason(tuple(context.events))),
        pairs(
            [
                ("Aplikasi serupa", case.fact("telaah_serupa")),
                ("Aplikasi umum nasional", case.fact("telaah_umum")),
            ]
        ),
        para("Demikian disampaikan, atas perhatian Saudara kami ucapkan terima kasih."),
    ]
    subject = f"Jawaban atas usulan pembuatan aplikasi {case.title}"
    return _letter(context, order, "surat_penolakan", "Surat penolakan", subject, blocks)


def invite_presentation(context: Context, order: Order) -> Made:
    """Undangan presentasi: day, hour, place, agenda."""
    meeting = order.the_meeting
    local = context.calendar.local(meeting.at)
    blocks = _invitation(
        context,
        f"presentasi rancangan aplikasi {context.case.title}",
        local.date(),
        f"{local:%H.%M} {context.calendar.zone}",
        meeting.place,
        meeting.agenda,
    )
    return _letter(
        context,
        order,
        "undangan_presentasi",
        "Undangan presentasi",
        f"Undangan presentasi rancangan aplikasi {context.case.title}",
        blocks,
        to=meeting.invited,
    )


def invite_socialisation(context: Context, order: Order) -> Made:
    """Undangan sosialisasi at step 12."""
    case = context.case
    raw = case.fact("sosialisasi_tanggal")
    blocks = _invitation(
        context,
        f"sosialisasi aplikasi {case.title}",
        date.fromisoformat(raw) if raw else None,
        case.fact("sosialisasi_pukul") or "",
        case.fact("sosialisasi_tempat") or "",
        f"Sosialisasi dan penyerahan aplikasi {case.title}",
    )
    subject = f"Undangan sosialisasi aplikasi {case.title}"
    label = "Undangan sosialisasi"
    return _letter(context, order, "undangan_sosialisasi", label, subject, blocks)


def _invitation(
    context: Context, what: str, day: date | None, hour: str, place: str, agenda: str
) -> list[Block]:
    return [
        para(f"Dengan hormat, kami mengundang Saudara untuk menghadiri {what}, pada:"),
        pairs(
            [
                ("Hari, tanggal", spoken_date(day) if day else ""),
                ("Pukul", hour),
                ("Tempat", place),
                ("Acara", agenda),
            ]
        ),
        para("Demikian disampaikan, atas kehadiran Saudara kami ucapkan terima kasih."),
    ]


def _letter(
    context: Context,
    order: Order,
    kind: str,
    label: str,
    subject: str,
    blocks: Sequence[Block],
    *,
    to: Sequence[str] = (),
) -> Made:
    top = _top(context)
    letter = {
        "number": or_blank(order.number),
        "nature": or_blank(order.extra.get("sifat", "")),
        "enclosure": or_blank(order.extra.get("lampiran", "-")),
        "subject": subject,
        "to": list(to) or [f"Kepala {or_blank(context.case.organisation)}"],
    }
    copies = order.extra.get("tembusan", ())
    return paper(
        context,
        kind,
        label,
        blocks,
        letter=letter,
        place_date=context.place_date(order.day),
        signers=[signer_holding(context.holders, top, context.procedure.role_name(top))],
        copies=[str(line) for line in copies] if isinstance(copies, list | tuple) else (),
    )


def _top(context: Context) -> str:
    """Who signs what leaves the office: the highest of the deciding seats."""
    return [step.performer for step in context.procedure.steps if step.decides][-1]


KINDS = (
    Kind("surat_penolakan", "Surat penolakan", 4, refusal),
    Kind("undangan_presentasi", "Undangan presentasi", 6, invite_presentation, True),
    Kind("undangan_sosialisasi", "Undangan sosialisasi", 12, invite_socialisation),
)
