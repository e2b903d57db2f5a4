"""The voices: who is heard on a draft, what they say, and what became of it."""
