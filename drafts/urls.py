"""Addresses of the texts' own pages: programmes, and drafts on their way in."""

from django.urls import path

from drafts.views import imports, opening, programmes

app_name = "drafts"

urlpatterns = [
    # programmes
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/<slug:slug>/", programmes.programme, name="programme"),
    path("programmes/<slug:slug>/texts/", opening.text, name="text-open"),
    # roles
    path("texts/<slug:text>/roles/", opening.roles, name="roles"),
    path("texts/<slug:text>/roles/<int:pk>/revoke/", opening.revoke, name="role-revoke"),
    # drafts on their way in
    path("texts/<slug:text>/import/", imports.import_draft, name="import"),
    path("texts/<slug:text>/imports/<slug:key>/", imports.preview, name="import-preview"),
    path("texts/<slug:text>/imports/<slug:key>/correct/", imports.correct, name="import-correct"),
    path("texts/<slug:text>/imports/<slug:key>/apply/", imports.apply, name="import-apply"),
]
