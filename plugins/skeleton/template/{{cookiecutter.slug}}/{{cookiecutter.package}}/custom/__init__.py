"""Tempat kode Anda. Rakit tidak pernah menimpa folder ini, dan memuatnya paling akhir.

`extend` seperti `boot()` pada ServiceProvider Laravel: daftarkan tambahan Anda di sini.
"""

from ..kit import Application
from .ringkasan import RingkasanView


def extend(app: Application) -> None:
    """Sebuah halaman sebagai contoh; hapus bila tidak perlu.

    Aturan tambahan: `app.gate.check(Entitas, fungsi)`.
    Layar yang diubah: `app.replace(EntitasView, by=SubkelasAnda)`.
    """
    app.page("Ringkasan", RingkasanView)
