"""Addresses of the texts' own pages: programmes, and drafts on their way in."""

from django.urls import path

from drafts.views import imports, programmes

app_name = "drafts"

urlpatterns: list = [
    # programmes
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/<slug:slug>/", programmes.programme, name="programme"),
    # imports
    path("texts/<slug:text>/import/", imports.import_draft, name="import"),
    path("texts/<slug:text>/imports/<slug:key>/", imports.preview, name="import-preview"),
    path("texts/<slug:text>/imports/<slug:key>/correct/", imports.correct, name="import-correct"),
    path("texts/<slug:text>/imports/<slug:key>/apply/", imports.apply, name="import-apply"),
]
