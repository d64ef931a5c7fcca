"""Decides: the procedure, its record, its papers, its signatures. Knows neither the web nor the builder."""
