"""Files made to break a reader: each is refused in words, or read without harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.intake import IntakeError
from plugins.import_sqlite_sql import splitter
from tests.intake import sources


def refused(folder: Path, sql: str) -> IntakeError:
    with pytest.raises(IntakeError) as caught:
        sources.from_sql(folder, sql)
    assert caught.value.what and caught.value.way_out
    return caught.value


def test_an_unterminated_string_names_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, "CREATE TABLE a (b INT);\nINSERT INTO a VALUES ('x);\n")
    assert error.which == "baris 2"


@pytest.mark.parametrize("depth", [200, 50_000])
def test_huge_nesting_is_refused(tmp_path: Path, depth: int) -> None:
    nested = "(" * depth + "1" + ")" * depth
    error = refused(tmp_path, f"CREATE TABLE a (b INT DEFAULT {nested});")
    assert "bersarang" in error.what


def test_huge_nesting_in_a_value_is_only_an_empty_value(tmp_path: Path) -> None:
    nested = "(" * 50_000 + "1" + ")" * 50_000
    sql = f"CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT); INSERT INTO a VALUES (1, {nested});"
    proposal = sources.from_sql(tmp_path, sql)
    assert sources.rows(proposal, "a") == [{"id": 1}]
    assert any("harus dihitung" in line for line in sources.said(proposal, "loss"))


def test_a_line_without_end_is_refused_before_it_fills_the_memory() -> None:
    given = 0

    def read(size: int) -> str:
        nonlocal given
        given += size
        return "INSERT INTO a VALUES ('".ljust(size, "x") if given == size else "x" * size

    with pytest.raises(IntakeError, match="lebih panjang dari 64 MB"):
        list(splitter.statements(read, "sqlite"))
    assert splitter.LIMIT < given <= 2 * splitter.LIMIT + splitter.CHUNK


def test_nothing_is_executed(tmp_path: Path) -> None:
    victim = tmp_path / "korban.db"
    sql = f"""
    ATTACH DATABASE '{victim}' AS v;
    PRAGMA writable_schema = 1;
    CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT);
    INSERT INTO a VALUES (1, load_extension('x.so'));
    INSERT INTO a SELECT 2, readfile('/etc/passwd');
    UPDATE a SET b = 'y';
    DELETE FROM a;
    DROP TABLE a;
    VACUUM INTO '{victim}';
    .shell touch {victim};
    """
    proposal = sources.from_sql(tmp_path, sql)
    assert not victim.exists()
    assert sources.rows(proposal, "a") == [{"id": 1}]
    lost = sources.said(proposal, "loss")
    for word in ("ATTACH", "PRAGMA", "UPDATE", "DELETE"):
        assert f"Perintah {word} tidak dijalankan" in lost
    assert any("tidak berisi VALUES" in line for line in lost)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tidak ada tabel"),
        (b"hello world", "Tidak ada tabel"),
        (b"SELECT 1; ;;; -- x", "Tidak ada tabel"),
        (b"\x00\x01\x02\x03", "bukan berkas teks"),
        (b"SQLite format 3\x00" + b"\0" * 100, "Basis data tidak dapat dibaca"),
        (b"CREATE TABLE a (b INT); -- \xff\xfe", "UTF-8"),
    ],
)
def test_what_is_no_sql_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.sql"
    path.write_bytes(content)
    with pytest.raises(IntakeError, match=words):
        sources.importer(str(path)).read(str(path), True)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="tidak ada") as caught:
        sources.proposed(tmp_path / "tiada.sql")
    assert "tiada.sql" in caught.value.which


def test_a_table_that_cannot_be_read_is_a_line_and_the_others_come(tmp_path: Path) -> None:
    good = "CREATE TABLE b (id INTEGER PRIMARY KEY, nama TEXT);"
    sql = f"CREATE TABLE ((((; {good} ALTER TABLE z ADD x;"
    proposal = sources.from_sql(tmp_path, sql)
    assert [one["name"] for one in proposal.raw["entities"]] == ["b"]
    assert any("baris 1" in line for line in sources.said(proposal, "loss"))


def test_rows_that_do_not_fit_are_counted(tmp_path: Path) -> None:
    sql = """
    CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT);
    INSERT INTO a VALUES (1, 'x', 'too many');
    INSERT INTO a (id, tiada) VALUES (2, 'y');
    INSERT INTO lain VALUES (1), (2);
    INSERT INTO a VALUES (3, 'fits');
    """
    proposal = sources.from_sql(tmp_path, sql)
    assert [row["id"] for row in sources.rows(proposal, "a")] == [3]
    lost = {
        (line.table, line.count) for line in proposal.report if "Baris tidak dibawa" in line.what
    }
    assert lost == {("a", 2), ("lain", 2)}


def test_control_and_bidi_characters_do_not_reach_the_rows(tmp_path: Path) -> None:
    sql = "CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT);"
    proposal = sources.from_sql(tmp_path, f"{sql} INSERT INTO a VALUES (1, 'x\x07y\u202ez');")
    assert sources.rows(proposal, "a") == [{"id": 1, "b": "xyz"}]


def test_six_hundred_columns_are_read(tmp_path: Path) -> None:
    columns = ", ".join(f"kolom_{n} VARCHAR(20)" for n in range(600))
    proposal = sources.from_sql(tmp_path, f"CREATE TABLE a (id INTEGER PRIMARY KEY, {columns});")
    assert len(sources.entity(proposal, "a")["fields"]) == 600
    sources.spec_of(proposal)
