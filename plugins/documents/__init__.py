"""The three papers that go with an application: Rancangan Sistem, Buku Manual, Laporan."""

from pathlib import Path

from builder.hookspecs import Document, hookimpl

from .content import content

TEMPLATES = Path(__file__).parent / "templates"


@hookimpl
def rakit_documents() -> list[Document]:
    """The papers that steps 5 and 8 ask for."""
    return [
        Document("rancangan", "Rancangan Sistem", 5, TEMPLATES / "design.typ", content),
        Document("manual", "Buku Manual", 8, TEMPLATES / "manual.typ", content),
        Document("laporan", "Laporan Pembuatan Aplikasi", 8, TEMPLATES / "report.typ", content),
    ]
