"""What was seen, as lines to read and to copy from."""

import sys
from collections.abc import Mapping
from time import perf_counter

from tests.walkthrough.drafts_of_paris import Draft
from tests.walkthrough.visitors import FirstLoad


class Report:
    """Says each finding as soon as it is there, with the seconds since the start for orientation."""

    def __init__(self) -> None:
        self._started = perf_counter()

    def line(self, words: str) -> None:
        sys.stdout.write(f"{perf_counter() - self._started:6.0f} s  {words}\n")
        sys.stdout.flush()

    def draft(self, day: str, draft: Draft) -> None:
        kinds = ", ".join(f"{number} {kind}s" for kind, number in draft.kinds.most_common())
        kept = f"{draft.brackets} of {draft.brackets_in_file} opening brackets kept"
        self.line(f"{day}: {len(draft.clauses)} clauses ({kinds}); {kept}")

    def counts(self, what: str, facts: Mapping[str, int]) -> None:
        self.line(f"{what}: " + ", ".join(f"{name} {number}" for name, number in facts.items()))

    def weight(self, what: str, load: FirstLoad) -> None:
        whole = f"{load.html / 1000:.0f} kB, {load.everything / 1000:.0f} kB with everything it needs"
        self.line(
            f"{what}: {whole} in {load.requests} requests; {load.elements} elements; {load.seconds:.1f} s"
        )
