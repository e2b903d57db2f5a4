"""The demonstration: an invented consultation on texts written for this project, in two languages."""
