"""Decides: the procedure, its record, papers and signatures. Knows no web and no builder."""
