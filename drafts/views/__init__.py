"""Pages of the texts: programmes, and drafts on their way in."""
