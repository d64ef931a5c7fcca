"""The one language for conditions and computed values: `status == 'ditolak' and total > 0`.

The same text means the same everywhere: checked when the application is built (`infer`), worked
out for one row (`evaluate`), put into a query (`sql.to_sql`). No loops, no assignment, no call of
anything but the functions listed in `functions.py`.

Empty (nothing there, or a text without letters) has one meaning: in arithmetic the result is
empty; a comparison with it is false; the sum of nothing is 0, the smallest of nothing is empty;
division by zero is empty. A rule that should let empty pass says so: `empty(x) or x > 3`.

`sql` and `mapped` load SQLAlchemy; nothing else here loads more than the standard library.
"""

from .evaluate import Scope, evaluate, holds
from .infer import Inference, Type, World, infer
from .tokens import ExpressionError
from .tree import Tree, parse, paths, rewrite

__all__ = [
    "ExpressionError",
    "Inference",
    "Scope",
    "Tree",
    "Type",
    "World",
    "evaluate",
    "holds",
    "infer",
    "parse",
    "paths",
    "rewrite",
]
