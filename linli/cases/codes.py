"""Tracking codes: cases and followers share one box to type them into, so no code may be both.

A follower's code is told by the sum of its letters, so that neither table must be asked about the other.
"""

from linli.lib.ids import CODE_ALPHABET, tracking_code

_SHARE = 4  # one code in four is a follower's


def case_code() -> str:
    """This will make a code for a case."""
    return _drawn(follower=False)


def follower_code() -> str:
    """This will make a code for somebody who follows a case."""
    return _drawn(follower=True)


def is_followers(code: str) -> bool:
    """This will tell whether a normalised code is a follower's."""
    return sum(CODE_ALPHABET.index(letter) for letter in code if letter != "-") % _SHARE == 0


def _drawn(*, follower: bool) -> str:
    code = tracking_code()
    while is_followers(code) is not follower:
        code = tracking_code()
    return code
