"""The editor of specifications."""
