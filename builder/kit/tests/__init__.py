"""Kit's own tests, on a toy application of their own."""
