"""Addresses of sessions. The nouns of the address are those of the glossary."""

from django.urls import path

from roundtables.views import agenda, calendars, sessions

app_name = "roundtables"

urlpatterns = [
    # sessions
    path("sessions/<slug:key>/", sessions.session, name="session"),
    # agenda and calendars
    path("agenda/", agenda.meetings, name="agenda"),
    path("agenda/calendar.ics", agenda.calendar, name="calendar"),
    path("agenda/news.atom", agenda.news_feed, name="agenda-feed"),
    path(
        "programmes/<slug:programme>/pillars/<int:number>/calendar.ics",
        agenda.pillar_calendar,
        name="pillar-calendar",
    ),
    path("sessions/<slug:key>/calendar.ics", agenda.session_calendar, name="session-calendar"),
    path("agenda/own/", calendars.own_calendar, name="own-calendar"),
    path("agenda/own/address/", calendars.make_address, name="own-calendar-make"),
    path("agenda/own/address/revoke/", calendars.revoke_address, name="own-calendar-revoke"),
    path("agenda/own/<str:token>/calendar.ics", calendars.own_feed, name="own-calendar-feed"),
]
