"""What people fill in, by noun; allauth finds the form of registration here."""

from consultation.forms.people import AccountAdapter, SignupForm

__all__ = ["AccountAdapter", "SignupForm"]
