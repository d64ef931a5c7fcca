"""Forms that may not be sent: by whom, with what, too late. Words come back, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from builder.house import House
from sop_workflow import commands
from tests.proofs.office import FACTS, NUMBER, PASSED_ON, PDF, Visitor, boxes, do, new_case, words

At = Callable[..., Visitor]
NOTE = 'Catatan "penting" {{7*7}} <b>tebal</b>\r\nbaris kedua & seterusnya'


def version(house: House, number: int) -> tuple[int, int]:
    """Version and step of the case as they are stored."""
    house.session.remove()
    case = house.cases.case(number)
    return case.version, case.step


def kept(text: str, answer: TestResponse) -> bool:
    """Whether the words stand in a box of the page, as a browser would send them again."""
    return text.replace("\r\n", "\n") in unix(answer)


def unix(answer: TestResponse) -> list[str]:
    """The boxes of a page with plain line ends."""
    return [box.replace("\r\n", "\n") for box in boxes(answer)]


@pytest.mark.parametrize("who", ["sri", "kabid", "wati", "tono"])
@pytest.mark.parametrize("verb", ["approve", "return", "reject"])
def test_who_does_not_hold_the_seat_decides_nothing(
    at: At, house: House, who: str, verb: str
) -> None:
    number = new_case(house, step=2)
    before = version(house, number)
    visitor = at(who)
    visitor.look(f"/usulan/{number}")
    sent = {"note": NOTE, "to": "1", "seen": str(before[0]), "disposisi_instruksi": "Untuk dijawab"}
    answer = visitor.post(f"/usulan/{number}/{verb}", sent)
    assert answer.status_code == 422
    assert "Belum dapat dilakukan" in words(answer)
    assert any(NOTE.replace("\r\n", "\n") in box for box in unix(answer)), "his words are there"
    assert version(house, number) == before


def test_a_decision_that_came_too_late_gives_its_words_back(at: At, house: House) -> None:
    """The case moved on while he wrote: the page has no box for a decision any more."""
    number = new_case(house, step=2)
    kasi = at("kasi")
    kasi.look(f"/usulan/{number}")
    seen, subject = kasi.seen(), house.cases.case(number).subject("usulan")
    do(house, "kasi", number, commands.Approve, sha256_seen=subject, facts=PASSED_ON)
    before = version(house, number)
    answer = kasi.post(f"/usulan/{number}/return", {"seen": seen, "note": NOTE, "to": "1"})
    assert answer.status_code == 422
    assert any(NOTE.replace("\r\n", "\n") in box for box in unix(answer))
    assert "salin bila masih perlu" in words(answer)
    assert version(house, number) == before


def test_a_seat_named_in_the_form_is_not_thereby_held(at: At, house: House) -> None:
    number = new_case(house, step=2)
    before = version(house, number)
    kabid = at("kabid")
    kabid.look(f"/usulan/{number}")
    sent = {"seen": str(before[0]), "seat": "kasi", "disposisi_instruksi": "Untuk diteruskan"}
    answer = kabid.post(f"/usulan/{number}/approve", sent)
    assert answer.status_code == 422 and version(house, number) == before


@pytest.mark.parametrize("who", ["wati", "tono"])
def test_a_person_without_a_seat_reads_but_is_told_why_he_may_not(
    at: At, house: House, who: str
) -> None:
    number = new_case(house, step=2)
    visitor = at(who)
    for url in ("/kotak-masuk/", f"/usulan/{number}", "/prosedur/", "/register/", "/katalog/"):
        visitor.look(url)
    visitor.look("/usulan/baru")
    answer = visitor.post("/usulan/baru", {**FACTS, "tujuan": NOTE})
    assert answer.status_code == 422
    assert "Belum dapat dilakukan" in words(answer) and kept(NOTE, answer)
    assert all(kept(value, answer) for value in FACTS.values() if value != FACTS["tujuan"])
    visitor.look(f"/usulan/{number}")
    before = version(house, number)
    answer = visitor.post(f"/usulan/{number}/comment", {"seen": str(before[0]), "text": NOTE})
    assert answer.status_code == 422 and kept(NOTE, answer) and version(house, number) == before
    for url in (f"/rancangan/{number}", f"/rancangan/{number}/entitas"):
        assert visitor.get(url).status_code in (403, 404)
    assert version(house, number) == before


def test_a_very_long_note_is_refused_with_its_length_and_stays_in_the_box(
    at: At, house: House
) -> None:
    number = new_case(house, step=2)
    before = version(house, number)
    kasi = at("kasi")
    kasi.look(f"/usulan/{number}")
    note = "Panjang sekali. " * 4000
    answer = kasi.send(f"/usulan/{number}/return", note=note, to="1")
    assert answer.status_code == 422
    assert "terlalu panjang" in words(answer) and "8000" in words(answer)
    assert kept(note, answer)
    assert version(house, number) == before


def test_a_note_at_the_limit_is_stored_and_shown_to_the_letter(at: At, house: House) -> None:
    number = new_case(house, step=2)
    kasi = at("kasi")
    kasi.look(f"/usulan/{number}")
    note = (NOTE + " ") * 100
    assert kasi.send(f"/usulan/{number}/return", note=note, to="1").status_code == 302
    house.session.remove()
    told = [row.note for row in house.cases.history(number) if row.note]
    assert note.replace("\r\n", "\n").strip() in told
    page = at("sri").get(f"/usulan/{number}")
    assert "<b>tebal</b>" not in page.text and "{{7*7}}" in page.text


def test_returning_without_a_note_says_what_lacks(at: At, house: House) -> None:
    number = new_case(house, step=2)
    before = version(house, number)
    kasi = at("kasi")
    kasi.look(f"/usulan/{number}")
    for sent in ({"to": "1"}, {"note": " \n ", "to": "1"}):
        answer = kasi.send(f"/usulan/{number}/return", **sent)
        assert answer.status_code == 422 and "wajib diisi" in words(answer)
    for to in ("", "99", "9" * 5000, "satu"):
        answer = kasi.send(f"/usulan/{number}/return", note=NOTE, to=to)
        assert answer.status_code == 422 and kept(NOTE, answer)
    assert version(house, number) == before


@pytest.mark.parametrize("token", [None, "", "palsu", "a.b.c"])
def test_a_form_without_its_token_is_a_page_in_words_and_changes_nothing(
    at: At, house: House, token: str | None
) -> None:
    number = new_case(house)
    before = version(house, number)
    sri = at("sri")
    sri.look(f"/usulan/{number}")
    sent = {"seen": sri.seen(), "text": NOTE, **({} if token is None else {"csrf_token": token})}
    answer = sri.client.post(f"/usulan/{number}/comment", data=sent)
    assert answer.status_code == 400
    page = words(answer)
    assert "Halaman ini sudah terlalu lama terbuka" in page
    assert "Kembali ke halaman sebelumnya" in page
    assert version(house, number) == before
    again = sri.post(f"/usulan/{number}/comment", {"seen": sent["seen"], "text": NOTE})
    assert again.status_code == 302, "the form of the page before still works"
    assert version(house, number) != before


def test_a_token_of_somebody_else_opens_nothing(at: At, house: House) -> None:
    number = new_case(house, step=2)
    before = version(house, number)
    kasi, stranger = at("kasi"), at("sri")
    kasi.look(f"/usulan/{number}")
    stranger.look(f"/usulan/{number}")
    sent = {"csrf_token": stranger.token(), "seen": kasi.seen(), "note": NOTE, "to": "1"}
    answer = kasi.client.post(f"/usulan/{number}/return", data=sent)
    assert answer.status_code == 400 and version(house, number) == before


@pytest.mark.parametrize("seen", ["", "-1", "x", "0", "٣", "9" * 5000])
def test_a_decision_over_a_page_that_was_not_shown_is_refused(
    at: At, house: House, seen: str
) -> None:
    number = new_case(house, step=2)
    before = version(house, number)
    kasi = at("kasi")
    kasi.look(f"/usulan/{number}")
    sent = {"seen": seen, "note": NOTE, "to": "1"}
    answer = kasi.post(f"/usulan/{number}/return", sent)
    assert answer.status_code == 422 and kept(NOTE, answer)
    assert version(house, number) == before


def test_two_windows_on_one_decision_one_counts_the_other_keeps_its_words(
    at: At, house: House
) -> None:
    number = new_case(house, step=2)
    kasi = at("kasi")
    kasi.look(f"/usulan/{number}")
    seen = kasi.seen()
    assert kasi.send(f"/usulan/{number}/comment", text="Sambil menunggu").status_code == 302
    do(house, "kasi", number, commands.Comment, text="Dari jendela lain")
    before = version(house, number)
    kasi.look(f"/usulan/{number}")
    answer = kasi.post(f"/usulan/{number}/return", {"seen": seen, "note": NOTE, "to": "1"})
    assert answer.status_code == 422 and kept(NOTE, answer)
    assert version(house, number) == before
    assert kasi.send(f"/usulan/{number}/return", note=NOTE, to="1").status_code == 302


def test_facts_that_are_no_values_are_refused_beside_their_box(at: At, house: House) -> None:
    sri = at("sri")
    sri.look("/usulan/baru")
    for key, wrong, told in (
        ("surat_tanggal", "2026-02-30", "bukan tanggal yang ada"),
        ("baris_per_tahun", "banyak", "harus bilangan bulat"),
        ("judul", "x" * 400, "terlalu panjang"),
        ("judul", "\u202e\u200f ", "wajib diisi"),
        ("tujuan", "x" * 9000, "terlalu panjang"),
    ):
        answer = sri.post("/usulan/baru", {**FACTS, "kontak": "Ani {{1}}", key: wrong})
        assert answer.status_code == 422, key
        assert told in words(answer), (key, words(answer)[:400])
        assert kept("Ani {{1}}", answer) and wrong in boxes(answer)


def test_a_second_prakom_changes_the_design_between_look_and_save(at: At, house: House) -> None:
    """Only the handler edits; who was looking meanwhile loses neither his words nor theirs."""
    number = new_case(house, step=5)
    sri, bayu = at("sri"), at("bayu")
    design = "rakit: 1\nname: coba\nentities:\n  - name: tamu\n    fields:\n      - {name: nama}\n"
    sri.look(f"/rancangan/{number}")
    sri.look(f"/rancangan/{number}/berkas")
    assert sri.send(f"/rancangan/{number}/berkas", text=design).status_code == 302
    house.session.remove()
    app = house.specs.of_case(number)
    assert app is not None
    tamu = house.specs.draft(app.id).raw["entities"][0]["id"]
    page, save = f"/rancangan/{number}/bagian/{tamu}", f"/rancangan/{number}/simpan/{tamu}"

    bayu.look(page)
    refused = bayu.post(save, {"seen": "1", "label": "Tamu kantor"})
    assert refused.status_code == 403

    sri.look(page)
    looked = sri.seen()
    do(house, "sri", number, commands.HandOver, to=NUMBER["bayu"], note="")
    bayu.look(page)
    assert bayu.send(save, description="Tulisan Bayu").status_code == 302
    assert sri.post(save, {"seen": looked, "description": "Tulisan Sri"}).status_code == 403
    do(house, "bayu", number, commands.HandOver, to=NUMBER["sri"], note="")

    sri.look(page)
    late = sri.post(save, {"seen": looked, "description": "Tulisan Sri", "label": "Tamu"})
    assert late.status_code == 409
    assert "Bayu Misal" in words(late) and "Tulisan Bayu" in words(late)
    assert "Tulisan Sri" in boxes(late)
    house.session.remove()
    assert house.specs.draft(app.id).raw["entities"][0]["description"] == "Tulisan Bayu"
    assert sri.send(save, description="Tulisan Sri").status_code == 302
    house.session.remove()
    assert house.specs.draft(app.id).raw["entities"][0]["description"] == "Tulisan Sri"
    told = [entry.author for entry in house.specs.journal(app.id)]
    assert {"Sri Contoh", "Bayu Misal"} <= set(told)


def test_one_letter_twice_is_one_paper_and_another_is_a_second(at: At, house: House) -> None:
    number = new_case(house)
    sri = at("sri")
    assert sri.upload(number, PDF).status_code == 302
    assert sri.upload(number, PDF + b"2").status_code == 302
    house.session.remove()
    assert len(house.cases.case(number).papers) == 2
