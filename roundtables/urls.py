"""Addresses of sessions. The nouns of the address are those of the glossary."""

from django.urls import path

from roundtables.views import interventions, note, notes, sessions

app_name = "roundtables"

urlpatterns = [
    # sessions
    path("sessions/<slug:key>/", sessions.session, name="session"),
    # notes and interventions
    path("sessions/<slug:key>/notes/", notes.notes, name="notes"),
    path("sessions/<slug:key>/notes/news/", notes.news, name="notes-news"),
    path("sessions/<slug:key>/notes/<slug:note>/", note.note, name="note"),
    path("sessions/<slug:key>/notes/<slug:note>/reword/", note.reword, name="note-reword"),
    path("sessions/<slug:key>/notes/<slug:note>/attribute/", note.attribute, name="note-attribute"),
    path("sessions/<slug:key>/notes/<slug:note>/strike/", note.strike, name="note-strike"),
    path(
        "sessions/<slug:key>/interventions/<slug:intervention>/",
        interventions.intervention,
        name="intervention",
    ),
]
