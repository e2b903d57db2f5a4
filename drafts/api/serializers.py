"""What programs read, in the words of the glossary."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from drafts.models import Text, Version
from drafts.reports.reading import ClauseReading


class VersionSerializer(serializers.ModelSerializer[Version]):
    """One published version, without its words."""

    text = serializers.SlugRelatedField[Text](slug_field="slug", read_only=True)

    class Meta:
        model = Version
        fields = ("text", "number", "label", "slug", "published_at", "content_hash")


class TextSerializer(serializers.ModelSerializer[Text]):
    """One text with its published versions."""

    programme = serializers.SlugRelatedField(slug_field="slug", read_only=True)  # type: ignore[var-annotated]
    versions = serializers.SerializerMethodField()

    class Meta:
        model = Text
        fields = ("slug", "title", "kind", "language", "programme", "versions")

    @extend_schema_field(VersionSerializer(many=True))
    def get_versions(self, text: Text) -> object:
        published = [version for version in text.versions.all() if version.is_published]
        for version in published:
            version.text = text
        return VersionSerializer(sorted(published, key=lambda version: version.number), many=True).data


class ClauseSerializer(serializers.Serializer[ClauseReading]):
    """One clause of a version, in the language asked for."""

    key = serializers.CharField()
    position = serializers.IntegerField()
    depth = serializers.IntegerField()
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the printed label, not the field’s
    language = serializers.CharField()
    state = serializers.CharField()
    source = serializers.CharField(  # type: ignore[assignment]  # the words, not the field’s
        help_text="The words with *emphasis*, ^superscript^ and [^footnote] marks."
    )
    plain = serializers.CharField(help_text="The words alone; anchors count code points of these.")
