"""Letters about sessions and what was promised in them, beyond those that an act writes at once."""
