"""Texts, their versions and clauses, and who may touch them: the ground floor."""
