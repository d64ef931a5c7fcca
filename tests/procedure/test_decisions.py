"""Returning, rejecting, voiding, handing over; stale pages and double clicks."""

from __future__ import annotations

from datetime import date

import pytest

from sop_workflow.case import Mandate, Status
from sop_workflow.commands import (
    AddRemark,
    AnswerRemark,
    Approve,
    BindDeliverable,
    CallPresentation,
    CancelPresentation,
    ChangeSpec,
    Comment,
    HandOver,
    HoldPresentation,
    MakePaper,
    Open,
    Record,
    Reject,
    Return,
    Submit,
    TellRemark,
    Withdraw,
)
from sop_workflow.desk import Actor
from sop_workflow.errors import BadInput, Incomplete, NotAllowed, NotFound, NotNow, Stale
from sop_workflow.events import Kind
from sop_workflow.ports import SpecState
from sop_workflow.signing import is_genuine
from tests.procedure.office import PDF, PROPOSAL, REVIEWED, Office, bind, meet, sha

CHECKED = {"periksa_laporan": True, "periksa_aplikasi": True}


def test_a_double_click_is_refused_and_stored_once(office: Office) -> None:
    case = office.at(2)
    page = office.service.page(office.actor("Kasim"), case.id)
    command = Approve(
        case_id=case.id,
        seen=page.case.version,
        sha256_seen=page.subject_sha256,
        facts={"disposisi_instruksi": "Untuk diteruskan"},
    )
    office.do("Kasim", command)
    with pytest.raises((Stale, NotAllowed)):
        office.do("Kasim", command)
    kinds = [e.kind for e in office.service.history(case.id)]
    assert kinds.count(Kind.APPROVED) == 1


def test_the_same_comment_from_the_same_page_is_stored_once(office: Office) -> None:
    case = office.at(2)
    command = Comment(case_id=case.id, seen=case.version, text="Mohon dicek")
    office.do("Kasim", command)
    with pytest.raises(Stale):
        office.do("Kasim", command)
    assert office.now("Kasim", case, Comment, text="Mohon dicek").version == case.version + 2


def test_opening_twice_from_one_form_makes_one_case(office: Office) -> None:
    command = Open(title="Arsip", organisation="Dinas", facts=PROPOSAL)
    office.do("Sari", command)
    with pytest.raises(Stale):
        office.do("Sari", command)
    assert len(office.service.cases()) == 1


def test_a_stale_page_is_refused(office: Office) -> None:
    case = office.at(2)
    page = office.service.page(office.actor("Kasim"), case.id)
    office.now("Sari", case, Comment, text="Nomor surat menyusul")
    command = Return(case_id=case.id, seen=page.case.version, to=1, note="Kurang")
    with pytest.raises(Stale, match="sudah berubah"):
        office.do("Kasim", command)


@pytest.mark.parametrize("step", [2, 3, 9, 10, 11])
def test_returning_needs_a_note_and_one_of_the_written_targets(office: Office, step: int) -> None:
    case = office.at(step)
    who = {2: "Kasim", 3: "Karta", 9: "Kasim", 10: "Karta", 11: "Kadir"}[step]
    target = 1 if step < 5 else 7
    with pytest.raises(BadInput) as empty:
        office.now(who, case, Return, to=target, note="  ")
    assert empty.value.field == "note"
    with pytest.raises(BadInput) as elsewhere:
        office.now(who, case, Return, to=5, note="Kurang")
    assert elsewhere.value.field == "to"
    case = office.now(who, case, Return, to=target, note="Kurang")
    assert case.step == target
    page = office.service.page(office.actor("Sari"), case.id)
    assert page.deadline.paused and page.deadline.due is None and page.my_turn


def test_an_unchanged_proposal_keeps_the_approvals_that_it_has(office: Office) -> None:
    case = office.at(3)
    case = office.now("Karta", case, Return, to=1, note="Jelaskan")
    case = office.now("Sari", case, Submit, note="Sudah jelas")
    assert case.step == 3
    assert [a.step for a in case.approvals if a.valid] == [2]


def test_a_changed_proposal_voids_the_approval_of_the_old_one(office: Office) -> None:
    case = office.at(3)
    case = office.now("Karta", case, Return, to=1, note="Jelaskan")
    case = office.now("Sari", case, Record, facts={"tujuan": "Lebih jelas"})
    assert [a for a in case.approvals if a.valid] == []
    assert case.step == 1
    assert office.now("Sari", case, Submit).step == 2
    assert Kind.APPROVALS_VOIDED in [e.kind for e in office.service.history(case.id)]


def test_rejecting_ends_the_case_with_its_reason_and_a_letter(office: Office) -> None:
    case = office.at(4)
    facts = {**REVIEWED, "disposisi_instruksi": "Untuk dijawab dengan surat penolakan"}
    with pytest.raises(BadInput):
        office.now("Kadir", case, Reject, note="", facts=facts)
    with pytest.raises(Incomplete):
        office.now("Kadir", case, Reject, note="Sudah ada SRIKANDI")
    case = office.now("Kadir", case, Reject, note="Sudah ada SRIKANDI", facts=facts)
    assert case.status is Status.REJECTED
    case = office.now("Sari", case, MakePaper, kind="surat_penolakan", number="005/9/2026")
    letter = office.service.paper(case.id, case.papers[-1].id)
    assert b"Sudah ada SRIKANDI" in letter.content
    with pytest.raises(NotNow):
        office.now("Sari", case, Comment, text="Terlambat")


