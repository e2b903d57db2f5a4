"""Sets the pages of a report: a program of its own, values as JSON in, a tagged PDF out.

What setting thousands of inputs takes of memory, some hundred megabytes, the machine has back when it ends; the worker
that asked for it would keep it.
"""

import json
import sys
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("report.typ")


def main() -> None:
    """Read from the standard input, write to the standard output."""
    given = json.load(sys.stdin)
    made = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        # What the wheel brings along: the same pages on every machine.
        font_paths=typst.Fonts(include_system_fonts=False),
        sys_inputs={"content": json.dumps(given["content"], ensure_ascii=False)},
        timestamp=given["at"],
        pdf_tags=True,
    )
    assert isinstance(made, bytes), "one document is one file"
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
