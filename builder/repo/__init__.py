"""The git history of one generated application."""

from .app_repo import GENERATED, TRAILER, AppRepo, Commit
from .diff import FileDiff
from .folder import MAIN
from .git import Person, RepoError
from .merging import Conflict, Merge, MergeConflictError

__all__ = [
    "GENERATED",
    "MAIN",
    "TRAILER",
    "AppRepo",
    "Commit",
    "Conflict",
    "FileDiff",
    "Merge",
    "MergeConflictError",
    "Person",
    "RepoError",
]
