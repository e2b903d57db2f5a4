"""The meetings: what was said in a room, recorded against the version on the table."""
