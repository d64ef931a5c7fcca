"""The store of specifications: two people at one draft, undo, frozen revisions."""

import copy
import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from builder.spec import SpecError, canonical, from_raw, sha256
from builder.spec.edit import Change
from builder.spec.testing import core_types
from builder.storage.base import StorageError
from builder.storage.catalogue import elements
from builder.storage.specs import SpecStore
from builder.storage.tables import RevisionRow
from builder.storage.values import MissingError, StaleError

TYPES = core_types()
RAW = {
    "rakit": 1, "id": "saaaaaaa", "name": "bantuan", "label": "Bantuan Alat",
    "entities": [
        {"id": "eaaaaaaa", "name": "pelaku_usaha", "fields": [
            {"id": "faaaaaaa", "name": "nik", "type": "nik", "definition": "Nomor induk."},
            {"id": "fbbbbbbb", "name": "nama", "label": "Nama"}]},
        {"id": "ebbbbbbb", "name": "alat", "fields": [{"id": "fccccccc", "name": "harga"}]},
    ],
    "roles": [{"id": "raaaaaaa", "name": "operator", "label": "Petugas"}],
}  # fmt: skip


class Time:
    def __init__(self):
        self.now = datetime(2026, 11, 24, 8, tzinfo=UTC)

    def __call__(self):
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def session(engine):
    with Session(engine) as opened:
        yield opened


@pytest.fixture
def store(session):
    return SpecStore(session, TYPES, clock=Time())


@pytest.fixture
def app(store):
    return store.create("Bantuan Alat UMKM", author="Sari", case_id=7, raw=copy.deepcopy(RAW))


def put(node, key, value):
    return Change(op="set", node=node, key=key, value=value)


def gone(node):
    return Change(op="remove", node=node)


def node(raw, wanted):
    for table in raw["entities"]:
        for one in (table, *table["fields"]):
            if one["id"] == wanted:
                return one
    return None


def label(draft, wanted="fbbbbbbb"):
    return node(draft.raw, wanted).get("label")


def test_an_application_has_a_name_for_its_folder_that_is_free(store):
    assert store.create("Pendataan UMKM & Bantuan!", author="a").slug == "pendataan_umkm_bantuan"
    assert store.create("Pendataan UMKM, Bantuan", author="a").slug == "pendataan_umkm_bantuan_2"
    assert store.create("123 go", author="a").slug == "aplikasi_123_go"
    assert store.create("Tests", author="a").slug == "tests_app"


def test_an_application_is_found_by_case_slug_and_words(store, app):
    assert store.of_case(7) == app == store.by_slug(app.slug) == store.app(app.id)
    assert store.of_case(8) is None
    assert store.apps("umkm alat") == (app,)
    assert store.apps("100%") == () and store.apps("_") == (app,)
    with pytest.raises(MissingError):
        store.app(999)


def test_a_change_is_a_journal_entry_with_a_new_version(store, app):
    draft = store.change(app.id, [put("fbbbbbbb", "label", "Nama lengkap")], author="Sari", seen=0)
    assert (label(draft), draft.version, draft.changed_by) == ("Nama lengkap", 1, "Sari")
    (entry,) = store.journal(app.id)
    assert (entry.op, entry.node, entry.key, entry.author) == ("set", "fbbbbbbb", "label", "Sari")


def test_changes_of_two_people_at_different_places_merge(store, app):
    store.change(app.id, [put("fbbbbbbb", "label", "A")], author="Sari", seen=0)
    store.change(app.id, [put("fbbbbbbb", "definition", "B")], author="Budi", seen=0)
    draft = store.change(app.id, [put("faaaaaaa", "label", "C")], author="Budi", seen=0)
    assert (label(draft), label(draft, "faaaaaaa"), draft.version) == ("A", "C", 3)


def test_the_last_change_of_a_key_wins_only_if_it_was_seen(store, app):
    store.change(app.id, [put("fbbbbbbb", "label", "A")], author="Sari", seen=0)
    with pytest.raises(StaleError, match="Sari") as refused:
        store.change(app.id, [put("fbbbbbbb", "label", "B")], author="Budi", seen=0)
    assert (refused.value.by, refused.value.theirs) == ("Sari", "A")
    assert label(store.draft(app.id)) == "A"
    seen = store.draft(app.id).version
    store.change(app.id, [put("fbbbbbbb", "label", "B")], author="Budi", seen=seen)
    assert label(store.draft(app.id)) == "B"


def test_a_key_and_the_whole_it_stands_in_are_the_same_place(store, app):
    store.change(app.id, [put("faaaaaaa", "options.max_length", 9)], author="Sari", seen=0)
    with pytest.raises(StaleError):
        store.change(app.id, [put("faaaaaaa", "options", {})], author="Budi", seen=0)
    store.change(app.id, [put("faaaaaaa", "options.min_length", 1)], author="Budi", seen=0)


