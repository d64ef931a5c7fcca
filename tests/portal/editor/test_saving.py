"""Saving: one input by itself, two people at one place, two inputs at one moment."""

from __future__ import annotations

import html
import json
import re

import pytest

from builder.house import House
from builder.spec.edit import Change
from builder.storage.specs import SpecStore
from builder.storage.values import Draft

from .designing import Editor, words


def test_two_people_at_one_input_the_second_is_told_and_may_insist(
    editor: Editor, house: House
) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.page("surat", "nama")
    ident, seen = editor.id("surat", "nama"), editor.seen()
    theirs = Change("set", ident, "label", "Perihal")
    house.specs.change(editor.app_id, [theirs], author="Rekan Contoh", seen=int(seen))
    house.session.commit()
    sent = {"label": "Judul surat", "seen": seen}
    answer = editor.browser.post(f"{editor.base}/simpan/{ident}", sent)
    said = words(answer.text)
    assert answer.status_code == 409
    assert "Rekan Contoh" in said and "Perihal" in said
    assert 'value="Judul surat"' in answer.text
    assert editor.node("surat", "nama")["label"] == "Perihal"
    editor.browser.last = answer.text
    editor.post(f"simpan/{ident}", label="Judul surat")
    assert editor.node("surat", "nama")["label"] == "Judul surat"


def test_two_people_at_different_inputs_both_keep_their_work(editor: Editor, house: House) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.page("surat", "nama")
    ident, seen = editor.id("surat", "nama"), editor.seen()
    was = json.dumps(editor.was(ident))
    theirs = Change("set", ident, "label", "Perihal")
    house.specs.change(editor.app_id, [theirs], author="Rekan Contoh", seen=int(seen))
    house.session.commit()
    editor.post(f"simpan/{ident}", label="Nama", help="Singkat.", seen=seen, was=was)
    node = editor.node("surat", "nama")
    assert node["label"] == "Perihal" and node["help"] == "Singkat."


def test_one_input_saves_itself_and_comes_back_with_its_problem(editor: Editor) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.page("surat", "nama")
    ident, here = editor.id("surat", "nama"), ("surat", "nama")
    answer = editor.one(here, "help", "Seperti di kop surat.")
    assert answer.status_code == 200 and answer.headers["HX-Trigger"] == "rancangan"
    assert f'id="f-{ident}-help-field"' in answer.text and "Tersimpan" in answer.text
    assert editor.node("surat", "nama")["help"] == "Seperti di kop surat."
    answer = editor.one(here, "computed", "tidak_ada + 1")
    assert "editor-problem" in answer.text
    assert editor.node("surat", "nama")["computed"] == "tidak_ada + 1"
    answer = editor.one(here, "options.max_length", "-3")
    assert 'aria-invalid="true"' in answer.text and 'value="-3"' in answer.text
    assert "HX-Trigger" not in answer.headers
    assert "options" not in editor.node("surat", "nama")


def test_an_input_that_somebody_else_changed_comes_back_ready_to_insist(
    editor: Editor, house: House
) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.page("surat", "nama")
    ident, seen = editor.id("surat", "nama"), editor.seen()
    theirs = Change("set", ident, "help", "Petunjuk rekan")
    house.specs.change(editor.app_id, [theirs], author="Rekan Contoh", seen=int(seen))
    house.session.commit()
    sent = {"help": "Petunjuk saya", "seen": seen, "csrf_token": editor.browser.token()}
    url, part = f"{editor.base}/simpan/{ident}?kunci=help", {"HX-Request": "true"}
    answer = editor.browser.client.post(url, data=sent, headers=part)
    assert "Petunjuk rekan" in answer.text and ">Petunjuk saya</textarea>" in answer.text
    newer = re.search(r"""hx-vals='\{"seen": "(\d+)"\}'""", answer.text)
    assert newer and int(newer.group(1)) > int(seen)
    answer = editor.browser.client.post(url, data=sent | {"seen": newer.group(1)}, headers=part)
    assert editor.node("surat", "nama")["help"] == "Petunjuk saya"


def test_an_input_may_become_again_what_it_was(editor: Editor) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.page("surat", "nama")
    here, shown = ("surat", "nama"), editor.was(editor.id("surat", "nama"))
    editor.one(here, "label", "Perihal")
    editor.one(here, "label", "Nama")
    editor.one(here, "unique", ["", "y"])
    editor.one(here, "unique", [""])
    assert "label" not in editor.node(*here) and "unique" not in editor.node(*here)
    answer = editor.one(here, "help", "Singkat.")
    newer = json.dumps({"help": "Singkat."})
    assert f'name="was" value="{newer}"' in html.unescape(answer.text)
    editor.post(f"simpan/{editor.id(*here)}", help="", was=[json.dumps(shown), newer])
    assert "help" not in editor.node(*here)


def test_two_inputs_saved_at_one_moment_build_on_each_other(
    editor: Editor, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.page("surat")
    editor.add(("surat",), "fields", label="Induk", type="reference", target="surat")
    ident, seen, hold = editor.id("surat", "induk"), editor.seen(), SpecStore.hold
    other = {"id": "zzzzzzzz", "name": "anak"}

    def late(store: SpecStore, app_id: int) -> Draft:
        """The other input is written while this one is on its way."""
        monkeypatch.undo()
        change = Change("set", ident, "options.inverse", other)
        store.change(app_id, [change], author="Sri Contoh", seen=int(seen))
        return hold(store, app_id)

    editor.page("surat", "induk")
    monkeypatch.setattr(SpecStore, "hold", late)
    editor.one(("surat", "induk"), "options.inverse.label", "Surat turunan")
    inverse = editor.node("surat", "induk")["options"]["inverse"]
    assert inverse == {**other, "label": "Surat turunan"}


def test_the_words_of_a_list_stay_when_its_name_changes(editor: Editor) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.page("surat")
    here = ("surat", "induk")
    editor.add(("surat",), "fields", label="Induk", type="reference", target="surat")
    editor.page(*here)

    def said(key: str, value: str) -> dict[str, str]:
        editor.one(here, f"options.inverse.{key}", value)
        inverse = editor.node(*here)["options"]["inverse"]
        return {key: value for key, value in inverse.items() if key != "id"}

    assert said("label", "Surat turunan") == {"name": "surat_turunan"}
    assert said("name", "anak") == {"name": "anak", "label": "Surat turunan"}
    assert said("name", "surat_turunan") == {"name": "surat_turunan"}
