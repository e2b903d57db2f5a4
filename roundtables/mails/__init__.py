"""Letters about sessions. Import from the module of the noun."""
