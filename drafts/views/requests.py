"""What the pages that lead back to where one came from ask of a request."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request: HttpRequest) -> str:
    """The page one came from and returns to when done, where it is one of this site."""
    url = request.GET.get("next", "")
    here = {request.get_host()}
    return url if url_has_allowed_host_and_scheme(url, here, require_https=request.is_secure()) else ""
