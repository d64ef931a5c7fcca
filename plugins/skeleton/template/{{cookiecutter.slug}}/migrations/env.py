"""Migrasi basis data, dijalankan oleh `setup`. Dibuat Rakit; berkas migrasi ada di versions/.

Semua atau tidak sama sekali: satu transaksi. SQLite membuat ulang tabel yang diubah, jadi rujukan
tidak dijaga selama itu, lalu diperiksa sebelum disimpan.
"""

from alembic import context

connection = context.config.attributes["connection"]
sqlite = connection.dialect.name == "sqlite"
LOCK = 7_251_403


def upgrade() -> None:
    context.configure(
        connection=connection,
        target_metadata=context.config.attributes["target_metadata"],
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if sqlite:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        context.run_migrations()
        if sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"Rujukan putus setelah migrasi, tidak disimpan: {broken[:3]}")


if sqlite:
    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.commit()
try:
    upgrade()
finally:
    if sqlite:
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        connection.commit()
