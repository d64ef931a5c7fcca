"""Everything that the language can find wrong with a specification that its models accept."""

from __future__ import annotations

from ..model import Spec
from ..problems import Problem
from ..types import Types
from .codes import CODES
from .fields import check_fields
from .finder import Finder
from .flows import check_flows
from .gaps import check_advice, check_gaps
from .naming_rules import check_names
from .references import check_references
from .rights import check_rights
from .screens import check_screens

__all__ = ["CODES", "check"]

_ORDER = {"error": 0, "gap": 1, "advice": 2}


def check(spec: Spec, types: Types) -> tuple[Problem, ...]:
    """Errors first, then gaps, then advice; each group in the order in which it was found.

    Every problem names the node and key beside which a form shows it, the line when the
    specification was read from text, and the way out. Codes: `CODES`.
    """
    find = Finder(spec, types)
    for look in (
        check_names,
        check_references,
        check_fields,
        check_flows,
        check_rights,
        check_screens,
        check_gaps,
        check_advice,
    ):
        look(find)
    return tuple(sorted(find.found, key=lambda problem: _ORDER[problem.severity]))
