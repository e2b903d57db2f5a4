"""The reading API: published texts, versions and clauses, for programs."""
