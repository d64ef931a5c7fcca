"""What is copied into an application: one module for each field type, standing alone."""
