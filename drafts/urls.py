"""Addresses of the texts' own pages: programmes, and drafts on their way in."""

from django.urls import path

app_name = "drafts"

urlpatterns: list = [
    # programmes
    # imports
]
