"""Say what is made; one folder is one plugin."""
