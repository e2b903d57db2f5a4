"""French dates: the day and the hour joined by “à”; short ones with the month in letters, on one line."""

DATETIME_FORMAT = "j F Y à H:i"
SHORT_DATE_FORMAT = "j\xa0N\xa0Y"
MONTH_DAY_FORMAT = "j\xa0N"
