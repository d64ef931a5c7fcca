"""A node stays itself when its name changes; the same content has the same hash."""

import json
import re
import unicodedata

import pytest

from builder.spec import (
    Spec,
    SpecError,
    Types,
    canonical,
    derive,
    from_raw,
    load,
    new_id,
    plain,
    sha256,
    stamp,
    walk,
)

from .texts import BARE, KLINIK, changed

SHAPE = re.compile(r"[a-z][a-z2-7]{7}")


def test_the_hash_of_the_bare_and_the_stamped_file_is_one(types: Types) -> None:
    assert sha256(load(BARE, types)) == sha256(load(KLINIK, types))
    assert stamp(KLINIK) == KLINIK


def test_stamping_the_example_without_ids_gives_its_ids(example: str, types: Types) -> None:
    bare = re.sub(r"^id: .*\n", "", example, flags=re.M)
    bare = re.sub(r"( *)- id: \w{8}\n *", r"\1- ", bare)
    bare = re.sub(r"id: \w{8}, ", "", bare)
    assert not re.search(r"\bid: ", bare)
    assert sha256(load(stamp(bare), types)) == sha256(load(example, types))


def test_stamping_keeps_comments_and_layout() -> None:
    text = "# atas\nrakit: 1\nname: x   # nama\nentities:\n- {name: e, fields: [{name: a}]}  # b\n"
    made = stamp(text)
    assert re.sub(r"id: \w{8}(, |\n)", "", made) == text
    assert made.startswith("# atas\nrakit: 1\nid: ")


def test_every_id_has_one_shape(klinik: Spec) -> None:
    ids = [node.id for node in walk(klinik)]
    assert len(ids) == len(set(ids)) > 60
    assert all(SHAPE.fullmatch(ident) for ident in [*ids, *(new_id() for _ in range(500))])


def test_a_new_node_with_an_old_name_is_another_node(types: Types) -> None:
    """`modal` was renamed, then somebody adds a new `modal`: two columns, not one."""
    first = stamp("rakit: 1\nname: x\nentities:\n  - name: e\n    fields:\n      - {name: modal}\n")
    ident = load(first, types).entities[0].fields[0].id
    text = changed(first, "name: modal}", "name: omzet}\n      - {name: modal}")
    renamed, new = load(text, types).entities[0].fields
    assert renamed.id == ident != new.id
    assert new.id == derive(load(text, types).entities[0].id, "fields", "modal", {ident})


def test_a_copied_id_is_refused_with_both_places(types: Types) -> None:
    ident = load(KLINIK, types).entities[0].fields[0].id
    text = "rakit: 1\nname: x\nentities:\n  - name: e\n    fields:\n"
    text += f"      - {{id: {ident}, name: a}}\n"
    text += f"      - {{id: {ident}, name: b}}\n"
    for read in (lambda: load(text, types), lambda: stamp(text)):
        with pytest.raises(SpecError) as error:
            read()
        assert "e.b" in str(error.value) and "e.a" in str(error.value)
    made = load(stamp(text, new_ids=True), types).entities[0].fields
    assert made[0].id == ident != made[1].id


def test_what_is_not_content_is_not_in_the_hash(types: Types) -> None:
    whole = sha256(load(KLINIK, types))
    same = [
        "# catatan\n" + KLINIK,
        changed(KLINIK, "Nama unit., required: true", "Nama unit., 'required': true"),
        changed(KLINIK, "true, publicity: open}", "true, unique: false, publicity: open}"),
        changed(KLINIK, "label: Klinik hewan", 'label: "Klinik hewan"'),
        changed(KLINIK, "kind: done}", 'kind: "done"}'),
        changed(KLINIK, "name: antre}", "name: antre, kind: running}"),
    ]  # fmt: skip
    assert {sha256(load(text, types)) for text in same} == {whole}
    assert sha256(load(changed(KLINIK, "Klinik hewan", "Klinik satwa"), types)) != whole


def test_letters_with_marks_have_one_form(types: Types) -> None:
    composed, split = (unicodedata.normalize(form, "Café é") for form in ("NFC", "NFD"))
    first, second = (changed(KLINIK, "Klinik hewan", word) for word in (composed, split))
    assert first != second and sha256(load(first, types)) == sha256(load(second, types))


def test_the_stored_form_gives_the_same_specification(klinik: Spec, types: Types) -> None:
    stored = json.loads(canonical(klinik))
    assert stored == plain(klinik)
    assert canonical(from_raw(stored, types)) == canonical(klinik)


def test_no_default_is_stored(klinik: Spec) -> None:
    written = canonical(klinik).decode()
    for default in ('"required":false', '"kind":"running"', '"history":true', '"can":["read"]'):
        assert default not in written
    assert written.startswith('{"entities":[{"display":["nama"],"fields":[{"definition":')
