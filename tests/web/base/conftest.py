"""A browser without a database: the base of all faces asks for none."""

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.fixture
def client(settings: Settings) -> Client:
    """This will give a client on the base's own addresses, whose errors come as pages."""
    settings.ROOT_URLCONF = "tests.web.base.root_urls"
    return Client(raise_request_exception=False)