def test_tidak_perlu_cannot_be_approved(office: Office) -> None:
    case = office.at(4)
    with pytest.raises(NotNow, match="tidak perlu"):
        office.approve("Kadir", case, facts={**REVIEWED, "telaah_simpulan": "tidak perlu"})


def test_withdrawing_ends_the_case(office: Office) -> None:
    case = office.now("Sari", office.at(3), Withdraw, note="Dibatalkan SKPD")
    assert case.status is Status.WITHDRAWN and not office.service.missing(case.id)


def test_another_prakom_takes_over_and_the_first_may_no_longer(office: Office) -> None:
    case = office.at(5)
    with pytest.raises(BadInput):
        office.now("Sari", case, HandOver, to=office.person["Kasim"])
    case = office.now("Kasim", case, HandOver, to=office.person["Budi"], note="Sari cuti")
    with pytest.raises(NotAllowed, match="prakom lain"):
        office.now("Sari", case, Submit)
    office.specs.add("rev-1")
    case = office.now("Budi", case, Submit, revision="rev-1")
    assert case.step == 6 and case.handler_name == "Budi"
    assert set(case.makers) == {office.person["Sari"], office.person["Budi"]}


def test_a_draft_that_was_not_frozen_cannot_be_submitted(office: Office) -> None:
    case = office.at(5)
    office.specs.revisions["draf"] = SpecState("", sha("draf"))
    with pytest.raises(BadInput) as refused:
        office.now("Sari", case, Submit, revision="draf")
    assert refused.value.field == "revision"


def test_a_changed_design_after_a_signature_voids_it_and_returns_to_7(office: Office) -> None:
    case = office.at(11)
    assert [a.step for a in case.approvals if a.valid] == [2, 3, 4, 9, 10]
    office.specs.add("rev-9")
    case = office.now("Sari", case, ChangeSpec, revision="rev-9", note="Kolom NIK berubah")
    assert case.step == 7
    assert [a.step for a in case.approvals if a.valid] == [2, 3, 4]
    assert case.deliverable is None
    voided = [e for e in office.service.history(case.id) if e.kind is Kind.APPROVALS_VOIDED]
    assert voided[-1].data["steps"] == [9, 10]
    case = office.now("Sari", case, Submit, revision="rev-9")
    case = office.step(case)
    assert case.step == 9


def test_another_deliverable_of_the_same_design_returns_to_9(office: Office) -> None:
    case = bind(office, office.at(11), "kedua")
    assert case.step == 9
    assert [a.step for a in case.approvals if a.valid] == [2, 3, 4]


def test_a_deliverable_of_another_design_is_refused(office: Office) -> None:
    case = office.at(8)
    for spec, name in ((sha("lain"), "rev-x"), ("bukan sidik", "rev-x")):
        with pytest.raises((NotNow, BadInput)):
            office.now(
                "Sistem",
                case,
                BindDeliverable,
                deliverable_sha256=sha("d"),
                spec_sha256=spec,
                revision=name,
            )


def test_returned_for_papers_only_asks_again_exactly_who_has_to_see_it(office: Office) -> None:
    case = office.now("Kadir", office.at(11), Return, to=8, note="Manual kurang")
    assert [a.step for a in case.approvals if a.valid] == [2, 3, 4, 9, 10]
    same = office.now("Sari", case, Submit, note="Sudah benar")
    assert same.step == 11
    case = office.now("Kadir", same, Return, to=8, note="Belum")
    case = bind(office, case, "manual baru")
    assert case.step == 8
    assert office.now("Sari", case, Submit).step == 9


def test_signing_needs_the_password_and_exactly_the_bytes_seen(office: Office) -> None:
    case = office.at(9)
    with pytest.raises(BadInput) as unsigned:
        office.approve("Kasim", case, facts=CHECKED, confirmed=False)
    assert unsigned.value.field == "password"
    with pytest.raises(Stale):
        office.now("Kasim", case, Approve, sha256_seen=sha("lain"), facts=CHECKED, confirmed=True)
    case = office.approve("Kasim", case, facts=CHECKED, confirmed=True)
    approval = case.valid_approval(9)
    assert approval and approval.signature and is_genuine(approval.signature, approval.by)
    assert "tidak tersertifikasi" in approval.signature.wording


