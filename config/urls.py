"""Every address: the reader's language first, then the nouns of the three apps."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

# One door: the admin's own would let passwords be guessed without limit and second factors be left out.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler403 = "consultation.views.refusals.refused"
handler404 = "consultation.views.refusals.not_found"


def mail_events() -> list[URLPattern | URLResolver]:
    """Where a mail service tells of bounces and complaints; nowhere, unless a secret guards it."""
    if not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        return []
    return [path("mail/events/", include("anymail.urls"))]


urlpatterns = [
    path("api/", include("drafts.api.urls")),
    path("admin/", admin.site.urls),
    *mail_events(),
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("", include("drafts.urls")),
        path("", include("consultation.urls")),
        path("", include("roundtables.urls")),
    ),
]
