"""An input that is not attributed has no category either."""

from django.db import migrations

from consultation.models.guards import SITTING_GUARDS
from drafts.models.guards import PutUpGuards


class Migration(migrations.Migration):
    dependencies = [("consultation", "0012_sitting_guards")]
    operations = [PutUpGuards(SITTING_GUARDS)]
