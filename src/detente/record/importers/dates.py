"""Days as official files write them; a date that may be read two ways is none."""

import re
from datetime import date, datetime

_IN_NAME = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
FORMS = ("%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%m/%d/%Y", "%m/%d/%y", "%B %d, %Y", "%d %B %Y")


def day(written: str, form: str) -> date | None:
    """The day, if it is written in just this form."""
    try:
        return datetime.strptime(written.strip(), form).date()
    except ValueError:
        return None


def iso_day(written: str) -> date | None:
    """The day of `2024-05-02` or `2024-05-02T10:00:00Z`; none of a month or a year alone."""
    return day(written[:10], "%Y-%m-%d") if len(written) >= 10 else None


def day_in_name(name: str) -> date | None:
    """The one day that a file name holds, such as `sdn_2024-05-02.csv`."""
    found = {
        known
        for year, month, of_month in _IN_NAME.findall(name)
        if (known := day(f"{year}-{month}-{of_month}", "%Y-%m-%d"))
    }
    return found.pop() if len(found) == 1 else None
