"""An e-mail whose links in headers stay as they are."""

from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy, Policy, default
from typing import Any, cast

from django.core.mail import EmailMultiAlternatives


class _Link(UnstructuredHeader):
    """A header on one line. Python encodes what is longer than a line; no mail program follows a link then."""

    def fold(self, *, policy: "EmailPolicy[Any]") -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]  # the registry makes it a header


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _Link)  # type: ignore[arg-type]  # the registry makes it a header


class Message(EmailMultiAlternatives):
    """Plain text and HTML, with headers that programs read."""

    def message(self, *, policy: "Policy[Any] | None" = None) -> EmailMessage:
        unfolding = cast("EmailPolicy[Any]", policy or default).clone(header_factory=_HEADERS)
        made: EmailMessage = super().message(policy=unfolding)
        return made
