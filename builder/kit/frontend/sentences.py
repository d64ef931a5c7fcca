"""Sentences that stand in code without gettext: what the procedure and the checks say.

`sop_workflow` and the delivery's checks know nothing of the web and speak Indonesian. The portal
shows their sentences in the page's language (`portal/spoken.py`), so the catalog has to know them.
Here they are read out of the sources: f-strings become patterns, "%(s1)s belum diisi".
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from .build import ROOT

REFUSALS = frozenset(
    {
        "BadInput",
        "ChainBroken",
        "CheckResult",
        "DeliveryError",
        "Finding",
        "Incomplete",
        "LineError",
        "LogoError",
        "Missing",
        "NotAllowed",
        "NotFound",
        "NotNow",
        "PasswordError",
        "ProcedureError",
        "RakitError",
        "Refusal",
        "SeatConflict",
        "Stale",
        "_part",
        "_refused",
        "_result",
    }
)
FOLDERS = ("sop_workflow", "builder/delivery", "builder/spec/checks")
FILES = (
    "builder/health.py",
    "builder/passwords.py",
    "builder/kit/face/logo.py",
    "builder/office_people.py",
    "builder/office_setup.py",
    "builder/portal/look.py",
    "builder/portal/typed.py",
    "builder/spec/edit.py",
    "builder/spec/reader.py",
    "builder/spec/scalars.py",
)
WHOLE = (
    "sop_workflow/deadlines.py",
    "sop_workflow/kelengkapan.py",
    "sop_workflow/sentences.py",
    "builder/health.py",
    "builder/spec/checks",
    "builder/spec/edit.py",
    "builder/spec/reader.py",
    "builder/spec/scalars.py",
)
"""Where every sentence is told to people."""
LEFT_OUT = ("codes.py", "finder.py:code %(s1)s is not in CODES")
WORDS = (
    "%(s1)s isian belum benar",
    "Perbaiki yang ditandai.",
    "baris %(s1)s: %(s2)s",
    # groups of the inbox, states, heads of the registers, what is shown of a step
    "Aplikasi",
    "Arah",
    "Berjalan",
    "Dari/kepada",
    "Dokumen",
    "Ditarik",
    "Ditolak",
    "Kegiatan",
    "Langkah",
    "Langkah %(s1)s tidak bertanda di kolom pelaksana mana pun.",
    "Langkah %(s1)s: %(s2)s",
    "Lewat tenggat",
    "Minggu ini",
    "Nanti",
    "Nomor",
    "Pelaksana",
    "Perihal",
    "Satuan %(s1)s tidak dijelaskan: hari kerja atau hari kalender.",
    "Selesai",
    "Sidik",
    "Tanggal",
    "Usulan",
    "Waktu berhenti",
    "berjalan",
    "dikembalikan",
    "diterima",
    "ditarik",
    "ditolak",
    "ditunda",
    "keluar",
    "kini",
    "masuk",
    "nanti",
    "selesai",
    "terlambat",
)
NAMED = ("text", "words", "RULE")
KIT_TYPES = ("core_types", "indonesia_types")
KIT_SILENT = {"application.py", "commands.py", "declare.py", "doors.py", "loading.py"}
KIT_SILENT |= {"own_password.py", "sample_words.py", "samples.py", "testing.py"}
"""Modules of the kit that say nothing on pages, or everything through a catalog."""
KIT_PASSED = {"Declared", "RuntimeError", "TypeError", "_", "_l", "gettext", "say"}
PLACES = tuple(f"s{n}" for n in range(1, 9))
"""Names of places that no sentence of a page has, so that the portal tells them apart."""


def spoken() -> set[str]:
    """Every sentence and word, as the catalog has it."""
    paths = [ROOT / name for name in FILES]
    for folder in FOLDERS:
        paths += [one for one in (ROOT / folder).rglob("*.py") if "papers" not in one.parts]
    found = set(WORDS)
    for path in paths:
        found.update(_of(path))
    return found


def kit() -> set[str]:
    """Every sentence that the gate, its checks and our own field types say to people."""
    paths = [one for one in (ROOT / "builder" / "kit").glob("*.py") if one.name not in KIT_SILENT]
    for plugin in KIT_TYPES:
        paths += (ROOT / "plugins" / plugin / "runtime").glob("*.py")
    return {text for path in paths for text in _of_kit(path)}


def _of_kit(path: Path) -> Iterator[str]:
    """Whole sentences, and what is called words, but for those that have a catalog already or are
    for whoever writes the code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    named: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            passed |= {id(one) for one in ast.walk(node)} if name in KIT_PASSED else set()
        elif isinstance(node, ast.JoinedStr):
            passed |= {id(one) for one in ast.walk(node) if one is not node}
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in NAMED:
            named |= {id(one) for one in _sides(node.value)}
    for node in ast.walk(tree):
        text = pattern(node)
        said = id(node) in named or text.endswith(".")
        if said and id(node) not in passed and _is_sentence(text):
            yield text


def _of(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    whole = path.relative_to(ROOT).as_posix().startswith(WHOLE)
    told = list(ast.walk(tree) if whole else _told(tree))
    inner = {id(part) for node in told if isinstance(node, ast.JoinedStr) for part in node.values}
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in told:
        text = pattern(node)
        left_out = {path.name, f"{path.name}:{text}"} & set(LEFT_OUT)
        if id(node) not in inner | docs and not left_out and _is_sentence(text):
            yield text


def _told(tree: ast.AST) -> Iterator[ast.AST]:
    """What is handed to a refusal, a lack or a finding, or is called a text or words before."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            if name in REFUSALS:
                for given in (*node.args, *(k.value for k in node.keywords if k.arg != "field")):
                    yield from _sides(given)
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in NAMED:
            yield from _sides(node.value)


def _sides(node: ast.AST) -> tuple[ast.AST, ...]:
    return (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)


def pattern(node: ast.AST) -> str:
    """The text of a literal; of an f-string with %(s1)s, %(s2)s where values stand."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return " ".join(node.value.split())
    if not isinstance(node, ast.JoinedStr):
        return ""
    places = iter(PLACES)
    parts = [
        str(part.value) if isinstance(part, ast.Constant) else f"%({next(places)})s"
        for part in node.values
    ]
    return " ".join("".join(parts).split())


def _is_sentence(text: str) -> bool:
    """Words with a space between them; no names, keys or patterns of searching."""
    plain = text.replace("%(", "").replace(")s", "")
    letters = sum(one.isalpha() for one in plain)
    return " " in text.strip() and letters > 6 and not any(mark in text for mark in "|\\[<=")
