"""Trying every door of one entity as one role: pages, REST, files in and out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from .database import Entity
from .fields import fields, inverses

if TYPE_CHECKING:
    from .testing import Office

RIGHTS = ("read", "add", "edit", "delete", "export", "import")
Typed = dict[str, str | list[str]]
TRIED = ("read", "import", "edit", "add", "export", "delete")


class Doors:
    """Both ways to each right; they must agree, else the assertion names the two.

    Two rows serve all of them, so the doors are tried in an order in which none spoils the next.
    """

    def __init__(self, office: Office, role: str, entity: type[Entity], unit: str) -> None:
        self.office, self.role, self.unit = office, role, unit
        self.entity: Any = entity
        self.table = entity.__tablename__
        self.rest_url = f"/api/v1/{self.table}/"
        self.public = role == office.application.scope.public_role
        self.browser = office.app.test_client() if self.public else office.login(role)
        self.rest = office.app.test_client()
        self.header = {} if self.public else office.token(role)
        self.row: Any = office.row(entity, unit)
        self.other: Any = None

    def opened(self) -> str:
        """The rights that are open, as words."""
        found = {right for right in TRIED if self._open(right)}
        return " ".join(right for right in RIGHTS if right in found)

    def _open(self, right: str) -> bool:
        found: dict[str, bool] = getattr(self, f"_{right}")()
        assert len(set(found.values())) == 1, f"{self.role} {right} {self.table}: {found}"
        return next(iter(found.values()))

    def _read(self) -> dict[str, bool]:
        id = self.row.id
        found = {"page": self.browser.get(f"/{self.table}/show/{id}").status_code == 200}
        listed = self.browser.get(f"/{self.table}/list/?page=1").text
        found["list"] = f"/{self.table}/show/{id}" in listed
        if self._has_api():
            one = self.rest.get(f"{self.rest_url}{id}", headers=self.header)
            many = self.rest.get(f"{self.rest_url}?order=-id", headers=self.header)
            found["REST"] = one.status_code == 200
            rows = (many.json or {}).get("result", [])
            found["REST list"] = id in [row["id"] for row in rows]
        return found

    def _has_api(self) -> bool:
        return any(api.entity is self.entity for api in self.office.application.apis)

    def _add(self) -> dict[str, bool]:
        typed = self._typed(self._values())
        before = self.office.count(self.entity)
        self.browser.post(f"/{self.table}/add", data=typed)
        found = {"form": self.office.count(self.entity) > before}
        if self._has_api():
            values = self._json(self._values())
            answer = self.rest.post(self.rest_url, json=values, headers=self.header)
            found["REST"] = answer.status_code == 201
        return found

    def _edit(self) -> dict[str, bool]:
        row = self.row
        typed = self._same(row) | {"version": str(row.version)}
        answer = self.browser.post(f"/{self.table}/edit/{row.id}", data=typed)
        found = {"form": answer.status_code == 302 and "/show/" in answer.headers["Location"]}
        if self._has_api():
            url = f"{self.rest_url}{row.id}"
            found["REST"] = self.rest.put(url, json={}, headers=self.header).status_code == 200
        return found

    def _delete(self) -> dict[str, bool]:
        self.browser.post(f"/{self.table}/delete/{self.row.id}")
        found = {"page": self._gone(self.row.id)}
        if self._has_api():
            url = f"{self.rest_url}{self.other.id}"
            answer = self.rest.delete(url, headers=self.header)
            found["REST"] = answer.status_code == 204
        return found

    def _gone(self, id: int) -> bool:
        self.office.gate.session.expire_all()
        ask = select(self.entity.id).where(self.entity.id == id)
        return self.office.gate.session.scalar(ask) is None

    def _export(self) -> dict[str, bool]:
        """One more row of that unit makes the file one line longer, or not."""
        before = self._exported()
        self.other = self.office.row(self.entity, self.unit)
        return {"export": self._exported() > before}

    def _exported(self) -> int:
        answer = self.browser.get(f"/{self.table}/export")
        return len(answer.text.strip().splitlines()) if answer.status_code == 200 else 0

    def _import(self) -> dict[str, bool]:
        data = {"file": (io.BytesIO(b""), "kosong.csv")}
        answer = self.browser.post(f"/{self.table}/import", data=data)
        return {"import": answer.status_code in (200, 422) and self._own_import()}

    def _own_import(self) -> bool:
        """Rows of another unit cannot be brought in; where nothing limits, any row can."""
        from .declare import Right

        actor = self.office.actor(self.role)
        return self.office.gate.alive(actor, Right.READ, self.row)

    def _values(self) -> dict[str, Any]:
        """Values that somebody with this role may fill in, for that unit."""
        values = self.office.valid(self.entity, self.unit)
        from .declare import Right

        allowed = self.office.gate.scope.writable(
            self.office.actor(self.role), self.entity, Right.ADD
        )
        rows, known = inverses(self.entity), fields(self.entity)
        given = {k: v for k, v in values.items() if k in allowed or k in rows}
        actor, may = self.office.actor(self.role), self.office.gate.may
        for name in known.keys() & given.keys():  # what cannot be chosen is left to the gate
            f = known[name]
            if f.target and not may(actor, Right.READ, f.entity_of_target()):
                del given[name]
        return given

    def _typed(self, values: dict[str, Any]) -> Typed:
        """As a browser sends them."""
        typed: Typed = {}
        for name, value in values.items():
            if name in inverses(self.entity):
                for n, one in enumerate(value):
                    child = inverses(self.entity)[name].child
                    for key, text in Doors._plain(child, one).items():
                        typed[f"{name}-{n}-{key}"] = text
            else:
                typed |= Doors._plain(self.entity, {name: value})
        return typed

    @staticmethod
    def _plain(entity: Any, values: dict[str, Any]) -> Typed:
        return {
            name: _sent(value)
            for name, value in values.items()
            if not fields(entity)[name].boolean or value
        }

    def _json(self, values: dict[str, Any]) -> dict[str, Any]:
        def plain(value: Any) -> Any:
            if isinstance(value, list):
                return [plain(one) for one in value]
            if isinstance(value, dict):
                return {key: plain(one) for key, one in value.items()}
            return value if isinstance(value, bool | int | None) else str(value)

        return {name: plain(value) for name, value in values.items()}

    def _same(self, row: Any) -> Typed:
        """What the form holds when nothing is changed."""
        found: Typed = {}
        for f in fields(self.entity).values():
            value = getattr(row, f.key)
            if f.readonly or value is None or value is False or f.file:
                continue
            found[f.name] = _sent(value)
        return found


def _sent(value: Any) -> str | list[str]:
    return [str(one) for one in value] if isinstance(value, list) else str(value)
