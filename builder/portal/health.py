"""Whether the installation works, for people who watch machines: `/health`, JSON, no login."""

from __future__ import annotations

from typing import Any

from flask import jsonify
from flask_appbuilder import BaseView, expose
from werkzeug.wrappers import Response

from builder import health, preview

from .house import House, house


class HealthView(BaseView):
    """200 while the portal can serve, with what is degraded in words; 503 without a database."""

    route_base = "/health"
    default_view = "health"

    @expose("")
    def health(self) -> tuple[Response, int]:
        """Every part, asked now."""
        rooms = house()
        said = health.health(
            rooms.settings, engine=rooms.engine, more={"preview": lambda: preview_part(rooms)}
        )
        return jsonify(said), 503 if said["status"] == "down" else 200


def preview_part(rooms: House) -> dict[str, Any]:
    """What the gateway says of itself; a portal without previews is degraded, not down."""
    said = preview.health(rooms.settings)
    down = said.get("status") == "down"
    return {**said, "status": "degraded"} if down else said
