"""What each verb does, once WHO and WHEN allowed it: pure functions to drafts of events."""

from sop_workflow.verbs.deciding import approve, reject, send_back
from sop_workflow.verbs.designing import bind_deliverable, change_spec
from sop_workflow.verbs.moving import hand_over, open_case, submit, withdraw
from sop_workflow.verbs.noting import attach, comment, record
from sop_workflow.verbs.presenting import (
    add_remark,
    answer_remark,
    call_presentation,
    cancel_presentation,
    hold_presentation,
    tell_remark,
)
from sop_workflow.verbs.walk import preview

__all__ = [
    "add_remark",
    "answer_remark",
    "approve",
    "attach",
    "bind_deliverable",
    "call_presentation",
    "cancel_presentation",
    "change_spec",
    "comment",
    "hand_over",
    "hold_presentation",
    "open_case",
    "preview",
    "record",
    "reject",
    "send_back",
    "submit",
    "tell_remark",
    "withdraw",
]
