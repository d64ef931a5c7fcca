"""REST: the same model, the same gate, plain JSON; logins and tokens are Flask-AppBuilder's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from flask_appbuilder.api import BaseApi

from .database import Entity


class EntityApi(BaseApi):
    """`/api/v1/<table>/` of one entity.

    * `entity`: the model class
    * `columns`: the fields that go out, by name; a reference goes out as its id. A public
      contract does not grow because a field was added, so it is written out.

    What may come in is every field that the actor may write.
    """

    entity: ClassVar[type[Entity]]
    columns: ClassVar[Sequence[str]] = ()
