"""The specification language: text -> frozen models -> canonical JSON, and what is done with them.

Grammar: `model.py`, `screens.py`, `options.py`. Field types come from outside (`Types`).
"""

from builder.kit import expression

from . import naming
from .base import Ided, Named, Node
from .checks import check
from .diff import Sentence, diff
from .expand import expand
from .ids import derive, new_id
from .load import canonical, from_raw, load, plain, sha256
from .model import (
    Check,
    Entity,
    Exclusion,
    Field,
    Flow,
    Grant,
    InverseRows,
    Link,
    Role,
    Spec,
    State,
    Transition,
    walk,
)
from .options import (
    Choice,
    ChoiceOptions,
    DateOptions,
    DecimalOptions,
    FileOptions,
    Inverse,
    LongTextOptions,
    NoOptions,
    NumberingOptions,
    NumberOptions,
    ReferenceOptions,
    RegionOptions,
    StateOptions,
    TextOptions,
)
from .problems import Problem, SpecError
from .screens import (
    AnyScreen,
    CalendarScreen,
    Card,
    Chart,
    DashboardScreen,
    DetailScreen,
    FormScreen,
    KanbanScreen,
    ListScreen,
    MapScreen,
    MenuItem,
    PublicScreen,
    ReportScreen,
    Section,
    Tab,
    View,
)
from .stamping import stamp
from .types import FieldType, Types
from .wording import in_words, path_labels
from .writer import dump

__all__ = [
    "AnyScreen",
    "CalendarScreen",
    "Card",
    "Chart",
    "Check",
    "Choice",
    "ChoiceOptions",
    "DashboardScreen",
    "DateOptions",
    "DecimalOptions",
    "DetailScreen",
    "Entity",
    "Exclusion",
    "Field",
    "FieldType",
    "FileOptions",
    "Flow",
    "FormScreen",
    "Grant",
    "Ided",
    "Inverse",
    "InverseRows",
    "KanbanScreen",
    "Link",
    "ListScreen",
    "LongTextOptions",
    "MapScreen",
    "MenuItem",
    "Named",
    "NoOptions",
    "Node",
    "NumberOptions",
    "NumberingOptions",
    "Problem",
    "PublicScreen",
    "ReferenceOptions",
    "RegionOptions",
    "ReportScreen",
    "Role",
    "Section",
    "Sentence",
    "Spec",
    "SpecError",
    "State",
    "StateOptions",
    "Tab",
    "TextOptions",
    "Transition",
    "Types",
    "View",
    "canonical",
    "check",
    "derive",
    "diff",
    "dump",
    "expand",
    "expression",
    "from_raw",
    "in_words",
    "load",
    "naming",
    "new_id",
    "path_labels",
    "plain",
    "sha256",
    "stamp",
    "walk",
]
