"""What the officials sign: the application's `main`, its documents, and DELIVERABLE.json.

A deliverable is a folder named by the SHA-256 of its DELIVERABLE.json, which holds the hash of
every other file. The same commit, documents and check results give the same bytes anywhere.
"""

from .checks import CheckResult, DeliveryError, check_application
from .manifest import NAME, read_manifest, verify
from .package import Deliverable, archive, build, problems_of_delivery

__all__ = [
    "NAME",
    "CheckResult",
    "Deliverable",
    "DeliveryError",
    "archive",
    "build",
    "check_application",
    "problems_of_delivery",
    "read_manifest",
    "verify",
]