def test_a_decision_stores_person_seat_and_mandate_of_that_day(office: Office) -> None:
    case = office.at(2)
    seats = office.service.seats
    seats.assign(
        "admin",
        office.spare,
        "kasi",
        mandate=Mandate.PLH,
        start=date(2026, 11, 20),
        end=date(2026, 11, 30),
        order="SP-7",
    )
    with pytest.raises(NotAllowed):
        office.approve("Kasim", case, facts={"disposisi_instruksi": "Untuk diteruskan"})
    office.person["Tamu"] = office.spare
    case = office.approve("Tamu", case, facts={"disposisi_instruksi": "Untuk diteruskan"})
    seats.edit_person("admin", office.spare, "Nama Baru")
    by = office.service.history(case.id)[-1].by
    assert (by.name, by.mandate, by.order) == ("Tamu Kantor", Mandate.PLH, "SP-7")
    assert by.title == "Plh Kasi Pengembangan Aplikasi Pemerintahan"


def test_a_presentation_is_called_cancelled_and_held_again(office: Office) -> None:
    case = office.at(6)
    when = office.clock.now()
    case = office.now("Sari", case, CallPresentation, at=when, place="Aula")
    first = case.presentations[0].id
    case = office.now("Sari", case, CancelPresentation, presentation=first, note="Listrik padam")
    with pytest.raises(NotNow):
        office.now(
            "Sari",
            case,
            HoldPresentation,
            presentation=first,
            attendance=(),
            minutes="x",
            previewed=True,
        )
    case = meet(office, case, remark=False)
    lacking = {m.key for m in office.service.missing(case.id)}
    assert lacking == {"rancangan"}


def test_a_design_that_was_not_shown_blocks_step_6(office: Office) -> None:
    case = meet(office, office.at(6))
    case = office.now("Sari", case, Return, to=5, note="Rombak")
    office.specs.add("rev-baru")
    case = office.now("Sari", case, Submit, revision="rev-baru")
    texts = [m.text for m in office.service.missing(case.id)]
    assert "Rancangan yang sekarang belum dipresentasikan" in texts


def test_remarks_are_answered_and_told_before_7_is_left(office: Office) -> None:
    case = office.at(7)
    remark = case.remarks[0]
    assert (remark.author, remark.unit, remark.node) == ("Bu Ani", "Bidang UMKM", "abcdefgh")
    with pytest.raises(NotNow):
        office.now("Sari", case, TellRemark, remark=remark.id, how="lisan")
    case = office.now(
        "Sari", case, AnswerRemark, remark=remark.id, answer="Diperbaiki", outcome="diterima"
    )
    office.specs.add("rev-2")
    texts = " ".join(m.text for m in office.service.missing(case.id))
    assert "belum diberi tahu" in texts
    case = office.now("Sari", case, TellRemark, remark=remark.id, how="halaman ruang")
    assert office.service.missing(case.id) == ()
    office.specs.newest = "rev-1"
    assert "belum berubah" in office.service.missing(case.id)[0].text


def test_a_guest_needs_a_name_and_pins_only_while_people_try(office: Office) -> None:
    with pytest.raises(BadInput):
        Actor.guest("  ")
    case = office.at(5)
    with pytest.raises(NotNow):
        office.service.do(Actor.guest("Ani"), AddRemark(case_id=case.id, text="Salah"))


def test_a_file_that_is_no_pdf_or_empty_is_refused_by_name(office: Office) -> None:
    case = office.open()
    for content in (b"", b"MZ bukan pdf"):
        with pytest.raises(BadInput) as refused:
            office.attach("Sari", case, "surat_usulan", content)
        assert "surat_usulan.pdf" in str(refused.value)
    assert office.files.kept == {}, "what was refused leaves no bytes behind"


def test_an_input_of_another_step_or_kind_is_refused_beside_its_field(office: Office) -> None:
    case = office.open()
    for facts, field in (
        ({"bast_nomor": "1"}, "bast_nomor"),
        ({"surat_tanggal": "2026-02-30"}, "surat_tanggal"),
        ({"baris_per_tahun": "banyak"}, "baris_per_tahun"),
        ({"tujuan": "x" * 9000}, "tujuan"),
    ):
        with pytest.raises(BadInput) as refused:
            office.now("Sari", case, Record, facts=facts)
        assert refused.value.field == field
    assert office.service.case(case.id).version == case.version


def test_text_loses_control_and_direction_characters_at_the_door(office: Office) -> None:
    case = office.open(tujuan="a\x00b\u202ec\r\nd")
    assert case.fact("tujuan") == "abc\nd"


def test_the_public_code_shows_step_and_date_and_nothing_else(office: Office) -> None:
    case = office.at(3)
    shown = office.service.position(case.token)
    assert (shown.number, shown.step, shown.of) == (case.number, 3, 12)
    assert not {"title", "organisation", "handler"} & set(type(shown).__slots__)
    assert len(case.token) >= 32 and case.number not in case.token
    with pytest.raises(NotFound):
        office.service.position("tebakan")


def test_a_paper_of_another_case_is_not_found(office: Office) -> None:
    case = office.attach("Sari", office.open(), "surat_usulan")
    other = office.open("Lain")
    assert office.service.paper(case.id, case.papers[0].id).content == PDF
    with pytest.raises(NotFound):
        office.service.paper(other.id, case.papers[0].id)
