"""What the pages need from the npm registry, fetched and built once, at build time."""
