"""Selections of a list that people keep for themselves: search, filters and order under a name.

Only the words of the address are kept, never rows: whoever opens one is asked for his rights anew,
and what he may no longer see is left out by the list itself.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import delete, select

from .actor import Actor
from .fields import say
from .tables import OwnView

MOST, LONGEST = 20, 2000


def kept_args(args: Any) -> list[tuple[str, str]]:
    """What of a list's address says which rows and in which order; not the page."""
    return [
        (name, value)
        for name, value in args
        if value
        and (name in ("q", "sort", "view") or (name.startswith("f_") and not name.endswith("__q")))
    ]


def of(session: Any, actor: Actor, table: str) -> list[OwnView]:
    """Those of this person for this list, in the order they were made."""
    if actor.id is None:
        return []
    ask = select(OwnView).where(OwnView.user_id == actor.id, OwnView.table_name == table)
    return list(session.scalars(ask.order_by(OwnView.id)))


def keep(session: Any, actor: Actor, table: str, name: str, query: str) -> str:
    """Keep what the address asks for; the same name again replaces it. Gives back what is kept.

    `ValueError` in words when there is no name, nothing to keep, or too much of it.
    """
    name = " ".join(name.replace("\0", "").split())[:60]
    kept = urlencode(kept_args(parse_qsl(query.replace("\0", ""))))
    if not name:
        raise ValueError(say("Tulis nama tampilannya."))
    if not kept:
        raise ValueError(say("Saring, cari atau urutkan dahulu; yang disimpan adalah pilihan itu."))
    if len(kept) > LONGEST:
        raise ValueError(say("Pilihan ini terlalu panjang untuk disimpan."))
    mine = {one.name: one for one in of(session, actor, table)}
    if name in mine:
        mine[name].query = kept
    elif len(mine) >= MOST:
        raise ValueError(say("Paling banyak %s tampilan; hapus yang tidak terpakai.") % MOST)
    else:
        session.add(OwnView(user_id=actor.id, table_name=table, name=name, query=kept))
    session.commit()
    return kept


def drop(session: Any, actor: Actor, table: str, id: int) -> None:
    """Forget one of this person's own."""
    own = delete(OwnView).where(OwnView.id == id, OwnView.user_id == actor.id)
    session.execute(own.where(OwnView.table_name == table))
    session.commit()
