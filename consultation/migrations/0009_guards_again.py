"""What is said, signed and vetted is changed in nothing but what an act may change."""

from django.db import migrations

from consultation.models.guards import HEARD_GUARDS
from drafts.models.guards import PutUpGuards


class Migration(migrations.Migration):
    dependencies = [("consultation", "0008_rounds_terms")]
    operations = [PutUpGuards(HEARD_GUARDS)]
