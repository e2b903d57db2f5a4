"""`manage.py import_draft`: bring a draft into a text from the command line, with the page's preview and rules."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from drafts.access import require
from drafts.actions.imports import ClausesUnpaired, TextChanged, apply_import, stage_import
from drafts.models import DraftImport, Grant, Role, Text, Weight
from drafts.permissions import can_import
from drafts.reports.importing import ImportPreview, preview_import
from drafts.reports.remarks import what_to_check, why_unreadable
from drafts.text.markup import MAX_BYTES, UnreadableDraft


class Command(BaseCommand):
    """Reads a file, shows what it would do, and applies it once that was agreed to."""

    help = "Bring a draft (Markdown or plain text, in UTF-8) into a text as its working version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--text", required=True, metavar="SLUG", help="the text it belongs to")
        parser.add_argument("--language", required=True, help="its language, as a code: en, fr")
        parser.add_argument("--label", default="", help="the version's name, such as “Zero draft”")
        parser.add_argument(
            "--as", dest="email", default="", metavar="EMAIL", help="who imports; else the penholder"
        )
        parser.add_argument("--weight", choices=Weight.values, default=Weight.SUBSTANCE)
        parser.add_argument("--reason", default="", help="shown beside every changed clause; else the label")
        agreed = parser.add_mutually_exclusive_group()
        agreed.add_argument("--yes", action="store_true", help="apply without asking")
        agreed.add_argument("--dry-run", action="store_true", help="show what it would do, and write nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        text = Text.objects.filter(slug=options["text"]).first()
        if text is None:
            raise CommandError(f"There is no text “{options['text']}”.")
        person = _person(text, options["email"])
        try:
            require(can_import(person, text))
            self._bring_in(text, person, _read(options["file"]), options)
        except UnreadableDraft as refusal:
            raise CommandError(why_unreadable(refusal)) from refusal
        except PermissionDenied as refusal:
            raise CommandError(str(refusal)) from refusal

    def _bring_in(
        self, text: Text, person: AbstractBaseUser, content: bytes, options: dict[str, Any]
    ) -> None:
        label, language = options["label"], options["language"]
        if options["dry_run"]:
            self._show(
                preview_import(DraftImport(text=text, language=language, label=label, content=content))
            )
            return
        staged = stage_import(
            by=person,
            text=text,
            language=language,
            label=label,
            file_name=options["file"].name,
            content=content,
            at=timezone.now(),
        )
        self._show(preview_import(staged))
        if not options["yes"] and not _agreed():
            self.stdout.write(
                f"Nothing was applied. The draft waits on the import page of the text as {staged.key}."
            )
            return
        self._apply(staged, person, Weight(options["weight"]), options["reason"] or label or "Imported.")

    def _apply(self, staged: DraftImport, person: AbstractBaseUser, weight: Weight, reason: str) -> None:
        try:
            version = apply_import(by=person, staged=staged, weight=weight, reason=reason, at=timezone.now())
        except TextChanged as refusal:
            raise CommandError("The text changed meanwhile. Run the command again.") from refusal
        except ClausesUnpaired as refusal:
            lines = ", ".join(str(row.parsed.line) for row in refusal.preview.unpaired)
            raise CommandError(
                f"These lines have no counterpart in the text: {lines}. Correct import {staged.key} on its page."
            ) from refusal
        self.stdout.write(self.style.SUCCESS(f"{version} of {staged.text.slug} now holds this draft."))

    def _show(self, preview: ImportPreview) -> None:
        against = f"matched with {preview.version}" if preview.version else "the first version"
        self.stdout.write(f"{len(preview.rows)} clauses, {against}:")
        for fate, number in preview.counts.items():
            self.stdout.write(f"  {fate:<10}{number:>6}")
        for warning in preview.warnings:
            self.stdout.write(f"  {what_to_check(warning)}")


def _person(text: Text, email: str) -> AbstractBaseUser:
    """Who acts: the one named, else the one penholder of the text."""
    people = get_user_model().objects
    if email:
        found = people.filter(email__iexact=email).first()
        if found is None:
            raise CommandError(f"Nobody has an account under {email}.")
        return found
    grants = Grant.objects.standing().covering(text).filter(role=Role.PENHOLDER)
    penholders = list(people.filter(pk__in=grants.values("user"))[:2])
    if len(penholders) != 1:
        raise CommandError("This text has not exactly one penholder. Say with --as who imports the draft.")
    return penholders[0]


def _read(file: Path) -> bytes:
    """The file's bytes, its size asked first."""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableDraft("too_large", size=size, limit=MAX_BYTES)
        return file.read_bytes()
    except OSError as problem:
        raise CommandError(f"{file} cannot be read: {problem.strerror}.") from problem


def _agreed() -> bool:
    try:
        return input("Apply it? [y/N] ").strip().lower() in {"y", "yes"}
    except EOFError:
        return False
