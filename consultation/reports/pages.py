"""Which page of a long list is shown: the one asked for, or the one that holds a comment."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Shown:
    """What an address asks for of a long list: a page by its number, or the page that holds a comment."""

    page: str = ""
    comment: str = ""

    def of(self, references: Sequence[str], keys: Sequence[int]) -> Page[int]:
        """The page of these keys; `references` are those of their comments, in the same order."""
        paginator = Paginator(keys, A_PAGE)
        if self.comment in references:
            return paginator.page(references.index(self.comment) // A_PAGE + 1)
        return paginator.get_page(self.page)


FIRST = Shown()