def test_two_who_typed_the_same_agree(store, app):
    store.change(app.id, [put("fbbbbbbb", "label", "A")], author="Sari", seen=0)
    draft = store.change(app.id, [put("fbbbbbbb", "label", "A")], author="Budi", seen=0)
    assert label(draft) == "A"


def test_one_person_with_two_quick_requests_is_not_stale(store, app):
    store.change(app.id, [put("fbbbbbbb", "label", "A")], author="Sari", seen=0)
    draft = store.change(app.id, [put("fbbbbbbb", "label", "AB")], author="Sari", seen=0)
    assert label(draft) == "AB"


def test_what_was_removed_is_not_changed_and_what_was_changed_is_not_removed(store, app):
    store.change(app.id, [gone("eaaaaaaa")], author="Sari", seen=0)
    with pytest.raises(StaleError, match="dihapus"):
        store.change(app.id, [put("fbbbbbbb", "label", "B")], author="Budi", seen=0)
    store.change(app.id, [put("fccccccc", "label", "Harga")], author="Sari", seen=1)
    with pytest.raises(StaleError, match="baru saja diubah"):
        store.change(app.id, [gone("ebbbbbbb")], author="Budi", seen=1)


def test_of_changes_that_belong_together_all_or_none(store, app, session):
    store.change(app.id, [put("fbbbbbbb", "label", "A")], author="Sari", seen=0)
    both = [put("faaaaaaa", "label", "N"), put("fbbbbbbb", "label", "B")]
    with pytest.raises(StaleError):
        store.change(app.id, both, author="Budi", seen=0)
    assert label(store.draft(app.id), "faaaaaaa") is None


def test_undo_takes_back_the_persons_own_last_change_and_redo_puts_it_again(store, app):
    store.change(app.id, [put("fbbbbbbb", "label", "A")], author="Sari", seen=0)
    both = [put("fbbbbbbb", "label", "B"), gone("ebbbbbbb")]
    store.change(app.id, both, author="Sari", seen=1)
    store.change(app.id, [put("faaaaaaa", "label", "Budi")], author="Budi", seen=3)
    before = store.draft(app.id).raw
    once = store.undo(app.id, author="Sari")
    assert label(once) == "A" and node(once.raw, "fccccccc")
    assert label(once, "faaaaaaa") == "Budi", "what others did stays"
    assert label(store.undo(app.id, author="Sari")) == "Nama"
    assert store.undo(app.id, author="Sari") is None
    assert label(store.redo(app.id, author="Sari")) == "A"
    assert store.redo(app.id, author="Sari").raw == before
    assert store.redo(app.id, author="Sari") is None
    assert label(store.undo(app.id, author="Sari")) == "A", "undo after redo goes on"


def test_a_new_change_forgets_what_could_be_redone(store, app):
    store.change(app.id, [put("fbbbbbbb", "label", "A")], author="Sari", seen=0)
    store.undo(app.id, author="Sari")
    store.change(app.id, [put("fbbbbbbb", "label", "C")], author="Sari", seen=2)
    assert store.redo(app.id, author="Sari") is None


def test_undo_does_not_run_over_what_somebody_else_did_since(store, app):
    store.change(app.id, [put("fbbbbbbb", "label", "A")], author="Sari", seen=0)
    store.change(app.id, [put("fbbbbbbb", "label", "B")], author="Budi", seen=1)
    with pytest.raises(StaleError, match="Budi"):
        store.undo(app.id, author="Sari")
    assert label(store.draft(app.id)) == "B"


def test_a_whole_replacement_is_one_entry_and_can_be_undone(store, app):
    new = {**RAW, "label": "Lain"}
    assert store.replace(app.id, new, author="Sari", seen=0).raw["label"] == "Lain"
    with pytest.raises(StaleError, match="diganti"):
        store.change(app.id, [put("fbbbbbbb", "label", "B")], author="Budi", seen=0)
    with pytest.raises(StaleError):
        store.replace(app.id, RAW, author="Budi", seen=0)
    assert store.undo(app.id, author="Sari").raw == RAW


def test_a_revision_is_the_canonical_text_with_its_hash(store, app):
    made = store.freeze(app.id, author="Sari", note="Pertama")
    spec = from_raw(RAW, TYPES)
    assert (made.number, made.sha256, made.note) == (1, sha256(spec), "Pertama")
    assert made.text.encode() == canonical(spec)
    assert made.spec(TYPES) == spec
    assert store.is_frozen(app.id)


