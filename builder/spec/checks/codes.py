"""Every code that `check` gives, with what it means; a test holds that each can be provoked."""

from __future__ import annotations

CODES: dict[str, str] = {
    # names
    "name_reserved": "a name that the language, Python or the application has for itself",
    "name_twice": "two nodes of one kind and place have the same name",
    "name_like": "two names that become the same name in code",
    # what names point to
    "unknown_name": "no entity, role, state, screen … of that name",
    "unknown_path": "an entity has no such field on the way",
    "path_many": "a path through many rows where one value is needed",
    "no_rows": "a section's rows that are no inverse or link",
    "expression": "an expression that can't be read or makes no sense",
    # fields
    "bounds": "a smallest value above the largest",
    "pattern": "a pattern that is no regular expression",
    "numbering": "a number's pattern without {seq}, or with an unknown word",
    "default": "a default that its type can't take",
    "computed_and": "a computed field that people are also asked to fill in",
    "computed_cycle": "computed fields that wait for each other",
    "clear_required": "a required reference that would be emptied when its target goes",
    "required_self": "a required reference to the own entity: there can be no first row",
    "tree": "a tree over a field that is no reference to the own entity",
    "unit_by": "a way to the unit that does not end at the entity of units",
    "state_without_flow": "a state field of an entity without a flow",
    "state_twice": "two state fields in one entity",
    "unique_type": "a field that can't be unique or indexed by its type",
    "empty_group": "a group of fields without fields, or with one twice",
    "link_names": "a link of an entity with itself without two different names",
    "link_of_link": "a link between links",
    # flows
    "flow_without_state": "a flow whose entity has no state field",
    "flow_twice": "two flows for one entity",
    "sets_target": "a transition that sets what it can't",
    "sets_note": "a transition that uses a note it does not ask for",
    "state_unreachable": "a state that no transition leads to",
    "state_stuck": "a running state that nothing leads out of",
    "needs_message": "a condition of a transition without words for when it fails",
    # rights
    "grant_twice": "one role has two grants for one entity",
    "required_ring": "required references in a circle",
    "grant_read": "a role may write what it may not see",
    "create_blocked": "a role may make rows, but not fill in what they need",
    "rows_unit": "rows of the own unit, where rows belong to no unit",
    "public_twice": "two roles without login",
    "public_role": "a public page without a role for it",
    "public_path": "a public page shows a column of an entity that the public may not read",
    "public_closed": "a public page shows a field that is not open",
    "specific_open": "specific personal data that is open to everyone",
    "role_without_grants": "a role that may do nothing",
    # screens
    "tabs_and_sections": "a page with both tabs and bare sections",
    "section_content": "a section with neither or both of fields and rows",
    "form_path": "a field of another entity on a form",
    "field_twice": "a field twice on one page",
    "form_missing": "a required field that stands on no form",
    "screen_field": "a field of the wrong type for a calendar, map, kanban or total",
    "menu_item": "a menu entry that leads nowhere",
    "screen_hidden": "a screen that no menu leads to",
    # gaps
    "definition": "a field without a definition",
    "class": "a field without both classes",
    # advice
    "ids": "nodes without a written id",
    "personal_class": "a type that holds personal data, classed as none",
    "exclusion_unused": "an exclusion that no field names",
    "i18n_unused": "a translation of a text that stands nowhere",
}
