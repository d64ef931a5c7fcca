"""Alembic's environment of the portal: the connection is handed in by `builder.storage.upgrade`."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes.get("metadata"),
    compare_type=True,
    render_as_batch=True,
    version_table="rakit_version",
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
