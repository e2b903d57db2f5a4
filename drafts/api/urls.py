"""Addresses of the reading API."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from drafts.api import views

app_name = "api"

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("v1/texts/", views.TextList.as_view(), name="texts"),
    path("v1/texts/<slug:slug>/", views.TextDetail.as_view(), name="text"),
    path("v1/texts/<slug:slug>/versions/<slug:version>/", views.version_clauses, name="version"),
]
