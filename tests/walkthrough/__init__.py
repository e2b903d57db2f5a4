"""The whole way on real drafts, walked in a browser: `python -m tests.walkthrough [folder for pictures]`.

It needs the drafts in ../shared/data (beside the project) and a Chromium; docs/walkthrough.md tells what was seen.
"""
