"""Pure Python for every other package: money, periods, calendar, checked numbers, errors."""
