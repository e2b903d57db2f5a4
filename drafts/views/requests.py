"""What pages ask of a request: who sent it, what was typed in it, and where it came from."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme


class SignedInRequest(HttpRequest):
    """A request that `signed_in` let through."""

    user: AbstractBaseUser  # type: ignore[assignment]  # never anonymous here


def signed_in[Request: HttpRequest, **P](
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A view for people with an account; the others sign in first.

    A form that was sent after its session had ended comes back whole, to be sent again: nothing typed is lost.
    """

    @wraps(view)
    def asked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.pk is not None:
            return view(cast("Request", request), *args, **kwargs)
        if request.method == "POST":
            return signed_out(request)
        return redirect_to_login(request.get_full_path())

    return asked


def signed_out(request: HttpRequest) -> HttpResponse:
    """What was sent, to be sent again once signed in, and nothing of the text."""
    context = {"sent": sent_fields(request), "typed": typed_in(request), "address": request.get_full_path()}
    return render(request, "signed_out.html", context, status=401)


def sent_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field of the form that was sent, but its token."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, str(value)) for name, value in fields if name != "csrfmiddlewaretoken"]


def typed_in(request: HttpRequest) -> list[str]:
    """What a person wrote in a form: every value of several words."""
    if request.method != "POST":
        return []
    return [value for _name, value in sent_fields(request) if len(value.split()) > 1]


def way_back(request: HttpRequest) -> str:
    """The page one came from and returns to when done, where it is one of this site."""
    url = request.GET.get("next", "")
    here = {request.get_host()}
    return url if url_has_allowed_host_and_scheme(url, here, require_https=request.is_secure()) else ""
