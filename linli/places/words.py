"""What refusals of this package say to a person."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from linli.places.rules import Outside, OutsideCounty

_WHY = {
    Outside.OUTSIDE: _("This place lies outside the county."),
    Outside.SWAPPED: _("Latitude and longitude look exchanged: the longitude comes first."),
    Outside.NO_POSITION: _("This is no position. Choose the community from the list."),
}


def refusal(refused: OutsideCounty) -> Promise:
    """This will say why a position was refused, and which number to call."""
    if not refused.phone:
        return _WHY[refused.why]
    return format_lazy(_("{why} Call {phone}."), why=_WHY[refused.why], phone=refused.phone)
