"""Which clause of a new draft comes from which of the old one: same, changed, moved, split, merged, new or removed."""

from drafts.text.align.engine import align
from drafts.text.align.shapes import Alignment, Link, LinkKind, Unit

__all__ = ["Alignment", "Link", "LinkKind", "Unit", "align"]
