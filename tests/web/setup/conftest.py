"""Set-up stands in the same town as the desk."""

from tests.web.desk.conftest import clock, open_as, town

__all__ = ["clock", "open_as", "town"]
