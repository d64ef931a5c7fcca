"""The PostgreSQL that the tests use is a real one, and each test has a database of its own."""

import pytest
import sqlalchemy as sa


@pytest.mark.postgres
def test_a_database_of_its_own(postgres_url: str) -> None:
    engine = sa.create_engine(postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (id int)")
        version = connection.exec_driver_sql("SHOW server_version_num").scalar_one()
    engine.dispose()
    assert int(version) >= 140000
    assert (sa.make_url(postgres_url).database or "").startswith("rakit_")
