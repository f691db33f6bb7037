"""The uses of somebody's data that need their own yes; packages register theirs when they are ready."""

from django.utils.functional import Promise

_labels: dict[str, "str | Promise"] = {}


def register(purpose: str, label: "str | Promise") -> None:
    """This will make a use known; `label` says to the person what they agree to."""
    if _labels.setdefault(purpose, label) != label:
        raise ValueError(f"two uses are called {purpose}")


def label(purpose: str) -> "str | Promise":
    """This will say what a use is, in words. Raises KeyError for one that nobody registered."""
    return _labels[purpose]
