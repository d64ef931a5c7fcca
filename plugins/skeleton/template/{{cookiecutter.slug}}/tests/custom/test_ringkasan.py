"""Contoh uji untuk kode sendiri."""

from {{ app.package }}.kit.testing import Office
from {{ app.package }}.security import PUBLIC_ROLE, Role


def test_ringkasan_tampil_untuk_setiap_peran(office: Office) -> None:
    for role in Role:
        if role is not PUBLIC_ROLE:
            assert office.login(role).get("/ringkasan/").status_code == 200
