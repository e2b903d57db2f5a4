"""What people do with sessions; the only code of this app that writes."""
