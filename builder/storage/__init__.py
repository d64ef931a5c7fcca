"""What the builder keeps: applications, drafts with their journal, frozen revisions, jobs."""
