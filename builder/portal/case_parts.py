"""What the page of a case shows beside what the procedure says: papers, design, work under way."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _, lazy_gettext as _l

from builder.erd import Words, erd_svg, erd_table
from builder.kit.face.words import long_date
from builder.spec import SpecError, diff
from sop_workflow import papers
from sop_workflow.case import Case, Paper, Presentation, Status
from sop_workflow.events import Kind
from sop_workflow.papers.words import letter_date
from sop_workflow.views import CasePage, HistoryRow

from .house import House, house
from .people import me
from .signoff import signoff, superseded
from .spoken import spoken
from .work import work

ICONS = {
    "approved": ("check", "success"),
    "returned": ("arrow-back-up", "warning"),
    "rejected": ("x", "danger"),
    "commented": ("message", ""),
    "attached": ("paperclip", ""),
    "remark_added": ("message-circle", ""),
    "approvals_voided": ("alert-triangle", "danger"),
    "finished": ("flag", "success"),
}
DESIGN_FROM, ROOM_STEPS = 5, (6, 7)


def context(page: CasePage) -> dict[str, Any]:
    """Everything else that `case.html` reads."""
    rooms, case = house(), page.case
    return {
        "step_words": [s.activity for s in page.steps],
        "summary": summary(page),
        "people": people(rooms, case),
        "papers": tuple(reversed(case.papers)),
        "makeable": makeable(page),
        "attachable": attachable(page),
        "lacks_papers": any(slot.missing for slot in page.slots) or case.owes_refusal,
        "returned": returned(page),
        "history": [line(row) for row in page.history],
        **work(rooms, case),
        "signoff": signoff(rooms, page),
        "superseded": superseded(page),
        "design_changes": design_changes(rooms, page),
        "since": since_decision(rooms, page),
        "presentations": case.presentations if case.step >= ROOM_STEPS[0] else None,
        "remarks": [remark(rooms, case, one) for one in case.remarks],
        "attendance": {one.id: attendance(case, one) for one in case.presentations},
        "may_note": page.may["answer_remark"].ok
        and any(not one.cancelled for one in case.presentations),
        "review": rooms.cases.review(case.id) if asks_review(page) else None,
        "signs": page.step.binds == "deliverable",
        "primary": primary(page),
        "share_url": rooms.settings.public_url + url_for("CaseView.show", number=case.id),
        "public_url": url_for("PublicView.position", token=case.token),
        "others": others(page),
        "places": places(page),
        "ending": ending(page),
        **design(rooms, page),
    }


def asks_review(page: CasePage) -> bool:
    """The step of the lembar telaah: what exists already is shown beside it."""
    return page.my_turn and any(i.key.startswith("telaah") for i in page.step.inputs)


def design_changes(rooms: House, page: CasePage) -> list[str]:
    """What changed in the design since this person last looked at the case, in sentences."""
    return _changed(rooms, page, max((row.seq for row in page.history if not row.new), default=0))


def since_decision(rooms: House, page: CasePage) -> dict[str, Any] | None:
    """What became of the design since this person last decided on this step: he signs or returns
    it a second time. Stays as long as it is his turn, however often he looks; None before that."""
    acts = (Kind.APPROVED.value, Kind.RETURNED.value)
    mine = (row for row in page.history if row.mine and row.kind in acts)
    last = next((row for row in mine if row.step == page.step.number), None)
    if last is None or not page.my_turn or page.step.binds != "deliverable":
        return None
    return {"at": last.at, "changes": _changed(rooms, page, last.seq)}


def _changed(rooms: House, page: CasePage, seq: int) -> list[str]:
    """Sentences from the design as it was handed in up to that event to the one of today."""
    case = page.case
    before = next((s for s in reversed(case.specs) if s.seq <= seq), None)
    if before is None or case.spec is None or before.sha256 == case.spec.sha256:
        return []
    types = rooms.plugins.types
    old, new = (rooms.specs.need(int(one.revision)).spec(types) for one in (before, case.spec))
    return [sentence.text for sentence in diff(old, new)]


def primary(page: CasePage) -> str:
    """The words on the one primary button."""
    if not page.step.decides:
        return _("Selesaikan usulan") if page.step.number == page.procedure.last else _("Kirim")
    if page.step.binds == "deliverable":
        return _("Setujui dan tandatangani")
    return _("Setujui")


def summary(page: CasePage) -> list[tuple[str, Any]]:
    """Five lines by which an official knows what it is about; of a finished one, the hash too."""
    case = page.case
    day = case.fact("surat_tanggal")
    letter = f"{case.fact('surat_nomor') or '–'}, {letter_date(day) if day else '–'}"
    pairs = [
        (_("Tujuan"), case.fact("tujuan")),
        (_("Pemakai"), case.fact("pengguna")),
        (_("Alat sekarang"), case.fact("alat_sekarang")),
        (_("Perkiraan baris data setahun"), case.fact("baris_per_tahun")),
        (_("Surat usulan"), letter),
    ]
    if case.deliverable and not case.is_open:
        pairs.append((_("Sidik paket aplikasi (SHA-256)"), case.deliverable.sha256))
    return pairs


def places(page: CasePage) -> dict[str, str]:
    """Where on the page (or in the editor) a condition that is lacking can be met, by its key."""
    case = page.case
    found = {one.id: "#presentasi" for one in case.presentations}
    found |= {one.id: f"#catatan-{one.id}" for one in case.remarks}
    found |= {"presentasi": "#presentasi", "deliverable": "#pekerjaan"}
    if page.step.number >= DESIGN_FROM:
        editor = url_for("EditorView.open", number=case.id)
        found |= dict.fromkeys(("spesifikasi", "struktur", "alur", "antarmuka"), editor)
    return found


def ending(page: CasePage) -> str:
    """How a case that runs no longer came to its end; empty for one that runs."""
    case = page.case
    if case.is_open or case.closed is None:
        return ""
    when = long_date(case.closed)
    if case.status is Status.FINISHED and (receiver := case.fact("bast_penerima")):
        return _("Diserahkan kepada %(who)s pada %(when)s.", who=receiver, when=when)
    return _("Berakhir pada %(when)s.", when=when)


def people(rooms: House, case: Case) -> list[tuple[str, str]]:
    """Who entered it, who handles it, whom to ask at the SKPD."""
    return [
        (_("Pengusul"), rooms.seats.person(case.proposer).name if case.proposer else "–"),
        (_("Ditangani"), case.handler_name or "–"),
        (_("Narahubung SKPD"), str(case.fact("kontak") or "–")),
        (_("Pemilik data"), str(case.fact("pemilik_data") or "–")),
    ]


def makeable(page: CasePage) -> list[dict[str, str]]:
    """Papers that can be typeset now, those that the step waits for first; those of a presentation
    once for each. One that exists can be made again: the older one stays, as replaced."""
    if not page.may["attach"].ok:
        return []
    case = page.case
    wanted = {slot.wanted.key for slot in page.slots if slot.missing}
    meetings = [p for p in case.presentations if not p.cancelled]
    found = []
    for kind in papers.KINDS.values():
        refusal = kind.key == "surat_penolakan"
        if kind.step > case.step or refusal != (case.status is Status.REJECTED):
            continue
        for meeting in meetings if kind.per_presentation else (None,):
            key = meeting.id if meeting else ""
            label = f"{kind.label} ({meeting.at:%d-%m-%Y})" if meeting else kind.label
            again = case.paper(kind.key, key or None) is not None
            order = 0 if kind.key in wanted else 2 if again else 1
            label = _("%(p)s, buat lagi", p=label) if again else label
            found.append((order, {"value": f"{kind.key}/{key}", "label": label}))
    return [one for _order, one in sorted(found, key=lambda pair: pair[0])]


def attachable(page: CasePage) -> list[dict[str, str]]:
    """Kinds of papers that may be uploaded: what the step asks for, scans of those that were
    printed and signed by hand, and anything else."""
    if not page.may["attach"].ok:
        return []
    wanted = [{"kind": slot.wanted.key, "label": slot.wanted.label} for slot in page.slots]
    signed = []
    for value, one in scans(page).items():
        meeting = page.case.presentation(one.presentation)
        label = f"{one.label} ({meeting.at:%d-%m-%Y})" if meeting else one.label
        signed.append({"kind": value, "label": _("%(p)s, pindaian bertanda tangan", p=label)})
    return [*wanted, {"kind": "lampiran", "label": _("Lampiran lain")}, *signed]


def scans(page: CasePage) -> dict[str, Paper]:
    """The newest of each made paper: signed on paper, its scan takes its place."""
    asked = {slot.wanted.key for slot in page.slots}
    found = {
        f"{one.kind}/{one.presentation}": one
        for one in page.case.papers
        if one.kind in papers.KINDS and one.kind not in asked
    }
    return dict(sorted(found.items(), key=lambda pair: -pair[1].seq))


def returned(page: CasePage) -> HistoryRow | None:
    """The note with which the case came back, as long as it is still to be answered."""
    if not page.case.is_open or page.steps[page.case.step - 1].state != "dikembalikan":
        return None
    return next((row for row in page.history if row.kind == "returned"), None)


def line(row: HistoryRow) -> dict[str, Any]:
    """One event as the timeline wants it."""
    icon, tone = ICONS.get(row.kind, ("circle", ""))
    return {
        "title": spoken(row.what[:1].upper() + row.what[1:]),
        "when": row.at,
        "who": row.who,
        "text": "\n".join((row.note, *row.losses)).strip(),
        "icon": icon,
        "tone": tone,
    }


def attendance(case: Case, meeting: Presentation) -> str:
    """Who came, as the text box shows it; before it is recorded, who spoke up in the room."""
    if meeting.held:
        lines = [(one.name, one.unit, one.role) for one in meeting.attendance]
    else:
        said = [one for one in case.remarks if one.presentation == meeting.id]
        lines = list(dict.fromkeys((one.author, one.unit, "") for one in said))
    return "\n".join("; ".join(part for part in line if part) for line in lines)


def remark(rooms: House, case: Case, one: Any) -> dict[str, Any]:
    """A remark with the words of the place it is pinned to."""
    names = ("id", "author", "unit", "text", "at", "answer", "outcome", "answered", "told")
    found = {name: getattr(one, name) for name in (*names, "told_how")}
    app = rooms.specs.of_case(case.id)
    words = rooms.specs.node_words(app.id, one.node) if app and one.node else ""
    return {**found, "place": words or one.screen}


def design(rooms: House, page: CasePage) -> dict[str, Any]:
    """Links to editor, preview and room, as far as the case is."""
    case = page.case
    app = rooms.specs.of_case(case.id)
    mine = case.handler == me().id
    links = []
    if case.step >= DESIGN_FROM and (app or mine) and case.is_open:
        edits = mine and case.step in range(DESIGN_FROM, 12)
        label = _("Susun rancangan") if edits else _("Lihat rancangan")
        links.append(_link(url_for("EditorView.open", number=case.id), label, "edit"))
    if app and (case.is_open or not case.deliverable):
        links.append(_link(url_for("PreviewView.open", number=case.id), _("Coba aplikasi"), "eye"))
    if app and case.deliverable:
        url = url_for("PreviewView.deliverable", number=case.id)
        links.append(_link(url, _("Buka aplikasi yang ditandatangani"), "signature"))
        url = url_for("PaperView.package", number=case.id)
        links.append(_link(url, _("Unduh paket serahan"), "download"))
        links.append(_link(url_for("CatalogueView.show", slug=app.slug), _("Lihat kode"), "folder"))
    svg, rows = picture(rooms, app.id) if app else ("", ())
    return {"design": links, "erd": svg, "erd_rows": rows}


def picture(rooms: House, app_id: int) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """The ERD of the design as it stands, drawn and in rows; nothing while it cannot be read."""
    try:
        spec = rooms.specs.draft(app_id).spec(rooms.plugins.types)
    except SpecError:
        return "", ()
    return erd_svg(spec, say=Words(_("isian lain"))), erd_table(spec)


def _link(url: str, label: str, icon: str) -> dict[str, str]:
    return {"url": url, "label": label, "icon": icon}


RARELY = (
    ("hand_over", _l("Alihkan ke prakom lain")),
    ("change_spec", _l("Kirim perubahan rancangan")),
    ("withdraw", _l("Tarik usulan")),
)


def others(page: CasePage) -> list[dict[str, str]]:
    """Verbs that are rarely used: handing over, another design, withdrawing."""
    return [
        {"url": url_for("CaseView.rare", number=page.case.id, verb=verb), "label": str(label)}
        for verb, label in RARELY
        if page.may[verb].ok
    ]
