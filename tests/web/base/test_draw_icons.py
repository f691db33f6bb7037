"""Icons: a page carries the drawings it uses, once."""

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from linli.web.icons import symbols
from linli.web.wording.statuses import STATUSES


def test_a_page_carries_each_symbol_it_uses_once_and_no_other() -> None:
    request = RequestFactory().get("/")
    page = Template(
        "{% load linli %}{% icon 'camera' %}{% icon 'camera' 's' %}"
        "{% include 'parts/status.html' with shape='handling' only %}{% sprite %}"
    ).render(RequestContext(request))
    assert page.count('<use href="#i-camera"/>') == 2
    assert page.count('<symbol id="i-camera"') == 1
    assert page.count('<symbol id="s-handling"') == 1
    assert page.count("<symbol") == 2


def test_a_drawing_outside_any_page_is_whole() -> None:
    drawn = Template("{% load linli %}{% icon 'check' %}{% sprite %}").render(Context())
    assert "<path" in drawn
    assert "<use" not in drawn


def test_an_icon_that_does_not_exist_is_noticed() -> None:
    with pytest.raises(KeyError):
        Template("{% load linli %}{% icon 'camra' %}").render(Context())


def test_every_status_has_its_shape() -> None:
    assert {f"s-{shape}" for shape in STATUSES} <= set(symbols())
