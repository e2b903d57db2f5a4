"""What templates of sessions ask."""
