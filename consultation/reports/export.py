"""Everything that is kept about one person, to take along: as data, and as a page to read."""

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from consultation.models import User
from consultation.reports.export_sections import SECTIONS, Section


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of somebody at a moment: each section with its rows, empty ones too."""

    key: str
    at: datetime
    sections: tuple[tuple[Section, list[dict[str, Any]]], ...]

    def as_data(self) -> dict[str, Any]:
        return {
            "person": self.key,
            "made_at": self.at,
            "notes": {section.name: str(section.note) for section, _rows in self.sections if section.note},
            **{section.name: rows for section, rows in self.sections},
        }


def sections() -> tuple[Section, ...]:
    """Ours, and those that the apps above add."""
    above: list[tuple[Section, ...]] = [import_string(name) for name in settings.EXPORTED_ABOVE]
    return (*SECTIONS, *(section for each in above for section in each))


def kept_of(person: User, at: datetime) -> Kept:
    """Everything kept about a person. One query a section."""
    return Kept(person.key, at, tuple((section, section.rows(person)) for section in sections()))


def packed(kept: Kept) -> bytes:
    """An archive with everything as data (data.json), and as a page to read (index.html)."""
    data = json.dumps(kept.as_data(), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    page = render_to_string("consultation/export_page.html", {"kept": kept})
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as held:
        held.writestr("data.json", data)
        held.writestr("index.html", page)
    return archive.getvalue()
