"""Reading across texts, comments and answers; everything here is read-only and constant in its queries."""
