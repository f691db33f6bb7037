"""The straight way: a report in which nothing has to be put right never becomes a form.

Building and judging the page's form costs more than storing the case. So what was sent is looked at by hand
first, and whoever finds anything to remark on leaves all of it to the form: this may only ever be the stricter.
"""

from collections.abc import Container, Mapping
from typing import Any

from django.http import HttpRequest

from linli.places.models import LocationType

_WORDS = ("text", "phone", "lon", "lat", "key", "elsewhere", "looked")
_CHOICES = ("community", "category", "location_type")
_TICKS = ("age_14", "call_back")
# Somebody took a picture out, left the board, follows a similar case, or has pictures that wait.
_MORE = frozenset({"drop", "change", "same", "kept"})
_PLACES = frozenset(LocationType.values)


def plain(
    request: HttpRequest, *, communities: Container[str], categories: Container[str]
) -> dict[str, Any] | None:
    """This will give what a post says as the form of the page would, or None if the form must judge it."""
    sent = request.POST
    if request.FILES or _MORE & sent.keys():
        return None
    said: dict[str, Any] = {name: sent.get(name, "") for name in (*_WORDS, *_CHOICES)}
    ticks = {name: sent.get(name, "") for name in _TICKS}
    fine = (
        _among(said["community"], communities)
        and _among(said["category"], categories)
        and _among(said["location_type"], _PLACES)
        and all(tick in {"", "on"} for tick in ticks.values())
        and not any("\x00" in value for value in said.values())
        and (ticks["age_14"] or not said["phone"].strip())
    )
    return said | {name: tick == "on" for name, tick in ticks.items()} if fine else None


def _among(code: str, known: Container[str]) -> bool:
    return not code or code in known


def position(said: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """This will give longitude and latitude as sent, None without; what is no number becomes NaN and is refused."""
    lon, lat = (str(said.get(name, "")).strip() for name in ("lon", "lat"))
    return (None, None) if not lon and not lat else (_number(lon), _number(lat))


def _number(text: str) -> float:
    try:
        return float(text[:40])
    except ValueError:
        return float("nan")
