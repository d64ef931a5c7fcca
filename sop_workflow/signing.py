"""Signatures over bytes. The default signer is the password typed again, confirmed by the caller.

It is not a certified electronic signature and says so on every paper: 'tidak tersertifikasi'.
A certified one (BSrE) is another `ports.Signer`; passphrases never come this far.
"""

from __future__ import annotations

from datetime import datetime

from sop_workflow import canonical
from sop_workflow.case import Signature, Stamp
from sop_workflow.errors import BadInput

UNCERTIFIED = (
    "Disetujui secara elektronik dengan kata sandi; tanda tangan elektronik tidak tersertifikasi."
)


class PasswordSigner:
    """The signer was asked for the password again; the web checked it and says `confirmed`."""

    method = "kata sandi"

    def sign(self, subject_sha256: str, by: Stamp, at: datetime, *, confirmed: bool) -> Signature:
        """A record whose digest binds who, when and what; BadInput when not confirmed."""
        if not confirmed:
            raise BadInput(
                "Kata sandi tidak cocok atau belum diisi",
                field="password",
                way_out="Masukkan kata sandi Anda untuk menandatangani.",
            )
        return Signature(
            method=self.method,
            subject_sha256=subject_sha256,
            digest=digest(subject_sha256, by, at),
            certified=False,
            wording=UNCERTIFIED,
            at=at,
        )


def digest(subject_sha256: str, by: Stamp, at: datetime) -> str:
    """SHA-256 over subject, signer, seat, mandate and moment: recomputable from the event."""
    return canonical.sha256(
        [subject_sha256, by.person, by.name, by.seat, by.mandate.value, at.isoformat()]
    )


def is_genuine(signature: Signature, by: Stamp) -> bool:
    """Does a stored signature record still fit its signer, moment and subject?"""
    return signature.digest == digest(signature.subject_sha256, by, signature.at)
