"""Every test of the loop has the town."""

import pytest

from tests.builders import Town, build_town


@pytest.fixture
def town(db: None) -> Town:
    return build_town()
