"""Giving a role from the command line: how a new site gets its first secretariat."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consultation.models import User
from drafts.actions.grants import grant_role
from drafts.models import Role, Text


class Command(BaseCommand):
    help = "Give somebody a role over one text, or over everything. The first secretariat is appointed by a superuser."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="who gets the role")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--text", help="the text’s name in addresses; without it, all texts")
        parser.add_argument("--as", dest="giver", required=True, help="e-mail address of who gives it")

    def handle(self, *_args: Any, **options: Any) -> None:
        text = Text.objects.filter(slug=options["text"]).first() if options["text"] else None
        if options["text"] and text is None:
            raise CommandError(f"There is no text “{options['text']}”.")
        giver, person = self._user(options["giver"]), self._user(options["email"])
        try:
            grant_role(by=giver, to=person, role=Role(options["role"]), text=text, at=timezone.now())
        except PermissionDenied as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{person.email} is {options['role']}{f' of {text.slug}' if text else ''}.")

    def _user(self, email: str) -> User:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody with the address {email} has an account.")
        return user
