"""A page for everybody: whether a file is one that this office recorded or signed."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import request
from flask_appbuilder import expose
from flask_babel import gettext as _

from builder.kit.rate import Rate, caller

from .house import house
from .pages import Page

LOOKS = Rate(limit=30, seconds=60)


class ProofView(Page):
    """Periksa keaslian berkas: number, date, signers and status, never a title or content."""

    route_base = "/periksa-berkas"
    default_view = "check"

    @expose("/", methods=["GET", "POST"])
    def check(self) -> Any:
        """By an uploaded file (only its hash is taken) or by a SHA-256 that stands on a paper."""
        digest = request.args.get("sha256", "").strip().lower()
        error = ""
        if request.method == "POST":
            upload = request.files.get("berkas")
            digest = ""
            if upload is None or not upload.filename:
                error = _("Pilih berkas yang akan diperiksa.")
            elif not LOOKS.allows(caller()):
                error = _("Terlalu cepat. Tunggu satu menit, lalu coba lagi.")
            else:
                digest = hashlib.sha256(upload.read()).hexdigest()
        proofs = house().cases.proofs(digest) if digest else ()
        page = self.render("proof.html", digest=digest, proofs=proofs, error=error)
        return page, 422 if error else 200
