"""One Indonesian sentence per event, for history, inbox and the register of activities."""

from __future__ import annotations

from sop_workflow.case import Stamp
from sop_workflow.events import Event, Kind

_PLAIN = {
    Kind.OPENED: "mengajukan usulan",
    Kind.REJECTED: "menolak usulan",
    Kind.WITHDRAWN: "menarik usulan",
    Kind.COMMENTED: "berkomentar",
    Kind.DELIVERABLE_BOUND: "mencatat paket aplikasi baru",
    Kind.PRESENTATION_CALLED: "menjadwalkan presentasi",
    Kind.PRESENTATION_HELD: "mencatat hasil presentasi",
    Kind.PRESENTATION_CANCELLED: "membatalkan presentasi",
    Kind.REMARK_ADDED: "memberi catatan",
    Kind.REMARK_TOLD: "memberi tahu jawaban catatan",
    Kind.FINISHED: "menyelesaikan usulan",
}


def who(by: Stamp) -> str:
    """'Rina (Plt Kabid Layanan e-Gov)' as it was that day."""
    where = by.title or by.unit
    return f"{by.name} ({where})" if where else by.name


def deed(event: Event) -> str:
    """What was done, without who."""
    data, to = event.data, event.data.get("to")
    if event.kind is Kind.PRESENTATION_HELD and data.get("corrects"):
        return "memperbaiki catatan hasil presentasi"
    if event.kind is Kind.REMARK_ADDED and data.get("author"):
        return f"mencatat perkataan {data['author']}"
    if event.kind in _PLAIN:
        return _PLAIN[event.kind]
    if event.kind is Kind.RECORDED:
        return f"mengisi {len(data['facts'])} isian langkah {event.step}"
    if event.kind is Kind.ATTACHED:
        return f"melampirkan {data['label']}"
    if event.kind is Kind.SUBMITTED and to:
        return f"menyelesaikan langkah {event.step}, lanjut ke langkah {to}"
    if event.kind is Kind.SUBMITTED:
        return f"menyelesaikan langkah {event.step}"
    if event.kind is Kind.APPROVED and data.get("signature"):
        return f"menyetujui dan menandatangani langkah {event.step}, lanjut ke langkah {to}"
    if event.kind is Kind.APPROVED:
        return f"menyetujui langkah {event.step}, lanjut ke langkah {to}"
    if event.kind is Kind.RETURNED:
        return f"mengembalikan dari langkah {event.step} ke langkah {to}"
    if event.kind is Kind.HANDED_OVER:
        return f"mengalihkan usulan kepada {data['name']}"
    if event.kind is Kind.SPEC_CHANGED:
        return f"mengubah rancangan, kembali ke langkah {to}"
    if event.kind is Kind.APPROVALS_VOIDED:
        steps = ", ".join(str(step) for step in data["steps"])
        return f"membatalkan persetujuan langkah {steps} karena isinya berubah"
    return f"menjawab catatan: {data['outcome']}"


def sentence(event: Event) -> str:
    """Who did what."""
    return f"{who(event.by)} {deed(event)}"
