"""An attribution rule is never loosened, and what was said where stays on record."""

from django.db import migrations

from consultation.models.guards import SITTING_GUARDS, VOICE_GUARDS
from drafts.models.guards import PutUpGuards


class Migration(migrations.Migration):
    dependencies = [("consultation", "0011_sittings")]
    operations = [PutUpGuards(VOICE_GUARDS), PutUpGuards(SITTING_GUARDS)]
