"""Reading across texts, versions and revisions; everything here is a frozen dataclass and one or two queries."""
