"""The procedure's tables and the one place that writes them."""

from sop_workflow.storage.tables import Base, metadata
from sop_workflow.storage.triggers import install_triggers

__all__ = ["Base", "install_triggers", "metadata"]
