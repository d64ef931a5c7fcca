"""Step 6, "Mempresentasikan sistem": eight phones in the room's WiFi try the application."""

from __future__ import annotations

from datetime import datetime, timedelta

from playwright.sync_api import FrameLocator, expect

from tests.story.conftest import Story
from tests.story.people_at_work import Person

GUESTS = (
    ("Rina Misalnya", "Dinas Koperasi dan UMKM", "Operator"),
    ("Joko Umpamanya", "Kecamatan Contoh", "Operator"),
    ("Wati Andai", "Kecamatan Contoh", "Operator"),
    ("Budi Seandainya", "Bagian Hukum", "Operator"),
    ("Lina Sekiranya", "Dinas Koperasi dan UMKM", "Verifikator"),
    ("Tono Andaikata", "Dinas Koperasi dan UMKM", "Verifikator"),
    ("Mira Kiranya", "Bagian Organisasi", "Verifikator"),
    ("Deni Barangkali", "Inspektorat", "Verifikator"),
)
SPEAKS_ENGLISH, LEAVES, ADDS, PINS, WRITES = 0, 1, 4, 2, 5
"""Which guest does what."""
READY = 60_000


def app_of(guest: Person) -> FrameLocator:
    """The application in the frame on that phone."""
    return guest.page.frame_locator("#bingkai")


def choose(guest: Person, link: str) -> None:
    """A link of the application's menu, which is folded away on phones."""
    app = app_of(guest)
    if not app.get_by_role("link", name=link, exact=True).first.is_visible():
        app.locator(".kit-menu-toggle").click()
    app.get_by_role("link", name=link, exact=True).first.click()


def who(guest: Person) -> str:
    """The name under which the application knows the person at that phone."""
    return " ".join((app_of(guest).locator(".kit-who").text_content() or "").split())


def still_there(guest: Person) -> None:
    """Logged in, Indonesian, and nobody else's message on the page."""
    choose(guest, "Alat")
    app = app_of(guest)
    expect(app.get_by_role("heading", name="Alat", exact=True)).to_be_visible(timeout=READY)
    expect(app.locator("html")).to_have_attribute("lang", "id")
    expect(app.locator(".alert-success")).to_have_count(0)


def test_it_is_called_with_an_invitation(story: Story) -> None:
    sri = story.at_case("sri")
    fill = sri.page.get_by_label
    fill("Hari dan jam").fill(f"{datetime.now() + timedelta(days=2):%Y-%m-%dT09:00}")
    fill("Tempat").fill("Aula Dinas Contoh")
    fill("Acara").fill("Mencoba rancangan bersama")
    fill("Yang diundang").fill("Dinas Koperasi dan UMKM\nKecamatan Contoh")
    sri.press("Jadwalkan", then="Presentasi dijadwalkan.")
    sri.make_paper("Undangan presentasi")


def test_the_room_opens_with_an_address_for_phones(story: Story) -> None:
    sri = story.at_case("sri")
    sri.follow("Buka ruang presentasi")
    story.meeting = sri.page.url.rpartition("/")[2]
    link = sri.page.get_by_role("link", name="/r/")
    story.room = str(link.get_attribute("href"))
    assert story.room.startswith(story.portal.room + "/r/")
    frame = sri.page.frame_locator("iframe")
    expect(frame.get_by_role("heading").first).to_be_visible(timeout=READY)
    sri.look()


def test_eight_phones_in_two_roles(story: Story) -> None:
    for nth, (name, unit, role) in enumerate(GUESTS):
        guest = Person.sit_down(story.browser, story.portal, f"tamu{nth}", phone=True)
        story.guests.append(guest)
        guest.open(story.room)
        guest.page.get_by_label("Nama Anda").fill(name)
        guest.page.get_by_label("Unit kerja").fill(unit)
        guest.press("Masuk", then="Coba sebagai siapa?")
        guest.follow(role)
    for guest, (_name, _unit, role) in zip(story.guests, GUESTS, strict=True):
        app = app_of(guest)
        expect(app.locator(".kit-who-role")).to_have_text(role, timeout=READY)
        guest.look()


