"""Letters: written with the act that gives rise to them, sent by a worker."""
