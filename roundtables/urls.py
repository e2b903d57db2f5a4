"""Addresses of sessions. The nouns of the address are those of the glossary."""

from django.urls import path

from roundtables.views import sessions

app_name = "roundtables"

urlpatterns = [
    # sessions
    path("sessions/<slug:key>/", sessions.session, name="session"),
]
