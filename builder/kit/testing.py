"""Help for the delivered tests: valid sample rows, people, and every door for every role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import delete, func, select, update

from . import conditions, flowing
from .actor import SYSTEM, Actor
from .application import Application
from .database import Entity
from .declare import OWNER, Right
from .doors import Doors
from .errors import Invalid, Refused
from .fields import Field, fields, inverses, path
from .gate import Gate
from .putting_back import Beginning
from .samples import fitting, prepare
from .tables import Notice
from .uploads import Stored

UNIT = "unit-a"
OTHER_UNIT = "unit-b"
"""Two units; where units are rows, `Office` makes one for each name and uses its id."""
DRAWS = 12
PASSWORD = "rahasia-sekali"  # of people who exist in tests only


class Compiled(BytecodeCache):
    """Templates that an application of the same run has compiled already: each test has its own."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was kept under the template's name; Jinja compares the checksum of its source."""
        if found := self.kept.get(bucket.key):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it for the applications after this one."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


class Office:
    """The application under test, set up and still empty, and the people who use it.

    The first office of an application sets it up; each one after it finds everything as it was
    then, whatever the tests before have written.

    No application context is held while a client asks: Flask would share `g`, and with it the
    first user, among all clients.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        app.jinja_env.bytecode_cache = COMPILED
        self.application: Application = app.extensions["application"]
        self.gate: Gate = self.application.gate
        self.application.keep_session = False
        self._n = self._draw = 0
        self._asked: set[str] = set()
        self._units: dict[str, int] = {}
        self._people: dict[tuple[str, str | None], tuple[str, int]] = {}
        beginning = app.extensions.get("beginning")
        if beginning is None:
            app.extensions["beginning"] = Beginning(self.application)
        else:
            beginning.put_back()

    # -- people

    def unit(self, name: str | None) -> int | str | None:
        """What stands for this unit: the id of a row of the units' entity, or the name."""
        units = self.application.units
        if name is None or units is None:
            return name
        if name not in self._units:
            own: dict[str, Any] = {}
            for key in units.__display__[:1]:
                if key != "id" and fields(units)[key].column.type.python_type is str:
                    own[key] = name
            self._units[name] = -1  # a unit may itself refer to one
            self._units[name] = int(self.row(units, name, **own).id)
        return self._units[name]

    def actor(self, role: str, unit: str | None = UNIT) -> Actor:
        """Somebody with this role in that unit; the same person each time."""
        name, id = self._person(str(role), unit)
        public = str(role) == self.application.scope.public_role
        return Actor(name, frozenset({str(role)}), self.unit(unit), id, public)

    def login(self, role: str, unit: str | None = UNIT) -> FlaskClient:
        """A browser in which somebody with this role has logged in."""
        name, _ = self._person(str(role), unit)
        client = self.app.test_client()
        answer = client.post("/login/", data={"username": name, "password": PASSWORD})
        assert answer.status_code == 302, f"login of {name}: {answer.status_code}"
        return client

    def token(self, role: str, unit: str | None = UNIT) -> dict[str, str]:
        """The REST header of somebody with this role."""
        name, _ = self._person(str(role), unit)
        login = {"username": name, "password": PASSWORD, "provider": "db"}
        answer = self.app.test_client().post("/api/v1/security/login", json=login)
        return {"Authorization": f"Bearer {(answer.json or {})['access_token']}"}

    def _person(self, role: str, unit: str | None) -> tuple[str, int]:
        if (role, unit) not in self._people:
            name = f"{role}{len(self._people) + 1}"
            self.application.keep_session = True
            with self.app.app_context():
                id = self.application.add_user(name, PASSWORD, role, self.unit(unit))
            self.application.keep_session = False
            self._people[role, unit] = (name, id)
        return self._people[role, unit]

    # -- rows

    def values(self, entity: type[Entity], unit: str = UNIT, /, **own: Any) -> dict[str, Any]:
        """Valid values for a new row; what it refers to is made on the way.

        Rows inline among `own` need not be whole either.
        """
        self._n += 1
        return own | self._samples(entity, self._n, unit, own)

    def _samples(
        self, entity: type[Entity], n: int, unit: str, own: Mapping[str, Any], skip: str = ""
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        scope = self.gate.scope
        flow = scope.flows.get(entity)
        unit_field = path(entity, entity.__unit__)[0].name if entity.__unit__ else ""
        for name, f in fields(entity).items():
            status = flow is not None and flow.status.key == f.key
            if name in own or name == skip or f.readonly or status:
                continue
            value = self._value(f, n, unit, name == unit_field)
            if value is not None:
                found[name] = value
        for name, inverse in inverses(entity).items():
            if inverse.inline and name not in own and inverse.reference.min_rows:
                given: Any = [{}] * inverse.reference.min_rows
            else:
                given = own.get(name) if inverse.inline else None
            if isinstance(given, list):
                found[name] = [
                    self._samples(inverse.child, n + k, unit, one, skip=inverse.back) | one
                    for k, one in enumerate(given)
                ]
        return found

    def _value(self, f: Field, n: int, unit: str, of_unit: bool) -> Any:
        required = f.required or f.name in self._asked
        if f.target:
            target = f.entity_of_target()
            if target is self.application.units:
                own = required or of_unit
                return self.unit(unit) if own and target is not f.entity else None
            if target is f.entity and not required:
                return None
            return self.row(target, unit).id if required or of_unit else None
        if of_unit:
            return self.unit(unit)
        if f.file:
            return Stored(str(f.sample(n))) if required else None
        if f.boolean:
            return bool(f.info.get("default"))
        if (f.required_if or f.readonly_if) and not required:
            return None
        return fitting(f, n if f.unique or not self._draw else (n * 37 + self._draw * 101) % 997)

    def row(self, entity: type[Any], unit: str = UNIT, /, **own: Any) -> Any:
        """A saved row of that unit (`own` values replace sample values).

        Samples that break a rule between fields are drawn anew, what is required in this case is
        filled in; what `own` gets wrong is told.
        """
        maker = self._maker(entity, unit)
        before, outside = self._draw, self._asked
        asked: set[str] = set()
        for self._draw in range(before, before + DRAWS):
            self._asked = asked
            try:
                return self.gate.save(maker, entity(), self.values(entity, unit, **own))
            except Invalid as invalid:
                named = {name.split(".")[0] for name in invalid.errors}
                if named <= own.keys() or self._draw == before + DRAWS - 1:
                    raise
                asked = named - own.keys()
            finally:
                self._draw, self._asked = before, outside
        raise AssertionError("unreachable")

    def valid(self, entity: type[Any], unit: str = UNIT) -> dict[str, Any]:
        """Values that would be saved as they are, also by the rules between fields."""
        before = self._draw
        values: dict[str, Any] = {}
        for self._draw in range(before, before + DRAWS):
            values = self.values(entity, unit)
            try:
                with self.gate.together(rehearsal=True):
                    self.gate.save(self._maker(entity, unit), entity(), values)
                break
            except Invalid:
                continue  # drawn anew
        self._draw = before
        return values

    def _maker(self, entity: type[Any], unit: str) -> Actor:
        """Somebody who may make such rows for that unit."""
        return Actor("penguji", frozenset(), self.unit(unit), None, system=True)

    def row_in(self, entity: type[Any], status: str, unit: str = UNIT, /, **own: Any) -> Any:
        """A row in that state, brought there along the flow by those who may."""
        row = self.row(entity, unit, **own)
        maker, flow = self._maker(entity, unit), self.gate.scope.flows[entity]
        for step in flow.path_to(str(status)):
            prepare(self.gate, row, step)
            self.gate.move(maker, row, step.name, "Catatan uji.")
        return row

    def errors(self, entity: type[Any], /, **own: Any) -> dict[str, str]:
        """What the gate says when these values are wrong, by field; empty if they are right."""
        try:
            self.row(entity, **own)
        except Invalid as invalid:
            return invalid.errors
        return {}

    def emptied(self, row: Any, name: str) -> dict[str, str]:
        """What the gate says, by field, when somebody empties this field of the row."""
        return self._changed(row, {name: None})

    def closed(self, row: Any, name: str) -> bool:
        """Whether the gate keeps this field of the row from being changed, as things are now."""
        f = fields(type(row))[name]
        known = getattr(row, f.key)
        value = next(v for v in (fitting(f, n) for n in range(1, 60)) if f.clean(v) != known)
        return "terkunci" in self._changed(row, {name: value}).get(name, "")

    def visible(self, row: Any, name: str) -> bool:
        """Whether the pages of this row show the field, by its condition."""
        f = fields(type(row))[name]
        maker = self._maker(type(row), UNIT)
        return not f.visible_if or conditions.holds(f.visible_if, row, maker)

    def _changed(self, row: Any, values: Mapping[str, Any]) -> dict[str, str]:
        try:
            self.gate.save(self._maker(type(row), UNIT), row, values)
        except Invalid as invalid:
            return invalid.errors
        return {}

    def opened(self, row: Any) -> set[str] | None:
        """The fields and inverses that the flow leaves open on this row; None: all of them."""
        found = flowing.open_fields(self.gate, row)
        everything = {*fields(type(row)), *inverses(type(row))}
        return None if found == everything else found

    def hidden(self, role: str, entity: type[Any]) -> tuple[str, ...]:
        """The fields that this role does not get to see."""
        seen = self.gate.readable(self.actor(role), entity)
        return tuple(name for name in fields(entity) if name not in seen)

    def readonly(self, role: str, entity: type[Any]) -> tuple[str, ...]:
        """The fields that this role sees, others fill in, and he himself may not."""
        actor, scope = self.actor(role), self.gate.scope
        rights = [one for one in (Right.ADD, Right.EDIT) if scope.may(actor, one, entity)]
        shut: set[str] = set()
        for right in rights:
            shut |= scope.writable(SYSTEM, entity, right) - scope.writable(actor, entity, right)
        hidden = self.hidden(role, entity)
        return tuple(name for name in fields(entity) if name in shut and name not in hidden)

    def may_read(self, role: str, row: Any) -> bool:
        """Whether this role sees the row, asked of the gate and of its page."""
        public = role == self.application.scope.public_role
        browser = self.app.test_client() if public else self.login(role)
        page = browser.get(f"/{row.__tablename__}/show/{row.id}").status_code == 200
        found = self.gate.alive(self.actor(role), Right.READ, row)
        assert page == found, f"{role} {row.__tablename__}: page {page}, gate {found}"
        return found

    def refusal(self, row: Any, name: str, note: str = "Catatan uji.") -> str:
        """The words when somebody who may take any step takes this one; empty if it is taken."""
        try:
            self.gate.move(self._maker(type(row), UNIT), row, name, note)
        except Refused as refused:
            return refused.reason
        except Invalid as invalid:
            return next(iter(invalid.errors.values()))
        return ""

    def move(self, role: str, row: Any, name: str, note: str = "", unit: str = UNIT) -> None:
        """Somebody with this role takes this step; raises what the gate raises."""
        self.gate.move(self.actor(role, unit), row, name, note)

    def told(
        self, entity: type[Any], status: str, name: str, roles: Sequence[str]
    ) -> tuple[str, ...]:
        """Who is told when the step `name` is taken with a row in that state: a word a notice.

        `"kepala"` is somebody of UNIT with that role, `"kepala unit lain"` of OTHER_UNIT, and
        `"owner"` whoever made the row.
        """
        session = self.gate.session
        people = {self.actor(role, UNIT).id: str(role) for role in roles}
        people |= {self.actor(role, OTHER_UNIT).id: f"{role} unit lain" for role in roles}
        owner = self.actor(self.app.config.get("AUTH_ROLE_ADMIN", "Admin"), None).id
        people[owner] = OWNER
        row = self.row_in(entity, status)
        step = next(one for one in self.gate.scope.flows[entity].transitions if one.name == name)
        prepare(self.gate, row, step)
        session.execute(update(entity).where(entity.id == row.id).values(created_by_id=owner))
        session.execute(delete(Notice))
        session.commit()
        self.gate.move(self._maker(entity, UNIT), row, name, "Catatan uji.")
        return tuple(sorted(people[id] for id in session.scalars(select(Notice.user_id))))

    def count(self, entity: type[Any]) -> int:
        """How many rows there are, deleted ones left out."""
        return int(self.gate.session.scalar(select(func.count()).select_from(entity)) or 0)

    # -- doors

    def doors(self, role: str, entity: type[Any], unit: str = UNIT) -> str:
        """What somebody of UNIT really may do with a row of `unit`, tried by browser and REST.

        Words out of `read add edit delete export import`, in this order, with spaces. For the
        right OWN_ROWS the row is somebody else's: try `Actor` and gate for one's own.
        """
        return Doors(self, str(role), entity, unit).opened()


__all__ = ["OTHER_UNIT", "PASSWORD", "UNIT", "Actor", "Invalid", "Office", "Refused"]
