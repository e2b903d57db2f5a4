"""Short public keys: what a person can read out, type, and cite."""

import secrets

# Crockford's base 32: no letter that is mistaken for a digit. Seven signs are 34 thousand million keys.
KEY_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
KEY_LENGTH = 7


def new_key() -> str:
    """A random key of seven signs; the column's unique constraint catches the rare repeat."""
    return "".join(secrets.choice(KEY_SIGNS) for _ in range(KEY_LENGTH))
