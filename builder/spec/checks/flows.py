"""Flows: a state field to live in, every state on the way, words for what fails."""

from __future__ import annotations

from builder.kit.expression import ExpressionError, parse, paths

from ..model import Field, Flow, Transition
from .finder import Finder


def check_flows(find: Finder) -> None:
    seen: dict[str, str] = {}
    tables = {table.name: table for table in find.spec.entities}
    for flow in find.spec.flows:
        if flow.entity in seen:
            text = f"{flow.entity} sudah menempuh alur {seen[flow.entity]}."
            way_out = "Gabungkan keduanya, atau pisahkan entitasnya."
            find.error("flow_twice", flow.id, "entity", text, way_out)
        seen.setdefault(flow.entity, flow.name)
        entity = tables.get(flow.entity)
        if entity is None:
            continue
        if not any(field.type == "state" for field in entity.fields):
            text = f"{flow.entity} tidak punya isian bertipe state."
            way_out = "Tambah isian, misalnya status dengan type: state."
            find.error("flow_without_state", flow.id, "entity", text, way_out)
        _ways(find, flow)
        fields = {field.name: field for field in entity.fields}
        for step in flow.transitions:
            _step(find, step, fields)


def _ways(find: Finder, flow: Flow) -> None:
    first = flow.states[0].name
    reached = {first}
    for _ in flow.states:
        reached |= {step.to for step in flow.transitions if reached & set(step.at)}
    leaving = {name for step in flow.transitions for name in step.at}
    for state in flow.states:
        if state.name not in reached:
            text = f"tidak ada langkah yang sampai ke status {state.name} dari {first}."
            find.advice("state_unreachable", state.id, "name", text, "Tambah langkah, atau hapus.")
        elif state.kind == "running" and state.name not in leaving:
            text = f"tidak ada langkah keluar dari status {state.name}."
            way_out = "Tambah langkah, atau tandai statusnya selesai atau gagal."
            find.advice("state_stuck", state.id, "kind", text, way_out)


def _step(find: Finder, step: Transition, fields: dict[str, Field]) -> None:
    if step.needs and not step.message:
        text = f"langkah {step.name} punya syarat tanpa pesan bila tidak terpenuhi."
        find.advice("needs_message", step.id, "message", text, "Tulis message.")
    for name, expression in step.sets.items():
        field = fields.get(name)
        if field and (field.computed or field.type in ("state", "numbering")):
            text = f"{name} tidak dapat diisi oleh langkah: diisi oleh aplikasi sendiri."
            find.error("sets_target", step.id, "sets", text, "Pilih isian lain.")
        if step.note == "none" and _uses_note(expression):
            text = f"langkah {step.name} memakai note, tetapi tidak meminta catatan."
            way_out = "Tulis note: required, atau isi sets tanpa note."
            find.error("sets_note", step.id, "sets", text, way_out)


def _uses_note(expression: str) -> bool:
    try:
        return "note" in paths(parse(expression))
    except ExpressionError:
        return False