def test_a_guest_who_reads_english_changes_nobody_elses_language(story: Story) -> None:
    reader = story.guests[SPEAKS_ENGLISH]
    app = app_of(reader)
    app.locator(".kit-menu-toggle").click()
    app.get_by_role("link", name="English").click()
    expect(app.locator("html")).to_have_attribute("lang", "en", timeout=READY)
    expect(reader.page.locator("html")).to_have_attribute("lang", "id")
    for nth, guest in enumerate(story.guests):
        if nth != SPEAKS_ENGLISH:
            still_there(guest)


def test_a_message_is_seen_by_the_one_who_caused_it(story: Story) -> None:
    adds = story.guests[ADDS]
    app = app_of(adds)
    app.get_by_role("link", name="Tambah").first.click()
    app.get_by_label("Nama").fill("Gerobak bersama")
    app.get_by_label("Harga satuan").fill("1500000")
    app.get_by_role("button", name="Simpan").first.click()
    expect(app.locator(".alert-success")).to_be_visible(timeout=READY)
    for nth, guest in enumerate(story.guests):
        if nth not in (SPEAKS_ENGLISH, ADDS):
            still_there(guest)


def test_who_logs_out_takes_nobody_along(story: Story) -> None:
    """A preview knows its person by the link: who logs out is himself again on the next page."""
    names = [who(guest) for guest in story.guests]
    assert len(set(names)) == len(GUESTS)
    choose(story.guests[LEAVES], "Keluar")
    for guest, name in zip(story.guests, names, strict=True):
        expect(app_of(guest).locator("#menu")).to_have_count(1, timeout=READY)
        choose(guest, "Alat")
        assert who(guest) == name


def test_a_tap_on_what_is_wrong_becomes_a_remark(story: Story) -> None:
    pins = story.guests[PINS]
    choose(pins, "Pelaku usaha")
    cell = app_of(pins).locator("td[data-label=Telepon]").first
    expect(cell).to_be_visible(timeout=READY)
    pins.page.get_by_role("button", name="Tunjuk yang salah").click()
    expect(app_of(pins).locator("html.kit-pinning")).to_have_count(1)
    cell.tap()
    pins.sees("Tentang:")
    pins.sees("Telepon")
    pins.page.get_by_label("Apa yang perlu diperbaiki?").fill("Contoh penulisannya belum ada.")
    pins.press("Kirim catatan", then="Terima kasih, catatan Anda sudah masuk.")

    writes = story.guests[WRITES]
    writes.page.get_by_label("Apa yang perlu diperbaiki?").fill("Urutan menu sudah pas.")
    writes.press("Kirim catatan", then="Terima kasih, catatan Anda sudah masuk.")


def test_remarks_come_in_on_the_presenters_page(story: Story) -> None:
    sri = story.person("sri")
    sri.page.goto(f"{story.portal.url}/ruang/{story.case}/{story.meeting}")
    sri.sees("Contoh penulisannya belum ada.")
    sri.sees("Urutan menu sudah pas.")
    sri.look()


def test_it_was_held_with_minutes(story: Story) -> None:
    sri = story.at_case("sri")
    sri.press("Kirim", then="Pelaksanaan presentasi")
    sri = story.at_case("sri")
    sri.unfold("Catat pelaksanaan")
    attendance = "\n".join(f"{name}; {unit}; {role}" for name, unit, role in GUESTS)
    sri.page.get_by_label("Daftar hadir", exact=True).fill(attendance)
    minutes = "Peserta mencoba aplikasi di ponsel masing-masing."
    sri.page.get_by_label("Notulen", exact=True).fill(minutes)
    sri.page.get_by_label("Aplikasi dicoba peserta lewat pratinjau").check()
    sri.press("Simpan pelaksanaan", then="Pelaksanaan presentasi tercatat.")
    for paper in ("Daftar hadir presentasi", "Notulen presentasi", "Berita acara presentasi"):
        sri.make_paper(paper)
        sri.sees(paper, sri.page.locator(".portal-papers"))
    sri.press("Kirim", then="Langkah selesai dan dikirim.")
    sri.sees("Langkah 7 dari 12")
