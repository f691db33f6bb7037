"""The straight way of a report: it takes what the page's form would take, and never anything else."""

from datetime import date

from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from linli.cases.categories import CategoryRow
from linli.lib.calendars import Clock
from linli.places.rows import PlaceRow
from linli.web.resident.forms.reporting import ReportForm
from linli.web.resident.straight import plain
from tests.builders import EAST, STREET

COMMUNITY = PlaceRow(
    EAST, "community", STREET, STREET, {"zh-hans": "东关"}, "DG", None, False, None, None, date(2026, 1, 1), None, ()
)  # fmt: skip
CATEGORY = CategoryRow("01-02", {"zh-hans": "垃圾"}, {}, Clock.OFFICE, (), None, {}, {}, False, True, STREET)

TYPED = st.one_of(
    st.sampled_from(["", " ", "路口积水", "\x00", "113.1", "nan", "on", "false", "0", "1"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
)
CHOSEN = st.sampled_from(["", EAST, "01-02", "public_area", "no such", "\x00"])
FIELDS = {
    **dict.fromkeys(("text", "lon", "lat", "elsewhere", "looked", "key"), TYPED),
    **dict.fromkeys(("community", "category", "location_type"), CHOSEN),
    "phone": st.sampled_from(["", " ", "13800000000", "\x00"]),
    **dict.fromkeys(("age_14", "call_back"), st.sampled_from(["", "on", "off", "0", "false"])),
}


@given(st.fixed_dictionaries({}, optional=FIELDS))
def test_what_goes_straight_is_what_the_form_would_have_read(sent: dict[str, str]) -> None:
    post = QueryDict(mutable=True)
    post.update(sent)
    request = RequestFactory().post("/")
    request.POST = post
    said = plain(request, communities={EAST}, categories={"01-02": CATEGORY})
    form = ReportForm(post, {}, communities=[COMMUNITY], categories=[CATEGORY])
    form.is_valid()
    if said is None:
        assert form.errors or any("\x00" in value for value in sent.values()) or _odd_tick(sent)
    else:
        assert not form.errors.keys() - {
            "community"
        }  # no community: the action asks for one, in the same words
        assert said == {name: value for name, value in form.cleaned_data.items() if name in said}


def _odd_tick(sent: dict[str, str]) -> bool:
    return any(sent.get(name, "") not in {"", "on"} for name in ("age_14", "call_back"))
