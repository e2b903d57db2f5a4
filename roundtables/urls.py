"""Addresses of sessions. The nouns of the address are those of the glossary."""

from django.urls import path

from roundtables.views import attendance, certificates, inviting, seats, sessions

app_name = "roundtables"

urlpatterns = [
    # sessions
    path("sessions/<slug:key>/", sessions.session, name="session"),
    # invitations, seats, attendance
    path("sessions/<slug:key>/invited/", inviting.invited, name="invited"),
    path("sessions/<slug:key>/invited/add/", inviting.add, name="invited-add"),
    path("sessions/<slug:key>/invited/send/", inviting.send, name="invited-send"),
    path("sessions/<slug:key>/invited/withdraw/", inviting.withdraw, name="invited-withdraw"),
    path("sessions/<slug:key>/seats/", inviting.seats, name="seats"),
    path("my-sessions/", seats.own_sessions, name="own-sessions"),
    path("my-sessions/<slug:key>/", seats.answer, name="answer-invitation"),
    path("sessions/<slug:key>/attendance/", attendance.attendance, name="attendance"),
    path("sessions/<slug:key>/attendance/take/", attendance.take, name="attendance-take"),
    path("sessions/<slug:key>/attendance/enter/", attendance.enter, name="attendance-enter"),
    path("sessions/<slug:key>/attendance/remove/", attendance.remove, name="attendance-remove"),
    path("sessions/<slug:key>/attendance/list/", attendance.pasted, name="attendance-list"),
    path("sessions/<slug:key>/attendance/list/enter/", attendance.enter_pasted, name="attendance-list-enter"),
    path("sessions/<slug:key>/certificate/", certificates.certificate, name="certificate"),
    path("certificates/", certificates.check, name="check-certificate"),
    path("certificates/<str:token>/", certificates.certified, name="certified"),
]
