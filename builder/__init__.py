"""Makes applications: specification, plan, files, preview, deliverable; and the portal."""
