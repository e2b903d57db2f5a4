"""The reading API's answers. It reads what the public may read, with the same rules as the pages."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from drafts.api.serializers import ClauseSerializer, TextSerializer, VersionSerializer
from drafts.models import Text
from drafts.permissions import visible_texts, visible_versions
from drafts.reports.reading import read_version


class TextList(ListAPIView[Text]):
    """Texts one may read, with their published versions."""

    serializer_class = TextSerializer

    def get_queryset(self) -> QuerySet[Text]:
        texts = visible_texts(self.request.user).select_related("programme")
        return texts.prefetch_related("versions").order_by("slug")


class TextDetail(RetrieveAPIView[Text]):
    """One text, with its published versions."""

    serializer_class = TextSerializer
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Text]:
        return visible_texts(self.request.user).select_related("programme").prefetch_related("versions")


@extend_schema(
    parameters=[
        OpenApiParameter(
            "language",
            OpenApiTypes.STR,
            description="Language of the words; the negotiated one where a clause has no other.",
        )
    ],
    responses=ClauseSerializer(many=True),
)
@api_view(["GET"])
def version_clauses(request: Request, slug: str, version: str) -> Response:
    """The clauses of a published version, in order."""
    text = get_object_or_404(visible_texts(request.user), slug=slug)
    found = get_object_or_404(
        visible_versions(request.user, text).published().select_related("text"),
        slug=version,
    )
    reading = read_version(found, text.language)
    if request.query_params.get("language") in reading.languages:
        reading = read_version(found, request.query_params["language"])
    return Response(
        {
            **VersionSerializer(found).data,
            "language": reading.language,
            "languages": reading.languages,
            "clauses": ClauseSerializer(list(reading.clauses), many=True).data,  # type: ignore[arg-type]
        }
    )
