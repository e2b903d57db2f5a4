"""What templates of sessions say in words."""
