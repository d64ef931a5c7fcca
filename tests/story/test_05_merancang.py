"""Step 5, "Melakukan perumusan struktur data dan alur program": the design becomes a program."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from builder.plugin_host import load_plugins
from builder.spec import Types, load, plain
from tests.demo_design import EXAMPLE, example, meaning
from tests.story.conftest import Story
from tests.story.people_at_work import Person
from tests.story.typist import Typist

TABS = ("Entitas", "Relasi", "Layar", "Alur", "Peran", "Periksa", "Berkas")


@pytest.fixture(scope="module")
def types() -> Types:
    return load_plugins().types


@pytest.fixture(scope="module")
def wanted(types: Types) -> dict[str, Any]:
    """The design that is in the prakom's head."""
    return example(types)


@pytest.fixture
def typist(story: Story) -> Typist:
    """Sri at the editor, where she was."""
    return Typist(story.person("sri"))


def wait_for_work(person: Person, title: str, seconds: float = 90) -> None:
    """Until that background work is done; the page shows it without being loaded again."""
    jobs = person.page.locator("#pekerjaan .portal-job")
    row = jobs.filter(has_text=title)
    ended = row.get_by_text(re.compile("^(selesai|gagal)$"))
    expect(ended).to_be_visible(timeout=seconds * 1000)
    expect(row).to_contain_text("selesai")
    person.look()


def test_nothing_is_sent_without_a_design(story: Story) -> None:
    sri = story.at_case("sri")
    sri.press("Kirim", then="Belum dapat dilakukan")
    sri.sees("Langkah 5 dari 12")


def test_a_file_with_a_mistake_changes_nothing_and_says_where(story: Story, tmp_path: Path) -> None:
    sri = story.at_case("sri")
    sri.follow("Susun rancangan")
    sri.follow("Berkas")
    wrong = tmp_path / "salah.yaml"
    wrong.write_text(EXAMPLE.read_text().replace("type: nik", "type: nikk"))
    sri.page.get_by_label("Berkas YAML").set_input_files(wrong)
    sri.press("Pakai berkas ini", then="Berkas belum dapat dipakai; rancangan tidak berubah")
    sri.sees("nikk")


def test_a_file_replaces_the_design_and_is_taken_back_at_once(story: Story) -> None:
    sri = story.person("sri")
    sri.page.get_by_label("Berkas YAML").set_input_files(EXAMPLE)
    sri.press("Pakai berkas ini", then="Rancangan diganti dengan isi berkas.")
    for tab in TABS:
        sri.follow(re.compile(f"^{tab}"), sri.page.get_by_role("main"))
    sri.press("Urungkan", then="Perubahan terakhir diurungkan.")
    sri.follow("Entitas")
    sri.sees("Entitas adalah hal yang dicatat")


def test_grounds_and_roles_are_typed(typist: Typist, wanted: dict[str, Any]) -> None:
    typist.words(wanted)


def test_the_data_is_typed(typist: Typist, wanted: dict[str, Any]) -> None:
    typist.data(wanted)


def test_what_belongs_to_many_is_typed(typist: Typist, wanted: dict[str, Any]) -> None:
    for link in wanted["links"]:
        typist.link(link)


def test_the_flow_is_typed(typist: Typist, wanted: dict[str, Any]) -> None:
    for flow in wanted["flows"]:
        typist.flow(flow)


def test_the_screens_are_typed(typist: Typist, wanted: dict[str, Any]) -> None:
    for screen in wanted["screens"]:
        typist.screen(screen)


def test_rights_are_ticked(typist: Typist, wanted: dict[str, Any]) -> None:
    typist.rights(wanted)


def test_what_was_typed_is_what_was_meant(
    story: Story, typist: Typist, types: Types, wanted: dict[str, Any]
) -> None:
    typist.tab("Berkas")
    text = story.person("sri").page.get_by_label("Berkas rancangan sekarang").input_value()
    assert meaning(plain(load(text, types))) == meaning(wanted)
    for tab in TABS:
        typist.tab(tab)
        story.person("sri").look()
    typist.tab("Periksa")
    story.person("sri").sees("Tidak ada yang salah.")
    story.at_case("sri").sees("Coba aplikasi")


def try_it(story: Story) -> None:
    """*Coba aplikasi*: the application itself comes up in the frame, not a page about a failure."""
    sri = story.at_case("sri")
    sri.follow("Coba aplikasi")
    frame = sri.page.frame_locator("iframe")
    expect(frame.locator("#menu")).to_be_attached(timeout=60_000)
    expect(frame.get_by_role("heading").first).to_be_visible()
    sri.look()


def test_the_draft_can_be_tried_before_it_is_sent(story: Story) -> None:
    try_it(story)


def test_sent_it_becomes_an_application_and_a_paper(story: Story) -> None:
    sri = story.at_case("sri")
    sri.press("Kirim", then="Langkah selesai dan dikirim.")
    sri.sees("Langkah 6 dari 12")
    sri.sees("Yang sedang dan sudah dibuat")
    wait_for_work(sri, "Membuat aplikasi dari rancangan")
    wait_for_work(sri, "Dokumen Rancangan Sistem")
    sri.follow("Tampilkan hasilnya")
    sri.sees("Rancangan", sri.page.locator(".portal-papers"))
    story.slug = next(path.name for path in (story.portal.folder / "apps").iterdir())
    assert (story.app / "README.md").is_file()
