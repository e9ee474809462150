"""The names of months and of the days of the week."""

from __future__ import annotations

import datetime

from alliancectl.text import Text

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")
WEEKDAYS = (Text("周一", "Mon"), Text("周二", "Tue"), Text("周三", "Wed"), Text("周四", "Thu"), Text("周五", "Fri"),
            Text("周六", "Sat"), Text("周日", "Sun"))
LONG_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def weekday_of(day: str) -> int:
    """The day of the week of an ISO day; 0 is Monday."""
    return datetime.date.fromisoformat(day).weekday()
