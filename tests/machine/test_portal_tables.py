"""The portal's own versions and its metadata say the same; a real office's triggers survive."""

import pytest
import sqlalchemy as sa

import builder.jobs
import builder.storage.tables  # noqa: F401  (its tables)
from builder.storage import base
from builder.storage.upgrade import current, differences, upgrade
from sop_workflow.storage import metadata as procedure


@pytest.fixture
def database(url):
    made = base.make_engine(url)
    upgrade(made)
    yield made
    made.dispose()


def test_versions_and_metadata_are_the_same(database):
    assert differences(database, [base.metadata, procedure]) == []
    assert current(database) is not None


def test_every_table_has_a_named_primary_key_and_named_constraints(database):
    inspector = sa.inspect(database)
    for table in inspector.get_table_names():
        for one in (*inspector.get_unique_constraints(table), *inspector.get_foreign_keys(table)):
            assert one["name"], (table, one)
