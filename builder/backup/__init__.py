"""The whole office in one file, and back: database, uploads, deliverables, applications' history.

The file is a tar with a manifest of hashes as its last member: a backup that was cut off has none
and is refused. Keys are only in it when asked for (`keys=True`): with them whoever has the file can
sign links; without them people log in again after a restore.
"""

from .archive import BackupError, Summary, contents
from .making import backup
from .restoring import restore

__all__ = ["BackupError", "Summary", "backup", "contents", "restore"]
