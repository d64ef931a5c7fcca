"""What was written down about a meeting can be put right, and everybody's words come in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sop_workflow.case import Attendee, Case
from sop_workflow.commands import AddRemark, CallPresentation, HoldPresentation, Return, Submit
from sop_workflow.desk import Actor
from sop_workflow.errors import NotAllowed, NotNow, Stale
from sop_workflow.sentences import deed

from .office import Office, meet

MINUTES = "Dibuka pukul sembilan."


def hold(office: Office, case: Case, **more: object) -> Case:
    meeting = case.presentations[-1].id
    given = {"attendance": (Attendee("Bu Ani", "Bidang UMKM"),), "minutes": MINUTES,
             "previewed": True, "no_remarks": True}  # fmt: skip
    return office.now("Sari", case, HoldPresentation, presentation=meeting, **given | more)


def called(office: Office) -> Case:
    at = office.clock.now() + timedelta(days=3)
    return office.now("Sari", office.at(6), CallPresentation, at=at, place="Aula")


def test_a_forgotten_tick_needs_no_second_meeting(office: Office) -> None:
    case = hold(office, called(office), previewed=False, no_remarks=False)
    lacking = {m.text.split(" pada ")[0] for m in office.service.missing(case.id)}
    assert {"Pratinjau belum dicoba", "Catatan pengguna"} <= lacking
    office.clock.pass_days(1)
    held = case.presentations[-1].held
    case = hold(office, case, attendance=(Attendee("Bu Ani"), Attendee("Pak Edi")))
    meeting = case.presentations[-1]
    assert len(case.presentations) == 1 and meeting.held == held
    assert [one.name for one in meeting.attendance] == ["Bu Ani", "Pak Edi"]
    assert {m.key for m in office.service.missing(case.id)}.isdisjoint({"presentasi"})
    assert not any("Pratinjau" in m.text for m in office.service.missing(case.id))
    last = office.service.history(case.id)[-1]
    assert deed(last) == "memperbaiki catatan hasil presentasi"


def test_a_correction_that_changes_nothing_is_refused(office: Office) -> None:
    case = hold(office, called(office))
    with pytest.raises(NotNow):
        hold(office, case)


def test_a_double_click_on_a_correction_counts_once(office: Office) -> None:
    case = hold(office, called(office))
    command = HoldPresentation(
        case_id=case.id,
        seen=case.version,
        presentation=case.presentations[-1].id,
        attendance=(Attendee("Bu Ani"),),
        minutes="Dibuka pukul sepuluh.",
        previewed=True,
        no_remarks=True,
    )
    after = office.do("Sari", command).case
    with pytest.raises((NotNow, Stale)):
        office.do("Sari", command)
    assert office.service.case(case.id).version == after.version


def test_a_correction_does_not_claim_that_a_newer_design_was_shown(office: Office) -> None:
    case = meet(office, office.at(6))
    shown = case.presentations[-1].revision
    case = office.now("Sari", case, Return, to=5, note="Rombak")
    office.specs.add("rev-baru")
    case = office.now("Sari", case, Submit, revision="rev-baru")
    case = hold(office, case, minutes="Dibuka pukul sepuluh.")
    assert case.presentations[-1].revision == shown
    texts = [m.text for m in office.service.missing(case.id)]
    assert "Rancangan yang sekarang belum dipresentasikan" in texts


def test_who_has_no_phone_is_written_down_by_the_handler(office: Office) -> None:
    case = called(office)
    meeting = case.presentations[-1].id
    said = {"text": "Hurufnya terlalu kecil", "presentation": meeting}
    case = office.now("Sari", case, AddRemark, author="Pak Tua", unit="Bidang UMKM", **said)
    remark = case.remarks[-1]
    assert (remark.author, remark.unit, remark.presentation) == ("Pak Tua", "Bidang UMKM", meeting)
    event = office.service.history(case.id)[-1]
    assert event.by.name == "Sari" and deed(event) == "mencatat perkataan Pak Tua"


@pytest.mark.parametrize("name", ["Kasim", "Budi", ""])
def test_nobody_else_speaks_for_another(office: Office, name: str) -> None:
    case = called(office)
    actor = office.actor(name) if name else Actor.guest("Tamu")
    command = AddRemark(case_id=case.id, text="Bagus", author="Pak Tua")
    with pytest.raises(NotAllowed):
        office.service.do(actor, command)
    assert office.service.case(case.id).remarks == ()
