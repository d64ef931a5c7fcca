"""The parts of `render`: what runs in the child process, staging, moving, and copies."""
