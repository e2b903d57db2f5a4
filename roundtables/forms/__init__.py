"""What people type into the forms of sessions, turned into checked values."""
