"""The journal: every change can be taken back, and a rename reaches everything by id."""

import json
import random

import pytest

from builder.spec import Spec, Types, canonical, check, diff, from_raw, plain, walk
from builder.spec.edit import Change, EditError, apply_change, invert, rename
from builder.spec.ids import nodes


def by_name(spec: Spec, kind: str, name: str) -> str:
    return next(
        n.id for n in walk(spec) if type(n).__name__ == kind and getattr(n, "name", "") == name
    )


def random_changes(raw: dict, count: int) -> list[Change]:
    """Changes of every kind at random places, some of which do not fit."""
    dice = random.Random(3)
    found = []
    for n in range(count):
        node = dice.choice(list(nodes(raw)))
        ident, other = node["id"], dice.choice(list(nodes(raw)))["id"]
        after = dice.choice([None, "", other])
        found.append(dice.choice([
            Change("set", ident, "label", f"L{n}"),
            Change("set", ident, "options.max_length", n + 1),
            Change("set", ident, dice.choice(["label", "options.target", "display"]), None),
            Change("add", ident, "fields", {"name": f"baru_{n}"}, after),
            Change("remove", ident),
            Change("move", ident, "fields", other, after),
        ]))  # fmt: skip
    return found


def test_what_was_done_can_be_undone(klinik: Spec) -> None:
    raw, fitted = plain(klinik), 0
    before = json.dumps(raw)
    for change in random_changes(raw, 400):
        try:
            back = invert(raw, change)
            done = apply_change(raw, change)
        except EditError:
            continue
        fitted += 1
        assert json.dumps(raw) == before, "the tree that was given is not touched"
        undone = apply_change(done, back)
        assert sorted_keys(undone) == sorted_keys(raw), change
        assert apply_change(undone, change) == done or sorted_keys(
            apply_change(undone, change)
        ) == sorted_keys(done)
    assert fitted > 200


def sorted_keys(raw: dict) -> str:
    return json.dumps(raw, sort_keys=True)


def test_a_field_is_added_behind_another_with_an_id(klinik: Spec, types: Types) -> None:
    raw, hewan = plain(klinik), klinik.entity("hewan")
    change = Change("add", hewan.id, "fields", {"name": "ras"}, hewan.field("jenis").id)
    made = from_raw(apply_change(raw, change), types).entity("hewan")
    assert [field.name for field in made.fields][2:4] == ["jenis", "ras"]
    assert invert(raw, change) == Change("remove", made.field("ras").id)


def test_a_choice_is_moved_to_the_front(klinik: Spec, types: Types) -> None:
    raw, jenis = plain(klinik), klinik.entity("hewan").field("jenis")
    change = Change("move", by_name(klinik, "Choice", "sapi"), "options.choices", jenis.id, "")
    made = from_raw(apply_change(raw, change), types).entity("hewan").field("jenis")
    assert [choice.name for choice in made.options.choices] == ["sapi", "kucing"]


def test_what_does_not_fit_is_refused_in_words(klinik: Spec) -> None:
    raw, hewan = plain(klinik), klinik.entity("hewan")
    refused = [
        Change("set", "zzzzzzzz", "label", "x"),
        Change("set", hewan.id, "id", "zzzzzzzz"),
        Change("remove", "zzzzzzzz"),
        Change("remove", klinik.id),
        Change("move", hewan.id, "fields", hewan.id),
        Change("add", hewan.id, "display", {"name": "x"}),
        Change("add", hewan.id, "fields", "x"),
        Change("add", hewan.id, "fields", {"id": hewan.id, "name": "x"}),
    ]
    for change in refused:
        with pytest.raises(EditError, match=r"\."):
            apply_change(raw, change)


RENAMES = [
    ("Entity", "hewan", "satwa"), ("Entity", "unit", "cabang"), ("Field", "pemilik", "tuan"),
    ("Field", "lahir", "tgl_lahir"), ("Field", "status", "keadaan"), ("Choice", "sapi", "lembu"),
    ("State", "antre", "menunggu"), ("Transition", "mulai", "buka"), ("Role", "dokter", "drh"),
    ("Exclusion", "pribadi", "rahasia"), ("ListScreen", "daftar_hewan", "hewan_semua"),
    ("KanbanScreen", "papan", "papan_kerja"), ("Inverse", "tindakan", "rincian"),
    ("Link", "kepemilikan_bersama", "pemilik_lain"), ("Field", "unit", "kantor"),
    ("Choice", "kucing", "kucing_kecil"), ("Field", "biaya", "tarif"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name", "new"), RENAMES)
def test_a_rename_reaches_everything(
    kind: str, name: str, new: str, klinik: Spec, types: Types
) -> None:
    raw, ident = plain(klinik), by_name(klinik, kind, name)
    for change in rename(raw, ident, new, types):
        raw = apply_change(raw, change)
    made = from_raw(raw, types)
    assert check(made, types) == tuple(
        one for one in check(made, types) if one.code == "i18n_unused"
    )
    assert [one.kind for one in diff(klinik, made)] == ["renamed"]
    assert next(node for node in walk(made) if node.id == ident).name == new


def test_a_draft_with_a_mistake_can_still_be_renamed(klinik: Spec, types: Types) -> None:
    raw = plain(klinik)
    broken = apply_change(raw, Change("set", klinik.flows[0].transitions[1].id, "needs", "count("))
    ident = by_name(klinik, "Entity", "hewan")
    made = broken
    for change in rename(broken, ident, "satwa", types):
        made = apply_change(made, change)
    assert made["screens"][0]["entity"] == "satwa"


def test_undoing_a_rename_gives_the_same_bytes(klinik: Spec, types: Types) -> None:
    raw, backs = plain(klinik), []
    for change in rename(raw, by_name(klinik, "Field", "lahir"), "tgl_lahir", types):
        backs.append(invert(raw, change))
        raw = apply_change(raw, change)
    for back in reversed(backs):
        raw = apply_change(raw, back)
    assert canonical(from_raw(raw, types)) == canonical(klinik)
