"""Who sees and does what with sessions. Import from the module of the noun."""
