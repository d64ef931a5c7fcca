"""What is done with several rows of a list at once: delete them, or take a step of their flow.

Every row goes through the gate alone, by the version that stood in the list: what one row refuses
does not keep the others, and is told by the row's name. Nothing here knows more than the buttons
of a single row do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from . import cells, flowing
from .actor import Actor
from .database import Entity
from .declare import Right
from .errors import Invalid, Refused
from .face.heard import heard
from .fields import fields, say
from .pages import Act
from .request import application, gate

DELETE, STEP = "hapus", "langkah-"
MOST = 200
"""Rows of one request; a list shows fewer."""
TICK = re.compile(r"(\d{1,18})\.(\d{1,18})")
"""What a ticked box sends: id and version of its row."""


@dataclass
class Done:
    """What became of it: the ids of the rows it was done with, the refusals as (row, reason)."""

    ids: list[int] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def acts(actor: Actor, entity: type[Entity], rows: Sequence[Any]) -> tuple[Act, ...]:
    """What this person may do with at least one of these rows."""
    flow = gate().scope.flows.get(entity)
    found: dict[str, Act] = {}
    for row in rows if flow is not None else ():
        for step in flowing.moves(gate(), actor, row):
            if step.name not in found:
                found[step.name] = Act(
                    STEP + step.name,
                    say(step.label),
                    note=step.note,
                    node=application().nodes("transition", entity.__tablename__, step.name),
                )
    given = list(found.values())
    open_rows = [
        row for row in rows if flow is None or str(getattr(row, flow.status.key)) == flow.initial
    ]
    if open_rows and gate().may(actor, Right.DELETE, entity):
        given.append(Act(DELETE, say("Hapus"), icon="trash", danger=True))
    return tuple(given)


def tick(row: Any) -> str:
    """The value of the box beside a row."""
    return f"{row.id}.{row.version}"


def do(actor: Actor, entity: type[Entity], act: str, ticked: Sequence[str], note: str) -> Done:
    """Do it with each ticked row; what cannot be done with one is told, the others are done."""
    done = Done()
    for text in list(dict.fromkeys(ticked))[:MOST]:
        if (found := TICK.fullmatch(text)) is None:
            continue
        id, version = int(found[1]), int(found[2])
        name = f"#{id}"
        try:
            row = gate().get(actor, entity, id)
            name = cells.label_of(actor, row)
            if act == DELETE:
                gate().delete(actor, row, version)
            else:
                gate().move(actor, row, act.removeprefix(STEP), note, version)
            done.ids.append(id)
        except (Refused, Invalid) as refusal:
            done.refused.append((name, reason(entity, refusal)))
    return done


def reason(entity: type[Entity], refusal: Refused | Invalid) -> str:
    """A refusal in the page's language; what is wrong with a field under its label."""
    if isinstance(refusal, Refused):
        return heard(refusal.reason)
    known = fields(entity)
    return " ".join(
        f"{known[name].label}: {heard(words)}"
        if name in known and known[name].label not in words
        else heard(words)
        for name, words in refusal.errors.items()
    )
