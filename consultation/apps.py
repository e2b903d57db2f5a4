"""How Django knows this app."""

from anymail.signals import tracking
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationConfig(AppConfig):
    name = "consultation"
    verbose_name = _("Consultation")

    def ready(self) -> None:
        """Listen to what mail services tell of addresses."""
        from consultation.mails.addresses import heard_back  # noqa: PLC0415  # models are there only now

        tracking.connect(heard_back)
