"""The reader of reasons finds what it is there to find; the pages themselves are read by `test_access_matrix`."""

import pytest

from tests.web.access.reasons import without_reason

BUTTON = '<button aria-disabled="true" aria-describedby="why">Verify</button>'


def test_a_reason_that_stands_on_the_page_is_found() -> None:
    assert (
        without_reason(f'{BUTTON}<ul><li><span id="why"><strong>Verify:</strong> not yours</span></li></ul>')
        == []
    )


@pytest.mark.parametrize(
    "page",
    [
        BUTTON,
        f'{BUTTON}<span id="why"> </span>',
        f'{BUTTON}<span id="other">not yours</span>',
        '<button aria-disabled="true">Verify</button><span id="why">not yours</span>',
        "<button disabled>Verify</button>",
        '<input disabled aria-describedby="why"><br><span id="why"><b></b></span>',
    ],
)
def test_a_button_without_one_is_named(page: str) -> None:
    assert len(without_reason(page)) == 1