def test_what_did_not_change_is_not_frozen_twice(store, app):
    first = store.freeze(app.id, author="Sari")
    assert store.freeze(app.id, author="Budi") == first
    store.change(app.id, [put("fbbbbbbb", "label", "A")], author="Sari", seen=0)
    assert not store.is_frozen(app.id)
    second = store.freeze(app.id, author="Sari")
    assert (second.number, store.newest(app.id)) == (2, second)
    assert store.revisions(app.id) == (second, first)


def test_an_unfinished_draft_can_be_frozen_and_says_so_when_read(store):
    empty = store.create("Baru", author="Sari")
    made = store.freeze(empty.id, author="Sari")
    with pytest.raises(SpecError):
        made.spec(TYPES)
    assert len(made.sha256) == 64


def test_a_frozen_revision_can_neither_be_changed_nor_removed(store, app, session):
    made = store.freeze(app.id, author="Sari")
    row = session.get(RevisionRow, made.id)
    row.text = "{}"
    with pytest.raises(StorageError, match="dibekukan"):
        session.flush()
    session.rollback()


def test_a_frozen_revision_can_not_be_deleted(store, app, session):
    row = session.get(RevisionRow, store.freeze(app.id, author="Sari").id)
    session.delete(row)
    with pytest.raises(StorageError, match="dihapus"):
        session.flush()
    session.rollback()


def test_submitted_revisions_are_marked_once(store, app):
    first = store.freeze(app.id, author="Sari")
    store.change(app.id, [put("fbbbbbbb", "label", "A")], author="Sari", seen=0)
    store.freeze(app.id, author="Sari")
    assert store.submitted(app.id) == ()
    marked = store.submit(first.id, 5)
    assert marked.submitted and store.submitted(app.id) == (marked,)
    assert store.submit(first.id, 7) == marked, "the first submission stays"
    with pytest.raises(MissingError):
        store.submit(999, 5)


def test_an_earlier_revision_becomes_the_draft_again(store, app):
    first = store.freeze(app.id, author="Sari")
    store.change(app.id, [put("fbbbbbbb", "label", "A")], author="Sari", seen=0)
    draft = store.restore(first.id, author="Sari", seen=1)
    assert label(draft) == "Nama" and draft.version == 2
    assert label(store.undo(app.id, author="Sari")) == "A"


def test_plugin_versions_are_locked_until_asked_again(store, app):
    store.lock_plugins(app.id, {"crud": "1"})
    assert store.lock_plugins(app.id, {"crud": "2"}).plugins == {"crud": "1"}
    assert store.lock_plugins(app.id, {"crud": "2"}, again=True).plugins == {"crud": "2"}


def test_a_place_is_called_by_its_words_also_after_it_was_removed(store, app):
    assert store.node_words(app.id, "faaaaaaa") == "Pelaku usaha · NIK"
    assert store.node_words(app.id, "zzzzzzzz") == ""
    store.freeze(app.id, author="Sari")
    store.change(app.id, [gone("faaaaaaa")], author="Sari", seen=0)
    assert store.node_words(app.id, "faaaaaaa") == "Pelaku usaha · NIK"
    assert store.role_labels(app.id) == {"operator": "Petugas"}


def test_data_are_found_across_applications(store, app):
    other = store.create("Lain", author="Budi", raw={**copy.deepcopy(RAW), "name": "lain"})
    assert [one.app.id for one in elements(store, "induk")] == [app.id, other.id]
    assert {one.field for one in elements(store, type_="nik")} == {"nik"}
    assert elements(store, "tidak ada") == ()


def test_two_writers_at_once_lose_nothing(engine):
    with Session(engine) as session, session.begin():
        app = SpecStore(session, TYPES).create("A", author="x", raw=copy.deepcopy(RAW))
    failed = []

    def write(author, wanted):
        for n in range(8):
            try:
                with Session(engine) as session, session.begin():
                    change = put(wanted, "definition", f"{author} {n}")
                    SpecStore(session, TYPES).change(app.id, [change], author=author, seen=0)
            except (sa.exc.SQLAlchemyError, StaleError) as error:
                failed.append(error)

    threads = [
        threading.Thread(target=write, args=pair)
        for pair in (("Sari", "faaaaaaa"), ("Budi", "fbbbbbbb"), ("Tono", "fccccccc"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with Session(engine) as session:
        store = SpecStore(session, TYPES)
        draft = store.draft(app.id)
        assert draft.version == 24 and len(store.journal(app.id)) == 24
        for author, wanted in (("Sari", "faaaaaaa"), ("Budi", "fbbbbbbb"), ("Tono", "fccccccc")):
            assert node(draft.raw, wanted)["definition"] == f"{author} 7"
