"""The Flask-AppBuilder face of the portal: one page family per file, no rules.

Rules live in `sop_workflow` and in the builder's core; a page asks them and shows what they say.
"""
