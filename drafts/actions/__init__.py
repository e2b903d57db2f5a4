"""Everything that writes to a text. Each action asks first, and ends with an entry in the ledger."""
