"""REST: the same model, the same gate, plain JSON; logins and tokens are Flask-AppBuilder's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, ClassVar

from flask import Response, abort, g, jsonify, request
from flask_appbuilder.api import BaseApi, expose
from flask_jwt_extended import current_user as token_user, verify_jwt_in_request
from flask_login import AnonymousUserMixin
from sqlalchemy import func, select

from . import choosing, history, uploads
from .database import Entity, row_id
from .declare import Right
from .errors import Declared, Invalid, Refused
from .face.heard import heard
from .fields import fields
from .request import actor, gate, page_asked

MOST = 100


def answer(method: Callable[..., Any]) -> Callable[..., Any]:
    """Whoever holds the token, or the public, if he has the permission; refusals as JSON.

    A cookie is not looked at: these addresses ask for no CSRF token. Flask-AppBuilder's `protect`
    forgets the token where the public may enter, and would show the office the public's view.
    """
    permission = f"can_{method.__name__}"

    @wraps(method)
    def wrapper(self: Any, *args: Any, **kwargs: Any) -> Any:
        verify_jwt_in_request(optional=True)
        user = token_user or None
        g.user = user or AnonymousUserMixin()
        pairs = self.appbuilder.sm.permissions_of(user)
        if (permission, self.class_permission_name) not in pairs:
            return self.response_403() if user else self.response_401()
        try:
            return method(self, *args, **kwargs)
        except Invalid as invalid:
            return jsonify(errors={k: heard(v) for k, v in invalid.errors.items()}), 422
        except Refused as refusal:
            return jsonify(message=heard(refusal.reason)), 403

    wrapper._permission_name = method.__name__  # type: ignore[attr-defined]
    return wrapper


class EntityApi(BaseApi):
    """`/api/v1/<table>/` of one entity.

    * `entity`: the model class
    * `columns`: the fields that go out, by name; a reference goes out as its id. A public
      contract does not grow because a field was added, so it is written out.

    What may come in is every field that the actor may write; inline rows as a list. Errors are
    `422 {"errors": {field: message}}` and `403 {"message": reason}`.
    """

    entity: ClassVar[type[Entity]]
    columns: Sequence[str] = ()
    allow_browser_login = False

    def __init__(self) -> None:
        entity = self.entity
        self.resource_name = entity.__tablename__
        self.class_permission_name = entity.__name__
        self.openapi_spec_tag = entity.__label__
        self.columns = tuple(self.columns or fields(entity))
        for name in self.columns:
            if name not in fields(entity):
                raise Declared(f"{type(self).__name__}: no field {name!r} on {entity.__name__}.")
        super().__init__()

    def as_json(self, row: Any) -> dict[str, Any]:
        """What goes out of one row: its id, version, and the columns that the actor may see."""
        seen = gate().readable(actor(), self.entity)
        known = fields(self.entity)
        result: dict[str, Any] = {"id": row.id, "version": row.version}
        for name in self.columns:
            if name in seen:
                result[name] = history.plain(getattr(row, known[name].key))
        return result

    def _json(self) -> dict[str, Any]:
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            raise Invalid({"": "Kirim satu objek JSON."})
        return body

    def _version(self, body: dict[str, Any]) -> int | None:
        version = body.pop("version", None)
        return version if isinstance(version, int) else None

    def _row(self, pk: int, right: Right) -> Any:
        try:
            return gate().get(actor(), self.entity, pk, Right.READ)
        except Refused:
            if right is not Right.READ:
                try:
                    return gate().get(actor(), self.entity, pk, right)
                except Refused:
                    abort(404)
            abort(404)

    def _conditions(self) -> list[Any]:
        """`?status=draf&usaha=3`: equal to, for fields that the actor may see."""
        found = [gate().where(actor(), Right.READ, self.entity)]
        seen = gate().readable(actor(), self.entity)
        for name, value in request.args.items():
            if name in ("page", "page_size", "order"):
                continue
            f = fields(self.entity).get(name)
            if f is None or name not in seen:
                raise Invalid({name: "Isian ini tidak dikenal."})
            try:
                wanted: Any = row_id(value) if f.target else f.clean(value)
            except ValueError as error:
                raise Invalid({name: str(error)}) from error
            column = getattr(self.entity, f.key)
            if f.many:
                found += [choosing.holds_choice(column, one) for one in wanted]
            else:
                found.append(choosing.as_text(column) == wanted)
        return found

    @expose("/", methods=["GET"])
    @answer
    def get_list(self) -> Response:
        """Rows of this entity that the person may see.
        ---
        get:
          description: "Baris, sehalaman demi sehalaman, dengan jumlah seluruhnya."
          parameters:
          - {in: query, name: page, schema: {type: integer}, description: mulai dari 0}
          - {in: query, name: page_size, schema: {type: integer}, description: paling banyak 100}
          - {in: query, name: order, schema: {type: string}, description: isian atau -isian}
          responses:
            200:
              description: count dan result
              content:
                application/json:
                  schema:
                    type: object
                    properties:
                      count: {type: integer}
                      result: {type: array, items: {type: object}}
            401:
              $ref: '#/components/responses/401'
        """
        entity: Any = self.entity
        where = self._conditions()
        page = page_asked(request.args, 0)
        size = min(max(request.args.get("page_size", 25, type=int) or 25, 1), MOST)
        total = gate().session.scalar(select(func.count()).select_from(entity).where(*where))
        ask = select(entity.id).where(*where)
        name = request.args.get("order", "")
        f = fields(entity).get(name.removeprefix("-"))
        if f is not None and f.name in gate().readable(actor(), entity):
            column = choosing.as_text(getattr(entity, f.key))
            ask = ask.order_by(column.desc() if name.startswith("-") else column.asc())
        if name == "-id":
            ask = ask.order_by(entity.id.desc())
        ids = list(gate().session.scalars(ask.order_by(entity.id).limit(size).offset(page * size)))
        found = {}
        if ids:
            rows = gate().session.scalars(select(entity).where(entity.id.in_(ids)))
            found = {row.id: row for row in rows}
        return jsonify(count=total, result=[self.as_json(found[id]) for id in ids if id in found])

    @expose("/<int:pk>", methods=["GET"])
    @answer
    def get(self, pk: int) -> Response:
        """One row.
        ---
        get:
          description: "Satu baris, bila boleh dilihat."
          parameters:
          - {in: path, name: pk, required: true, schema: {type: integer}}
          responses:
            200: {description: baris itu}
            404: {description: "tidak ada, atau bukan untuk orang ini"}
        """
        return jsonify(self.as_json(self._row(pk, Right.READ)))

    @expose("/", methods=["POST"])
    @answer
    def post(self) -> Any:
        """A new row.
        ---
        post:
          description: Membuat baris; baris rincian sebagai daftar di bawah nama hubungannya.
          requestBody:
            required: true
            content: {application/json: {schema: {type: object}}}
          responses:
            201: {description: baris itu}
            403: {description: "ditolak, dengan alasannya"}
            422: {description: "nilai yang salah, menurut isian"}
        """
        row = gate().save(actor(), self.entity(), self._body())
        return jsonify(self.as_json(row)), 201

    @expose("/<int:pk>", methods=["PUT"])
    @answer
    def put(self, pk: int) -> Response:
        """Change a row.
        ---
        put:
          description: Mengubah isian yang disebut; `version` menjaga perubahan orang lain.
          parameters:
          - {in: path, name: pk, required: true, schema: {type: integer}}
          requestBody:
            required: true
            content: {application/json: {schema: {type: object}}}
          responses:
            200: {description: baris itu}
            403: {description: "ditolak, dengan alasannya"}
            422: {description: "nilai yang salah, menurut isian"}
        """
        row, body = self._row(pk, Right.EDIT), self._body()
        version = self._version(body)
        return jsonify(self.as_json(gate().save(actor(), row, body, version)))

    def _body(self) -> dict[str, Any]:
        body = self._json()
        body.pop("id", None)
        return body

    @expose("/<int:pk>", methods=["DELETE"])
    @answer
    def delete(self, pk: int) -> Any:
        """Delete a row.
        ---
        delete:
          description: Menghapus baris menurut aturan hapus dari yang merujuknya.
          parameters:
          - {in: path, name: pk, required: true, schema: {type: integer}}
          responses:
            204: {description: terhapus}
            403: {description: "ditolak, dengan alasannya"}
        """
        gate().delete(actor(), self._row(pk, Right.DELETE))
        return "", 204

    @expose("/<int:pk>/<name>", methods=["POST"])
    @answer
    def move(self, pk: int, name: str) -> Response:
        """Take a step of the flow.
        ---
        post:
          description: Melakukan langkah `name` dari alur; isinya boleh memuat note dan version.
          parameters:
          - {in: path, name: pk, required: true, schema: {type: integer}}
          - {in: path, name: name, required: true, schema: {type: string}}
          responses:
            200: {description: baris itu}
            403: {description: "ditolak, dengan alasannya"}
        """
        row = self._row(pk, Right.READ)
        body = request.get_json(silent=True) or {}
        note = str(body.get("note", ""))
        gate().move(actor(), row, name, note, self._version(body))
        return jsonify(self.as_json(row))

    @expose("/upload/<name>", methods=["POST"])
    @answer
    def upload(self, name: str) -> Any:
        """Bring a file for a field.
        ---
        post:
          description: Mengirim berkas sebagai `file` (multipart); namanya lalu menjadi nilai isian.
          parameters:
          - {in: path, name: name, required: true, schema: {type: string}}
          responses:
            201: {description: namanya}
            422: {description: "terlalu besar, atau bukan berkas semacam itu"}
        """
        f = fields(self.entity).get(name)
        given = request.files.get("file")
        if f is None or not f.file or given is None:
            raise Invalid({name: "Isian ini tidak menerima berkas."})
        try:
            stored = uploads.store(gate().session, actor(), f, given)
        except ValueError as error:
            raise Invalid({name: str(error)}) from error
        gate().session.commit()
        return jsonify(name=str(stored)), 201


__all__ = ["EntityApi", "answer"]
