"""`manage.py verify_ledger` finds nothing wrong with a site on which everything happened by its actions."""

import pytest
from django.core.management import call_command

from tests.addresses import scene

pytestmark = pytest.mark.django_db


def test_a_scene_with_something_at_every_address_holds() -> None:
    scene()

    call_command("verify_ledger")
