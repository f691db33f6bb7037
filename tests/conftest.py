"""What every test stands on: a home of its own, words, no way out to the network, and Django on top of that.

Django is set up here and not by an ini option, because its settings read LINLI_HOME, which must be a
temporary folder before the first test module is imported: no test run may ever meet somebody's data.
"""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis.database import DirectoryBasedExampleDatabase

HOME = Path(tempfile.mkdtemp(prefix="linli-tests-"))
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ


def set_up() -> None:
    """This will point Linli at the temporary home and start Django; each worker of xdist has its own."""
    if settings.configured:
        raise pytest.UsageError(
            "Django was set up before tests/conftest.py: unset DJANGO_SETTINGS_MODULE, drop --ds."
        )
    os.environ.update(
        DJANGO_SETTINGS_MODULE="linli.settings", LINLI_HOME=str(HOME / "home"), LINLI_MODE="development"
    )
    if not IS_WORKER:
        from linli.lib import words

        words.compile_catalogues()
    django.setup()
    # Slow on purpose in life, and the largest part of a test with a sign-in.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.PICTURES.mkdir(parents=True, exist_ok=True)
    # A page that takes more than a second on a busy machine would ask for the versions twice, and be counted so.
    from linli.places import memory

    memory.SECONDS = 3600.0


def choose_examples() -> None:
    """This will have Hypothesis repeat itself in CI, and never judge a test by time."""
    common: dict[str, Any] = {
        "deadline": None,
        "database": DirectoryBasedExampleDatabase(HOME / "examples"),
        "suppress_health_check": [HealthCheck.too_slow],
    }
    hypothesis_settings.register_profile(
        "ci", derandomize=True, max_examples=50, **{**common, "database": None}
    )
    hypothesis_settings.register_profile("laptop", max_examples=50, **common)
    hypothesis_settings.register_profile("night", max_examples=2_000, **common)
    by_default = "ci" if os.environ.get("CI") else "laptop"
    hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", by_default))


set_up()
choose_examples()


def pytest_xdist_setupnodes() -> None:
    """This will let the workers set up Django themselves, each with the home it makes."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure() -> None:
    """This will remove the temporary home when the run is over."""
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """This will keep the places and settings of one test, undone with it, from being seen by the next."""
    from linli.places import memory

    memory.forget()


class NetworkIsClosed(RuntimeError):
    """A test tried to leave this machine."""


def is_near(host: object) -> bool:
    """This will say whether a host is this machine itself; names other than localhost are not."""
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    if name in {"", "localhost"}:
        return True
    try:
        return ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Iterator[None]:
    """This will let sockets connect to this machine alone, and names be looked up for it alone."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _only_near(getattr(socket.socket, name)))
        look_up = socket.getaddrinfo

        def near_look_up(host: Any, *arguments: Any, **more: Any) -> Any:
            if not is_near(host):
                raise NetworkIsClosed(f"A test looked up {host!r}.")
            return look_up(host, *arguments, **more)

        patch.setattr(socket, "getaddrinfo", near_look_up)
        yield


def _only_near(connect: Any) -> Any:
    def near_connect(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not is_near(address[0]):
            raise NetworkIsClosed(f"A test connected to {address!r}.")
        return connect(self, address)

    return near_connect
