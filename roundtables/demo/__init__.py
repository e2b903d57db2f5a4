"""The sessions of the demonstration: their content, and the acts that bring it in."""
