"""A design that changes after its review, and what a change throws away: asked, recorded, read."""

from __future__ import annotations

from typing import Any

import pytest

from builder import pipeline
from builder.house import House
from builder.spec.edit import Change
from sop_workflow import commands
from sop_workflow.desk import Actor
from sop_workflow.errors import BadInput
from sop_workflow.events import Kind

from . import walk
from .conftest import PASSWORD

OLD, NEW = "ab" * 32, "cd" * 32
AGREED = "Saya tahu dan setuju data itu dibuang"


def spec_of(house: House, number: int) -> Any:
    app = house.specs.of_case(number)
    assert app is not None
    return house.specs.draft(app.id).spec(house.plugins.types)


def ask_more(house: House, number: int) -> None:
    """A field gets a hint: nothing is lost."""
    node = walk.field_id(house, number, "tamu", "instansi")
    walk.change(house, number, Change(op="set", node=node, key="help", value="Nama instansinya."))


def drop_a_field(house: House, number: int) -> None:
    """A field that no screen names goes."""
    field = spec_of(house, number).entity("tamu").field("telepon")
    walk.change(house, number, Change(op="remove", node=field.id))


def test_the_rare_form_tells_what_sending_means(at: Any, house: House) -> None:
    number = walk.case_at(house, 10)
    ask_more(house, number)
    sri = at("sri")
    assert "Kirim perubahan rancangan" in sri.get(f"/usulan/{number}").text
    page = sri.get(f"/usulan/{number}/lain/change_spec").text
    assert "tanda tangan atas paket yang lama batal" in page and AGREED not in page


def test_approvals_over_the_old_package_are_voided_and_the_papers_asked_anew(
    at: Any, house: House
) -> None:
    number = walk.case_at(house, 10, OLD)
    ask_more(house, number)
    sri, kabid = at("sri"), at("kabid")
    kabid.get(f"/usulan/{number}")
    seen = str(house.cases.case(number).version)
    sri.get(f"/usulan/{number}/lain/change_spec")
    sent = {"seen": seen, "note": "Atas permintaan camat."}
    assert sri.post(f"/usulan/{number}/change_spec", sent).status_code == 302
    house.session.remove()
    case = house.cases.case(number)
    assert (case.step, case.deliverable) == (7, None)
    assert [a.step for a in case.approvals if a.valid] == [2, 3, 4]
    page = sri.get(f"/usulan/{number}").text
    assert "Atas permintaan camat." in page and "Membatalkan persetujuan langkah 9" in page

    # what the Kabid had before him is no longer to be signed
    decision = {"seen": seen, "sha256_seen": OLD, "password": PASSWORD,
                "periksa_laporan": "y", "periksa_aplikasi": "y"}  # fmt: skip
    assert kabid.post(f"/usulan/{number}/approve", decision).status_code == 422
    house.session.remove()
    assert [a.step for a in house.cases.case(number).approvals if a.valid] == [2, 3, 4]

    # the papers of the old design do not count for the new one
    walk.submit_design(house, number)
    lacking = {one.key for one in house.cases.missing(number)}
    assert {"manual", "laporan", "deliverable"} <= lacking
    walk.write(house, number, NEW)
    case = house.cases.case(number)
    assert case.step == 9 and case.deliverable is not None and case.deliverable.sha256 == NEW
    page = at("kasi").get(f"/usulan/{number}").text
    assert "Berkas yang sudah diganti" in page
    assert "manual abab" in page and "manual cdcd" in page
    assert "Pada rancangan" in kabid.get(f"/usulan/{number}").text


def test_sending_makes_the_application_again(house: House) -> None:
    number = walk.case_at(house, 9, OLD)
    pipeline.follow(house.session())
    ask_more(house, number)
    app = house.specs.of_case(number)
    assert app is not None
    revision = house.specs.freeze(app.id, author="Sri Contoh")
    walk.do(house, "sri", number, commands.ChangeSpec, revision=str(revision.id))
    assert pipeline.awaited(house.session(), number) == (), "only the review hands it in"
    walk.submit_design(house, number)
    assert pipeline.awaited(house.session(), number) == ("generate",)


def test_the_same_design_is_not_sent_twice(at: Any, house: House) -> None:
    number = walk.case_at(house, 9, OLD)
    sri = at("sri")
    sri.get(f"/usulan/{number}/lain/change_spec")
    sent = {"seen": str(house.cases.case(number).version), "note": "Catatan yang panjang."}
    answer = sri.post(f"/usulan/{number}/change_spec", sent)
    assert answer.status_code == 422 and "Rancangan tidak berubah" in answer.text
    assert "Catatan yang panjang." in answer.text
    house.session.remove()
    assert house.cases.case(number).step == 9


@pytest.mark.parametrize("who", ["kasi", "kabid"])
def test_others_cannot_send_it(at: Any, house: House, who: str) -> None:
    number = walk.case_at(house, 9, OLD)
    ask_more(house, number)
    page = at(who).get(f"/usulan/{number}/lain/change_spec").text
    assert "Hanya Staf Prakom" in page and "<textarea" not in page


