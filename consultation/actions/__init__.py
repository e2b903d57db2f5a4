"""Everything that writes to a consultation. Each action asks first, and ends with an entry in the ledger."""
