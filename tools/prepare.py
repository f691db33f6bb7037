"""Gets what the tests need from outside Python: a browser, Chinese fonts, a PostgreSQL server.

Installs by apt where the machine allows it (root, or sudo that asks no password) and otherwise names what is
missing. Run it alone as `python -m tools.prepare`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.with_postgres import binaries


def browser() -> Path | None:
    """This will find the Chromium that the journeys drive, or return None."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return Path(found)
    return None


def has_chinese_font() -> bool:
    """This will say whether a browser here can draw Chinese; without fontconfig it cannot."""
    if not shutil.which("fc-list"):
        return False
    found = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())


@dataclass(frozen=True)
class Part:
    """Something the tests need: its name for people, its Debian packages, and how to see that it is here."""

    name: str
    packages: tuple[str, ...]
    is_here: Callable[[], bool]


PARTS = (
    Part("Chromium", ("chromium",), lambda: browser() is not None),
    Part("Chinese fonts", ("fontconfig", "fonts-noto-cjk"), has_chinese_font),
    Part("PostgreSQL", ("postgresql",), lambda: binaries() is not None),
)


def missing() -> list[Part]:
    """This will list the parts that are not on this machine."""
    return [part for part in PARTS if not part.is_here()]


def privilege() -> list[str] | None:
    """This will return what to put before an apt command, or None where packages cannot be installed."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return None if asked.returncode else ["sudo", "-n"]


@contextmanager
def without_a_default_cluster(prefix: list[str]) -> Iterator[None]:
    """This will keep Debian from making and starting a server of its own while PostgreSQL is installed."""
    folder = "/etc/postgresql-common/createcluster.d"
    note = f"{folder}/linli-tests.conf"
    subprocess.run([*prefix, "install", "-d", folder], check=False)
    subprocess.run(
        [*prefix, "tee", note], input=b"create_main_cluster = false\n", stdout=subprocess.DEVNULL, check=False
    )
    try:
        yield
    finally:
        subprocess.run([*prefix, "rm", "-f", note], check=False)


def install(parts: list[Part], prefix: list[str]) -> None:
    """This will install the Debian packages of the parts; ask for `missing()` again to see a failure."""
    packages = [package for part in parts for package in part.packages]
    env = ["env", "DEBIAN_FRONTEND=noninteractive"]
    print(f"Installing {', '.join(packages)} by apt-get ...", flush=True)
    apt = [*prefix, *env, "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    subprocess.run([*apt, "update"], check=False)
    with without_a_default_cluster(prefix):
        subprocess.run([*apt, "install", "--yes", "--no-install-recommends", *packages], check=False)


def prepare() -> list[Part]:
    """This will install what is missing where that is allowed, and say and return what is still missing."""
    wanted = missing()
    if wanted and (prefix := privilege()) is not None:
        install(wanted, prefix)
    absent = missing()
    for part in PARTS:
        hint = f"missing (Debian: apt-get install {' '.join(part.packages)})" if part in absent else "here"
        print(f"{part.name}: {hint}", flush=True)
    return absent


if __name__ == "__main__":
    sys.exit(1 if prepare() else 0)
