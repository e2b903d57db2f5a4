"""French dates: the day and the time joined by “à”."""

DATETIME_FORMAT = "j F Y à H:i"
