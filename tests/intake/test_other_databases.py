"""Northwind, Sakila, Indonesia's regions: names with spaces, text keys, cycles, 91,599 rows."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from builder.intake import Proposal
from tests.intake import sources

NORTHWIND = {
    "categories": 8,
    "customer_customer_demo": 0,
    "customer_demographics": 0,
    "customers": 93,
    "employees": 9,
    "employee_territories": 49,
    "order_details": 2155,
    "orders": 830,
    "products": 77,
    "regions": 4,
    "shippers": 3,
    "suppliers": 29,
    "territories": 53,
}

SAKILA = """
actor address category city country customer film film_actor film_category inventory language
payment rental staff store
"""


@pytest.fixture(scope="module")
def northwind(shared: Path) -> Proposal:
    return sources.proposed(shared / "data" / "northwind" / "sqlite.sql")


def test_northwind_comes_whole(northwind: Proposal) -> None:
    assert dict(northwind.counts) == NORTHWIND
    assert sources.errors(northwind) == []


def test_a_table_with_a_space_keeps_its_name_as_label(northwind: Proposal) -> None:
    details = sources.entity(northwind, "order_details")
    assert details.get("label", "Order details") == "Order details"
    assert details["unique"] == [["order", "product"]]
    found = sources.fields(northwind, "order_details")
    assert found["order"]["options"]["target"] == "orders"
    assert found["quantity"]["options"] == {"min": 1}
    assert found["discount"]["options"]["max"] == "1"


def test_a_text_key_gets_an_id_and_is_still_followed(northwind: Proposal) -> None:
    customers = {
        row["customer_id"].strip(): row["id"] for row in sources.rows(northwind, "customers")
    }
    assert sources.fields(northwind, "customers")["customer_id"]["unique"] is True
    order = next(row for row in sources.rows(northwind, "orders") if row["id"] == 10249)
    assert order["customer"] == customers["TOMSP"]
    territories = {row["id"]: row["territory_id"] for row in sources.rows(northwind, "territories")}
    first = sources.rows(northwind, "employee_territories")[0]
    assert territories[first["territory"]] == "06897"


def test_views_and_pictures_are_lost_with_a_line_each(northwind: Proposal) -> None:
    lost = sources.said(northwind, "loss")
    assert sum("view" in line for line in lost) == 16
    assert "Tampilan (view) tidak dibawa: Alphabetical list of products" in lost
    pictures = next(line for line in northwind.report if line.column == "Picture")
    assert (pictures.level, pictures.count) == ("loss", 8)
    assert sources.fields(northwind, "categories")["picture"]["type"] == "image"


def test_a_file_and_the_database_made_of_it_give_the_same(
    shared: Path, northwind: Proposal, tmp_path: Path
) -> None:
    path = tmp_path / "northwind.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            (shared / "data" / "northwind" / "sqlite.sql").read_text("utf-8-sig")
        )
    other = sources.proposed(path)
    for one in northwind.raw["entities"]:
        assert sources.entity(other, one["name"]) == one
    without_keys = ("categories", "employees", "products", "order_details")
    for name in without_keys:
        assert _by_id(other, name) == _by_id(northwind, name)


def _by_id(proposal: Proposal, name: str) -> list[dict[str, Any]]:
    return sorted(sources.rows(proposal, name), key=lambda row: row["id"])


@pytest.mark.parametrize("dialect", ["sqlite", "mysql", "postgresql"])
def test_sakila_gives_the_same_structure_in_every_dialect(shared: Path, dialect: str) -> None:
    proposal = sources.proposed(shared / "data" / "sakila" / f"{dialect}.sql", with_data=False)
    names = {one["name"] for one in proposal.raw["entities"]}
    assert names - {"film_text"} == set(
        SAKILA.split()
    )  # PostgreSQL's version searches without that table
    assert sources.errors(proposal) == []
    film = sources.fields(proposal, "film")
    assert film["language"]["options"]["target"] == "language"
    assert film["original_language"]["options"]["target"] == "language"
    assert film["rating"]["type"] == "choice"
    assert [one["name"] for one in film["rating"]["options"]["choices"]] == [
        "G",
        "PG",
        "PG-13",
        "R",
        "NC-17",
    ]
    assert any("trigger" in line for line in sources.said(proposal, "loss"))
    store, staff = sources.fields(proposal, "store"), sources.fields(proposal, "staff")
    assert store["manager_staff"]["options"]["target"] == "staff"
    assert staff["store"]["options"]["target"] == "store"


def test_mysql_enums_sets_and_switches_are_choices(shared: Path) -> None:
    proposal = sources.proposed(shared / "data" / "sakila" / "mysql.sql", with_data=False)
    film = sources.fields(proposal, "film")
    assert film["special_features"]["type"] == "multichoice"
    assert film["release_year"]["type"] == "year"
    assert sources.fields(proposal, "customer")["active"]["type"] == "boolean"


def test_all_regions_come_in_seconds_with_their_leading_zeros(shared: Path) -> None:
    proposal = sources.proposed(shared / "data" / "wilayah" / "wilayah.sql")
    assert dict(proposal.counts) == {"wilayah": 91_599}
    first = next(iter(proposal.rows["wilayah"]()))
    assert first == {"id": 1, "kode": "11", "nama": "Aceh"}
    kode = sources.fields(proposal, "wilayah")["kode"]
    assert (kode["required"], kode["unique"]) == (True, True)
    assert sources.errors(proposal) == []
