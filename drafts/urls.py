"""Addresses of the texts' own pages: programmes, and drafts on their way in."""

from django.urls import path

from drafts.views import imports, lineage, numbering, opening, programmes, structure, undo

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
    # the structure of the version in work
    path("texts/<slug:text>/structure/", structure.structure, name="structure"),
    path("texts/<slug:text>/structure/insert/", structure.insert, name="clause-insert"),
    path("texts/<slug:text>/structure/numbering/", numbering.numbering, name="numbering"),
    path("texts/<slug:text>/structure/<slug:key>/move/", structure.move, name="clause-move"),
    path("texts/<slug:text>/structure/<slug:key>/depth/", structure.indent, name="clause-indent"),
    path("texts/<slug:text>/structure/<slug:key>/delete/", structure.delete, name="clause-delete"),
    path("texts/<slug:text>/structure/<slug:key>/split/", lineage.split, name="clause-split"),
    path("texts/<slug:text>/structure/<slug:key>/merge/", lineage.merge, name="clause-merge"),
    path("revisions/<int:pk>/undo/", undo.undo, name="undo"),
]
