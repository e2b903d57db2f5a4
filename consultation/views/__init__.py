"""Pages of the consultation: reading, saying, answering, tracing."""
