"""Claims that a project is open source, read from its documents and held against its licence."""
