"""A real database with known counts: 11 tables, 15,607 rows, a self reference, a link table."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.intake import Proposal, fold
from tests.intake import sources

COUNTS = {
    "album": 347,
    "artist": 275,
    "customer": 59,
    "employee": 8,
    "genre": 25,
    "invoice": 412,
    "invoice_line": 2240,
    "media_type": 5,
    "playlist": 18,
    "playlist_track": 8715,
    "track": 3503,
}
REFERENCES = {
    ("album", "artist"): "artist",
    ("customer", "support_rep"): "employee",
    ("employee", "reports_to"): "employee",
    ("invoice", "customer"): "customer",
    ("invoice_line", "invoice"): "invoice",
    ("invoice_line", "track"): "track",
    ("playlist_track", "playlist"): "playlist",
    ("playlist_track", "track"): "track",
    ("track", "album"): "album",
    ("track", "genre"): "genre",
    ("track", "media_type"): "media_type",
}


@pytest.fixture(scope="module")
def chinook(shared: Path) -> Proposal:
    return sources.proposed(shared / "data" / "chinook" / "sqlite.sql")


def test_every_table_becomes_an_entity_with_all_its_rows(chinook: Proposal) -> None:
    assert dict(chinook.counts) == COUNTS
    assert {name: len(sources.rows(chinook, name)) for name in COUNTS} == COUNTS


def test_the_proposal_is_a_specification_without_errors(chinook: Proposal) -> None:
    assert sources.errors(chinook) == []


def test_every_foreign_key_becomes_the_right_reference(chinook: Proposal) -> None:
    found = {
        (table["name"], one["name"]): one["options"]["target"]
        for table in chinook.raw["entities"]
        for one in table["fields"]
        if one.get("type") == "reference"
    }
    assert found == REFERENCES


def test_every_reference_in_every_row_meets_an_id(chinook: Proposal) -> None:
    ids = {name: {row["id"] for row in sources.rows(chinook, name)} for name in COUNTS}
    for (name, column), target in REFERENCES.items():
        pointed = {row[column] for row in sources.rows(chinook, name) if column in row}
        assert pointed and pointed <= ids[target], (name, column)


def test_ids_and_values_are_those_of_the_source(chinook: Proposal) -> None:
    track = next(row for row in sources.rows(chinook, "track") if row["id"] == 3503)
    assert track == {
        "id": 3503,
        "name": "Koyaanisqatsi",
        "album": 347,
        "media_type": 2,
        "genre": 10,
        "composer": "Philip Glass",
        "milliseconds": 206005,
        "bytes": 3305164,
        "unit_price": "0.99",
    }


def test_a_missing_reference_stays_missing(chinook: Proposal) -> None:
    assert [row["id"] for row in sources.rows(chinook, "employee") if "reports_to" not in row] == [
        1
    ]


def test_the_link_table_may_be_folded_and_keeps_its_rows(chinook: Proposal) -> None:
    assert chinook.folds == ("playlist_track",)
    folded = fold(chinook, ["playlist_track"])
    spec = sources.spec_of(folded)
    assert len(spec.entities) == 10
    assert [link.name for link in spec.links] == ["playlist_track"]
    assert spec.links[0].between == ("playlist", "track")
    assert len(sources.rows(folded, "playlist_track")) == 8715
    assert sources.errors(folded) == []


def test_what_a_row_is_called_is_found(chinook: Proposal) -> None:
    shown = {one["name"]: one.get("display") for one in chinook.raw["entities"]}
    assert shown["artist"] == ["name"]
    assert shown["album"] == ["title"]
    assert shown["employee"] == ["first_name", "last_name"]
    assert shown["playlist_track"] == ["playlist.name", "track.name"]


def test_money_dates_and_keys_are_said_in_the_report(chinook: Proposal) -> None:
    assert "Track.UnitPrice: Dibaca sebagai uang (Rupiah)" in sources.said(chinook, "info")
    assert "Album.AlbumId: Menjadi id; nomornya tetap" in sources.said(chinook, "info")
    assert any("PlaylistTrack" in line for line in sources.said(chinook, "change"))
    assert sources.said(chinook, "loss") == []


@pytest.mark.parametrize("dialect", ["mysql", "postgresql"])
def test_the_other_dialects_give_the_same_rows(
    shared: Path, chinook: Proposal, dialect: str
) -> None:
    other = sources.proposed(shared / "data" / "chinook" / f"{dialect}.sql")
    assert dict(other.counts) == COUNTS
    for name in ("album", "employee", "playlist_track"):
        assert sources.rows(other, name) == sources.rows(chinook, name)
