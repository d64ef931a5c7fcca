"""What all page families share: rendering, and a refusal turned into words on the page."""

from __future__ import annotations

from typing import Any

from flask_appbuilder import BaseView

from sop_workflow.errors import BadInputs, Incomplete, SopError

from . import keep
from .people import me
from .spoken import spoken


class Page(BaseView):
    """A page family. Its rights are the pattern of its `class_permission_name` (security.py)."""

    def render(self, template: str, **context: Any) -> str:
        """Render `portal/<template>` with what every page knows."""
        return str(
            self.render_template(f"portal/{template}", me=me(), typed=keep.typed(), **context)
        )


def errors_of(refused: SopError | None) -> dict[str, str]:
    """Input -> words, for the messages beside the inputs."""
    if isinstance(refused, Incomplete):
        lacking = [one for one in refused.missing if one.kind == "isian"]
        return {one.key: f"{spoken(one.text)}." for one in lacking}
    found = refused.found if isinstance(refused, BadInputs) else (refused,)
    fields = {field: one for one in found if (field := getattr(one, "field", ""))}
    return {
        field: ". ".join(spoken(part) for part in (one.what, one.which, one.way_out) if part)
        for field, one in fields.items()
        if one
    }
