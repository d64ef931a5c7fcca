"""Previews: links, gateway, box. What needs a box runs in one, with a real gateway process."""
