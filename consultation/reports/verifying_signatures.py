"""Signatures under comments, and who wrote for them, held against what the ledger kept of both."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from consultation.models import Contribution, Signature
from consultation.reports.hashes import contributions_hash
from drafts.models import LedgerEntry
from drafts.reports.seals import is_kept
from drafts.reports.verifying import Fault

Verb = LedgerEntry.Verb

# Organisation and text; who signed and when; who withdrew and when.
type _Told = tuple[str, int | None, str, datetime, str, datetime | None]


def verify_signatures() -> Iterator[Fault]:
    """Comments that were not signed like this, by these organisations and until then, as the ledger says."""
    told, kept = _told(), _kept()
    for reference in sorted(told.keys() | kept.keys()):
        if told[reference] != kept[reference]:
            yield Fault(f"comment {reference}", "its signatures are not those in the ledger")


def _told() -> dict[str, list[_Told]]:
    told: dict[str, list[_Told]] = defaultdict(list)
    acts = LedgerEntry.objects.filter(verb__in=(Verb.COSIGNED, Verb.UNSIGNED)).order_by("sequence")
    for entry in acts.iterator(chunk_size=2000):
        signed, organisation = told[entry.object_key], json.loads(entry.payload)["organisation"]
        standing = [at for at, each in enumerate(signed) if each[0] == organisation and each[5] is None]
        if entry.verb == Verb.UNSIGNED and standing:
            signed[standing[-1]] = (*signed[standing[-1]][:4], entry.actor, entry.at)
        else:
            signed.append((organisation, entry.text_id, entry.actor, entry.at, "", None))
    return told


def _kept() -> dict[str, list[_Told]]:
    kept: dict[str, list[_Told]] = defaultdict(list)
    related = ("comment__consultation__version", "organisation", "signed_by", "withdrawn_by")
    signatures = Signature.objects.select_related(*related).order_by("pk")
    for each in signatures.iterator(chunk_size=2000):
        text = each.comment.consultation.version.text_id
        withdrawn_by = each.withdrawn_by.key if each.withdrawn_by else ""
        signed = (each.organisation.slug, text, each.signed_by.key, each.signed_at)
        kept[each.comment.reference].append((*signed, withdrawn_by, each.withdrawn_at))
    return kept


def verify_contributions() -> Iterator[Fault]:
    """Comments for which others wrote, or in other words, than the ledger kept under its seal."""
    written: dict[str, list[Contribution]] = defaultdict(list)
    rows = Contribution.objects.select_related("comment", "author").order_by("pk")
    for each in rows.iterator(chunk_size=2000):
        written[each.comment.reference].append(each)
    sealed: dict[str, list[int | str]] = {}
    for entry in LedgerEntry.objects.filter(verb=Verb.COMMENTED, payload__contains='"contributions"'):
        sealed[entry.object_key] = json.loads(entry.payload).get("contributions", [0, ""])
    for reference in sorted(sealed.keys() | written.keys()):
        number, kept = sealed.get(reference, [0, ""])
        rows_of = written[reference]
        if number != len(rows_of) or not is_kept(str(kept), contributions_hash(rows_of), reference):
            yield Fault(f"comment {reference}", "the members who wrote for it are not those in the ledger")
