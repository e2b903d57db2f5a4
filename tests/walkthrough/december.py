"""From 9 to 12 December, as a text of its own: every article gets another number."""

from tests.walkthrough import opening, speaking
from tests.walkthrough.drafts_of_paris import draft_of, renumbering
from tests.walkthrough.report import Report
from tests.walkthrough.scoring import Article, score
from tests.walkthrough.visitors import Street, first_load

SLUG = "climate-last-week"


def walk(street: Street, report: Report) -> None:
    """Import, publish, import again, publish; then count the articles whose clauses are the same clauses still."""
    people = {role: street.signed_in(f"{role}@example.org") for role in ("secretariat", "penholder", "chair")}
    opening.open_text(people["secretariat"], "A climate agreement: the last week", SLUG)
    for role in ("Penholder", "Chair"):
        opening.give_role(people["secretariat"], SLUG, f"{role.lower()}@example.org", role)
    for day, label, why in (
        ("2015-12-09", "9 December", "Draft of the Presidency."),
        ("2015-12-12", "12 December", "As adopted."),
    ):
        draft = draft_of(day)
        report.draft(label, draft)
        opening.upload(people["penholder"], SLUG, draft.file, label)
        report.counts(f"Preview of {label}", opening.facts(people["penholder"]))
        opening.apply(people["penholder"], why)
        opening.publish(people["chair"], SLUG)
    reader = street.passer_by()
    versions = [speaking.clauses(reader, f"/en/texts/{SLUG}/{day}-december/") for day in (9, 12)]
    tell(report, score(versions[0], versions[1], renumbering()))
    comparison = f"/en/texts/{SLUG}/compare/9-december/12-december/"
    report.weight("Comparison of 9 and 12 December", first_load(street, comparison))


def tell(report: Report, found: list[Article]) -> None:
    headings = sum(article.heading_found for article in found)
    paragraphs = sum(article.paragraphs_found for article in found)
    report.line(
        f"Articles found by their heading: {headings} of {len(found)}; by their paragraphs: {paragraphs}"
    )
    for article in found:
        if not (article.heading_found and article.paragraphs_found):
            report.line(
                f"  {article.was} → {article.became}: heading from {article.heading or 'nowhere'}, paragraphs"
                f" from {dict(article.paragraphs) or 'nowhere'}"
            )
