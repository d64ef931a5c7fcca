"""What the portal asks: the page of a case, the inbox, the outbox."""

from __future__ import annotations

import pytest

from sop_workflow.case import Case
from sop_workflow.commands import Comment, Record, Reject
from sop_workflow.desk import Actor
from sop_workflow.roles import VERBS
from sop_workflow.storage import store
from tests.procedure.office import REVIEWED, Office


def test_a_page_says_what_is_asked_what_lacks_and_who_may(office: Office) -> None:
    case = office.at(2)
    page = office.service.page(office.actor("Kasim"), case.id)
    assert page.my_turn and page.turn == "Kasim (Kasi Pengembangan Aplikasi Pemerintahan)"
    assert [i.input.key for i in page.inputs if i.missing] == ["disposisi_instruksi"]
    assert set(page.may) == set(VERBS) - {"open"}
    assert page.may["approve"].ok and not page.may["submit"].ok and page.may["submit"].reason
    assert [s.state for s in page.steps[:3]] == ["selesai", "kini", "nanti"]
    other = office.service.page(office.actor("Kadir"), case.id)
    assert not other.my_turn and "milik Kasi" in other.may["approve"].reason


def test_a_slot_shows_the_paper_that_lies_in_it(office: Office) -> None:
    case = office.open()
    sari = office.actor("Sari")
    assert office.service.page(sari, case.id).slots[0].missing
    case = office.attach("Sari", case, "surat_usulan")
    slot = office.service.page(sari, case.id).slots[0]
    assert (slot.paper_id, slot.filename, slot.missing) == (
        case.papers[0].id,
        "surat_usulan.pdf",
        False,
    )


def test_changes_since_i_last_looked_are_not_my_own(office: Office) -> None:
    case = office.at(2)
    kasim = office.actor("Kasim")
    office.service.mark_seen(kasim, case.id)
    assert office.service.page(kasim, case.id).changes == ()
    office.now("Kasim", case, Comment, text="Saya baca dulu")
    office.now("Sari", case, Comment, text="Baik")
    changes = office.service.page(kasim, case.id).changes
    assert [(row.who, row.note) for row in changes] == [("Sari (Staf Prakom)", "Baik")]
    row = office.service.inbox(kasim).mine[0].rows[0]
    assert row.changes == ("Sari (Staf Prakom) berkomentar",)


def test_the_inbox_has_my_turn_followed_and_finished(office: Office) -> None:
    first, second = office.at(2), office.open("Kedua")
    sari = office.service.inbox(office.actor("Sari"))
    assert [r.case_id for g in sari.mine for r in g.rows] == [second.id]
    assert [r.case_id for r in sari.followed] == [first.id] and sari.waiting == 1
    budi = office.service.inbox(office.actor("Budi"))
    assert (budi.mine, budi.followed) == ((), ())
    found = office.service.inbox(office.actor("Sari"), "kedua")
    assert (found.waiting, found.followed) == (1, ())


def test_what_waits_is_counted_as_the_inbox_counts_and_nothing_that_ended_is_read(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.step(office.at(12))
    rejected, passed = office.open("Kedua"), office.step(office.open("Ketiga"))
    office.open("Keempat")
    while rejected.step < 4:
        rejected = office.step(rejected)
    facts = {**REVIEWED, "telaah_simpulan": "tidak perlu"}
    office.now("Kadir", rejected, Reject, note="Sudah ada SRIKANDI", facts=facts)
    for name in ("Sari", "Budi", "Kasim", "Kadir"):
        actor = office.actor(name)
        assert office.service.waiting(actor) == office.service.inbox(actor).waiting, name
    assert office.service.waiting(office.actor("Sari")) == 2  # one of her own, and a letter owed
    assert office.service.waiting(Actor()) == 0

    read: list[Case] = []
    load = store.load_case
    monkeypatch.setattr(store, "load_case", lambda text: read.append(load(text)) or read[-1])
    office.service.waiting(office.actor("Kasim"))
    assert len(read) == 2 and all(case.is_open for case in read)
    assert passed.step == 2 and office.service.waiting(office.actor("Kasim")) == 1


def test_a_finished_case_moves_to_the_last_tab(office: Office) -> None:
    case = office.at(12)
    case = office.step(case)
    inbox = office.service.inbox(office.actor("Sari"))
    assert [r.case_id for r in inbox.finished] == [case.id] and inbox.waiting == 0
    page = office.service.page(office.actor("Sari"), case.id)
    assert {s.state for s in page.steps} == {"selesai"} and page.missing == ()
    assert not any(v.ok for v in page.may.values())


def test_the_outbox_gives_every_event_once_in_order(office: Office) -> None:
    case = office.at(3)
    other = office.open("Kedua")
    first = office.service.events_after(0, limit=4)
    rest = office.service.events_after(first[-1].id)
    ids = [e.id for e in (*first, *rest)]
    assert ids == sorted(set(ids)) and len(ids) == case.version + other.version
    assert office.service.events_after(ids[-1]) == ()


def test_history_is_newest_first_with_words_and_notes(office: Office) -> None:
    case = office.at(2)
    office.now("Sari", case, Comment, text="<b>halo</b>")
    page = office.service.page(office.actor("Kasim"), case.id)
    assert page.history[0].note == "<b>halo</b>"
    assert page.history[-1].sentence == "Sari (Staf Prakom) mengajukan usulan"


def test_the_system_and_guests_have_pages_too(office: Office) -> None:
    case = office.at(6)
    assert not office.service.page(Actor.system(), case.id).my_turn
    guest = office.service.page(Actor.guest("Ani"), case.id)
    assert {v for v, verdict in guest.may.items() if verdict.ok} == {"add_remark"}


def test_recording_again_replaces_the_value_and_keeps_the_history(office: Office) -> None:
    case = office.open()
    case = office.now("Sari", case, Record, facts={"tujuan": "Baru"})
    assert case.fact("tujuan") == "Baru"
    assert office.service.history(case.id)[1].data["facts"]["tujuan"] == "Mencatat bantuan alat"
    assert office.service.may_open(office.actor("Budi")).ok
    assert not office.service.may_open(office.actor("Kadir")).ok
