"""Migrasi basis data, dijalankan oleh `setup`. Dibuat Rakit; berkas migrasi ada di versions/."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes["target_metadata"],
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
