"""What a password must be, said once: for accounts that are made, reset, and changed by oneself.

Length and composition are what Peraturan BSSN 4/2021 asks of authentication.
"""

from __future__ import annotations

import secrets
import string

from builder.errors import RakitError

SHORTEST, LONGEST = 10, 200
RULE = "Paling sedikit 10 huruf dan angka, memuat huruf dan angka."
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


class PasswordError(RakitError):
    """A password that is too easily guessed; the words say what to change."""


def check_password(password: str, username: str = "") -> None:
    """Raise PasswordError unless it keeps the rule. The password itself is never repeated."""
    lower = password.lower()
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordError("Kata sandi terlalu pendek atau terlalu panjang.", way_out=RULE)
    if not any(c.isalpha() for c in password) or not any(c.isdigit() for c in password):
        raise PasswordError("Kata sandi harus memuat huruf dan angka.", way_out=RULE)
    if len(set(lower)) < 4 or (len(username) > 2 and username.lower() in lower):
        raise PasswordError(
            "Kata sandi terlalu mudah ditebak.",
            way_out="Jangan memakai nama pengguna atau huruf yang sama berulang-ulang.",
        )


def first_password() -> str:
    """A password for a new account: three groups that can be read out; it keeps the rule."""
    groups = ["".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(3)]
    return "-".join([*groups, secrets.choice(string.digits) + secrets.choice("abcdefghjk")])
