"""The text engine: plain Python that takes strings and returns data. It knows no database and no clock."""
