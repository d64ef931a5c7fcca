"""Keys that are no id, references that point nowhere, and what becomes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.intake import IntakeError, fold
from tests.intake import sources


def test_a_composite_key_gives_an_id_and_stays_unique(tmp_path: Path) -> None:
    proposal = sources.from_sql(
        tmp_path,
        """
        CREATE TABLE nilai (siswa TEXT, mapel TEXT, angka INT, PRIMARY KEY (siswa, mapel));
        INSERT INTO nilai VALUES ('A', 'IPA', 80), ('A', 'IPS', 75);
        """,
    )
    assert sources.entity(proposal, "nilai")["unique"] == [["siswa", "mapel"]]
    assert sources.rows(proposal, "nilai") == [
        {"id": 1, "siswa": "A", "mapel": "IPA", "angka": 80},
        {"id": 2, "siswa": "A", "mapel": "IPS", "angka": 75},
    ]


def test_a_composite_reference_becomes_one_and_keeps_its_columns(tmp_path: Path) -> None:
    proposal = sources.from_sql(
        tmp_path,
        """
        CREATE TABLE ruang (gedung TEXT, nomor INT, luas INT, PRIMARY KEY (gedung, nomor));
        CREATE TABLE rapat (
            id INTEGER PRIMARY KEY, g TEXT, n INT, FOREIGN KEY (g, n) REFERENCES ruang
        );
        INSERT INTO ruang VALUES ('A', 1, 20), ('A', 2, 30);
        INSERT INTO rapat VALUES (7, 'A', 2), (8, NULL, 2);
        """,
    )
    assert sources.rows(proposal, "rapat") == [
        {"id": 7, "g": "A", "n": 2, "ruang": 2},
        {"id": 8, "n": 2},
    ]
    assert any("Rujukan gabungan" in line for line in sources.said(proposal, "change"))


def test_a_table_without_a_key_gets_one(tmp_path: Path) -> None:
    sql = "CREATE TABLE catatan (isi TEXT); INSERT INTO catatan VALUES ('a'), ('a');"
    proposal = sources.from_sql(tmp_path, sql)
    assert [row["id"] for row in sources.rows(proposal, "catatan")] == [1, 2]
    assert any("Tanpa kunci utama" in line for line in sources.said(proposal, "change"))


def test_an_empty_id_is_the_next_one_as_the_database_would_have_given(tmp_path: Path) -> None:
    sql = """
    CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT);
    INSERT INTO a VALUES (NULL, 'satu'), (10, 'sepuluh'), (NULL, 'sebelas');
    """
    proposal = sources.from_sql(tmp_path, sql)
    assert [row["id"] for row in sources.rows(proposal, "a")] == [1, 10, 11]


def test_a_key_that_is_no_small_number_gets_an_id(tmp_path: Path) -> None:
    sql = """
    CREATE TABLE warga (nik BIGINT PRIMARY KEY, nama TEXT);
    INSERT INTO warga VALUES (3507012501900001, 'Contoh');
    """
    proposal = sources.from_sql(tmp_path, sql)
    assert sources.rows(proposal, "warga")[0]["id"] == 1
    assert sources.fields(proposal, "warga")["nik"]["unique"] is True


def test_orphans_are_emptied_counted_and_no_longer_required(tmp_path: Path) -> None:
    sql = """
    CREATE TABLE induk (id INTEGER PRIMARY KEY, nama TEXT);
    CREATE TABLE anak (id INTEGER PRIMARY KEY, induk_id INT NOT NULL REFERENCES induk (id));
    INSERT INTO induk VALUES (1, 'x');
    INSERT INTO anak VALUES (1, 1), (2, 99);
    """
    proposal = sources.from_sql(tmp_path, sql)
    assert sources.rows(proposal, "anak") == [{"id": 1, "induk": 1}, {"id": 2}]
    assert "required" not in sources.fields(proposal, "anak")["induk"]
    lost = next(line for line in proposal.report if line.level == "loss")
    assert (lost.table, lost.column, lost.count) == ("anak", "induk_id", 1)


def test_children_may_stand_before_their_parents_and_keys_after_the_rows(tmp_path: Path) -> None:
    sql = """
    CREATE TABLE `anak` (`id` int(11) NOT NULL, `induk_id` int(11) DEFAULT NULL) ENGINE=InnoDB;
    INSERT INTO `anak` (`id`, `induk_id`) VALUES (1, 5);
    CREATE TABLE `induk` (`id` int(11) NOT NULL, `nama` varchar(50)) ENGINE=InnoDB;
    INSERT INTO `induk` VALUES (5, 'it\\'s');
    ALTER TABLE `anak` ADD PRIMARY KEY (`id`), ADD KEY `k` (`induk_id`);
    ALTER TABLE `induk` ADD PRIMARY KEY (`id`);
    ALTER TABLE `anak` ADD CONSTRAINT `f` FOREIGN KEY (`induk_id`) REFERENCES `induk` (`id`)
      ON DELETE CASCADE;
    """
    proposal = sources.from_sql(tmp_path, sql)
    assert sources.rows(proposal, "anak") == [{"id": 1, "induk": 5}]
    assert sources.rows(proposal, "induk") == [{"id": 5, "nama": "it's"}]
    assert sources.fields(proposal, "anak")["induk"]["options"]["on_delete"] == "cascade"


def test_an_undeclared_reference_is_made_only_when_the_data_proves_it(tmp_path: Path) -> None:
    sql = """
    CREATE TABLE unit (id INTEGER PRIMARY KEY, nama TEXT);
    CREATE TABLE pegawai (id INTEGER PRIMARY KEY, unit_id INT);
    CREATE TABLE barang (id INTEGER PRIMARY KEY, unit_id INT);
    INSERT INTO unit VALUES (1, 'Sekretariat');
    INSERT INTO pegawai VALUES (1, 1);
    INSERT INTO barang VALUES (1, 77);
    """
    proposal = sources.from_sql(tmp_path, sql)
    assert sources.fields(proposal, "pegawai")["unit"]["type"] == "reference"
    assert sources.fields(proposal, "barang")["unit_id"]["type"] == "integer"
    structure = sources.from_sql(tmp_path, sql, with_data=False)
    assert sources.fields(structure, "pegawai")["unit_id"]["type"] == "integer"
    assert any("Mungkin merujuk unit" in line for line in sources.said(structure, "advice"))


def test_a_broken_unique_rule_is_left_out_with_a_line(tmp_path: Path) -> None:
    sql = """
    CREATE TABLE a (id INTEGER PRIMARY KEY, kode TEXT UNIQUE, b TEXT, c TEXT, UNIQUE (b, c));
    INSERT INTO a VALUES (1, 'x', 'p', 'q'), (2, 'x', 'p', 'r');
    """
    proposal = sources.from_sql(tmp_path, sql)
    assert "unique" not in sources.fields(proposal, "a")["kode"]
    assert sources.entity(proposal, "a")["unique"] == [["b", "c"]]
    assert any("datanya kembar" in line for line in sources.said(proposal, "loss"))


def test_a_row_stands_after_the_row_of_its_own_table_that_it_refers_to(tmp_path: Path) -> None:
    sql = """
    CREATE TABLE orang (id INTEGER PRIMARY KEY, atasan INT REFERENCES orang (id));
    INSERT INTO orang VALUES (1, 3), (2, 2), (3, 4), (4, NULL), (5, 6), (6, 5);
    """
    proposal = sources.from_sql(tmp_path, sql)
    found = [row["id"] for row in sources.rows(proposal, "orang")]
    assert found == [2, 4, 3, 1, 5, 6]  # five and six refer to each other: last


def test_a_table_that_joins_an_entity_with_itself_folds_with_names_for_both_ends(
    tmp_path: Path,
) -> None:
    sql = """
    CREATE TABLE warga (id INTEGER PRIMARY KEY, nama TEXT);
    CREATE TABLE hubungan (
        anak_id INT REFERENCES warga, wali_id INT REFERENCES warga, PRIMARY KEY (anak_id, wali_id)
    );
    INSERT INTO warga VALUES (1, 'A'), (2, 'B');
    INSERT INTO hubungan VALUES (1, 2);
    """
    proposal = fold(sources.from_sql(tmp_path, sql), ["hubungan"])
    link = sources.spec_of(proposal).links[0]
    assert (link.between, link.names) == (("warga", "warga"), ("anak", "wali"))
    assert sources.rows(proposal, "hubungan") == [{"id": 1, "anak": 1, "wali": 2}]
    with pytest.raises(IntakeError, match="tidak dapat dilipat"):
        fold(proposal, ["warga"])


def test_references_in_a_circle_let_the_first_row_in(tmp_path: Path) -> None:
    """As in Sakila: a shop needs its head, who needs his shop."""
    proposal = sources.from_sql(
        tmp_path,
        """
        CREATE TABLE toko (id INTEGER PRIMARY KEY, kepala INT NOT NULL REFERENCES staf);
        CREATE TABLE staf (
            id INTEGER PRIMARY KEY, toko INT NOT NULL REFERENCES toko,
            atasan INT NOT NULL REFERENCES staf
        );
        INSERT INTO toko VALUES (1, 1);
        INSERT INTO staf VALUES (1, 1, 1);
        """,
    )
    required = {
        one["name"]: one.get("required", False)
        for name in ("toko", "staf")
        for one in sources.entity(proposal, name)["fields"]
    }
    assert required == {"kepala": True, "toko": False, "atasan": False}
    said = sources.said(proposal, "change")
    assert any("berputar (toko → staf → toko)" in line for line in said)
    assert any("berputar (staf → staf)" in line for line in said)
