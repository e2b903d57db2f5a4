"""What pages of sessions read across models: frozen dataclasses."""