def test_a_stale_page_sends_nothing(at: Any, house: House) -> None:
    number = walk.case_at(house, 9, OLD)
    ask_more(house, number)
    sri = at("sri")
    sri.get(f"/usulan/{number}/lain/change_spec")
    seen = str(house.cases.case(number).version)
    walk.approve(house, "kasi", number, **walk.CHECKED)
    answer = sri.post(f"/usulan/{number}/change_spec", {"seen": seen, "note": "Terlambat."})
    assert answer.status_code == 422 and "sudah berubah sejak halaman dibuka" in answer.text
    assert "Terlambat." in answer.text
    house.session.remove()
    assert house.cases.case(number).step == 10


def test_data_that_a_change_throws_away_needs_consent_and_is_told(at: Any, house: House) -> None:
    number = walk.case_at(house, 7)
    drop_a_field(house, number)
    sri = at("sri")
    page = sri.get(f"/usulan/{number}").text
    assert "Perubahan ini membuang data" in page and AGREED in page
    lost = house.cases.page(Actor(person=1), number).losses
    assert len(lost) == 1 and "Telepon" in lost[0] and lost[0] in page
    seen = str(house.cases.case(number).version)
    refused = sri.post(f"/usulan/{number}/submit", {"seen": seen, "note": "Dihapus."})
    assert refused.status_code == 422 and "Centang persetujuannya" in refused.text
    house.session.remove()
    assert house.cases.case(number).step == 7
    sent = {"seen": seen, "note": "Dihapus.", "accept_losses": "y"}
    assert sri.post(f"/usulan/{number}/submit", sent).status_code == 302
    house.session.remove()
    event = next(e for e in reversed(house.cases.history(number)) if e.kind is Kind.SUBMITTED)
    assert event.data["spec"]["losses"] == list(lost) and event.by.name == "Sri Contoh"
    official = at("kasi").get(f"/usulan/{number}").text
    assert "Rancangan yang dikirim membuang data" in official and lost[0] in official


def test_without_losses_nobody_is_asked(at: Any, house: House) -> None:
    number = walk.case_at(house, 7)
    ask_more(house, number)
    assert "membuang data" not in at("sri").get(f"/usulan/{number}").text


def test_a_change_after_the_review_asks_on_its_own_form(at: Any, house: House) -> None:
    number = walk.case_at(house, 9, OLD)
    drop_a_field(house, number)
    sri = at("sri")
    assert AGREED in sri.get(f"/usulan/{number}/lain/change_spec").text
    seen = str(house.cases.case(number).version)
    refused = sri.post(f"/usulan/{number}/change_spec", {"seen": seen, "note": "Dihapus."})
    assert refused.status_code == 422 and AGREED in refused.text and "Dihapus." in refused.text
    sent = {"seen": seen, "note": "Dihapus.", "accept_losses": "y"}
    assert sri.post(f"/usulan/{number}/change_spec", sent).status_code == 302
    house.session.remove()
    found = house.cases.case(number).spec
    assert found is not None and len(found.losses) == 1


def test_the_door_itself_refuses_without_consent(house: House) -> None:
    number = walk.case_at(house, 7)
    drop_a_field(house, number)
    with pytest.raises(BadInput) as refused:
        walk.submit_design(house, number)
    assert refused.value.field == "accept_losses"
    assert walk.submit_design(house, number, accept_losses=True).step == 8


SINCE = "Sejak keputusan Anda pada langkah ini"


def test_who_signed_before_is_told_at_every_look_what_became_of_it(at: Any, house: House) -> None:
    number = walk.case_at(house, 10, OLD)
    assert SINCE not in at("kabid").get(f"/usulan/{number}").text
    ask_more(house, number)
    app = house.specs.of_case(number)
    assert app is not None
    revision = house.specs.freeze(app.id, author="Sri Contoh")
    walk.do(house, "sri", number, commands.ChangeSpec, revision=str(revision.id))
    walk.submit_design(house, number)
    walk.write(house, number, NEW)
    house.session.remove()
    kasi = at("kasi")
    for _look in range(2):
        page = kasi.get(f"/usulan/{number}").text
        told = page[page.index(SINCE) :][:600]
        assert "Nama instansinya." in told
    assert SINCE not in at("kabid").get(f"/usulan/{number}").text, "he never decided here"


def test_who_returned_only_the_papers_is_told_that_the_design_is_the_same(
    at: Any, house: House
) -> None:
    number = walk.case_at(house, 9, OLD)
    walk.do(house, "kasi", number, commands.Return, to=8, note="Lengkapi manualnya.")
    walk.write(house, number, NEW)
    page = at("kasi").get(f"/usulan/{number}").text
    assert SINCE in page and "yang diganti hanya dokumennya" in page
