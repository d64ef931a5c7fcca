"""How constraints and indexes are named. Needs nothing, so that migrations can ask it too."""

from __future__ import annotations

import hashlib

LONGEST = 63
"""PostgreSQL cuts identifiers after this many bytes."""


def constraint_name(kind: str, table: str, *parts: str) -> str:
    """The name of a constraint or index: `uq_usaha_nama_tahun`; over 63 bytes cut, with a hash.

    `kind` is ix, uq, fk, pk or ck. Migrations use the same rule, so that a rename finds the name.
    """
    name = "_".join((kind, table, *parts))
    if len(name) <= LONGEST:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: LONGEST - 9]}_{digest}"
