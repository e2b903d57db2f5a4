"""What the pages behind the sign-in know of a request."""

from django.http import HttpRequest

from consultation.models import User


class SignedInRequest(HttpRequest):
    """A request that `signed_in` let through: somebody with an account is behind it."""

    user: User
