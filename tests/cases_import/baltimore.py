"""A file of the shape of Baltimore's service requests, with the same kinds of faults, made up."""

import csv
import gzip
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

ROWS = 300
FIRST = datetime(2016, 1, 4, 8, tzinfo=UTC)  # written without a zone, as the city does
TIMES = "%m/%d/%Y %I:%M:%S %p"
HEADINGS = (
    "SRRecordID", "ServiceRequestNum", "SRType", "MethodReceived", "CreatedDate", "SRStatus", "StatusDate", "DueDate",
    "CloseDate", "Agency", "Address", "ZipCode", "Neighborhood", "Latitude", "Longitude",
)  # fmt: skip
TYPES = (
    "SW-Dirty Alley",
    "SW-Graffiti Removal",
    "WW-Water Leak (Exterior)",
    "HCD-Illegal Dumping",
    "TRM-Pothole Repair",
)
_FAULTS = {
    "rounded": {"Latitude": "39.0", "Longitude": "-77.0"},
    "no due date": {"DueDate": ""},
    "no created date": {"CreatedDate": ""},
    "no date": {"CreatedDate": "13/45/2018 11:11:26 AM"},
    "closed before": {"CloseDate": "01/01/2014 01:00:00 AM"},
    "outside": {"Latitude": "32.5288", "Longitude": "112.3651"},
    "closed without date": {"CloseDate": ""},
    "unknown state": {"SRStatus": "Lost"},
    "no id": {"SRRecordID": ""},
}  # fmt: skip
FAULTY = dict(enumerate(_FAULTS, start=10))


def rows() -> list[dict[str, str]]:
    """This will give 300 requests; every hundredth has no position, some are open, nine are faulty."""
    rng = Random(311)  # noqa: S311  the same file each time is the point
    made = []
    for number in range(ROWS):
        created = FIRST + timedelta(hours=rng.randrange(20_000), seconds=rng.randrange(3600))
        is_open = number % 40 == 39
        closed = "" if is_open else (created + timedelta(hours=rng.randrange(1, 400))).strftime(TIMES)
        row = dict.fromkeys(HEADINGS, "")
        row |= {
            "SRRecordID": f"16-{number:08d}",
            "SRType": rng.choice(TYPES),
            "MethodReceived": "Phone",
            "CreatedDate": created.strftime(TIMES),
            "SRStatus": "Open" if is_open else "Closed",
            "DueDate": (created + timedelta(days=7)).strftime(TIMES),
            "CloseDate": closed,
            "Address": f"{rng.randrange(1, 4000)} EXAMPLE ST, BALTIMORE, MD",
            "Latitude": f"{rng.uniform(39.21, 39.36):.6f}",
            "Longitude": f"{rng.uniform(-76.70, -76.53):.6f}",
        }
        if number % 100 == 99:
            row |= {"Latitude": "", "Longitude": ""}
        made.append(row | _FAULTS.get(FAULTY.get(number, ""), {}))
    return made


def write(path: Path, made: list[dict[str, str]]) -> Path:
    """This will write them as the city does, gzipped if the name says so."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADINGS)
    writer.writeheader()
    writer.writerows(made)
    body = text.getvalue().encode()
    path.write_bytes(gzip.compress(body) if path.suffix == ".gz" else body)
    return path
