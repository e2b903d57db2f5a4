"""`manage.py group_alike`: group the comments that say nearly the same, for machines without a worker."""

from typing import Any

from django.core.management.base import BaseCommand

from consultation.actions.likeness import group_alike
from consultation.models import Consultation
from consultation.reports.likeness import ungrouped


class Command(BaseCommand):
    help = (
        "Group the comments that say nearly the same. A worker does it by itself; this does what one that was not "
        "running has left, and may be run at any time."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        left = Consultation.objects.filter(pk__in=ungrouped().values("consultation")).order_by("pk")
        for key in list(left.values_list("key", flat=True)):
            self.stdout.write(f"{key}: {group_alike.call(key)}")
