"""Every address: the reader's language first, then the nouns of the three apps."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("api/", include("drafts.api.urls")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("", include("drafts.urls")),
        path("", include("consultation.urls")),
    ),
]
