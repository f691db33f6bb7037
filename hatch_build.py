"""Compiles the translations before a wheel is built, since `.mo` files are not committed.

Hatchling calls it for wheels and for editable installs; `python hatch_build.py` does the same by hand.
"""

import importlib.util
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # by hand, where only the program's own dependencies are installed
    BuildHookInterface = object  # type: ignore[assignment, misc]


def compile_catalogues(root: Path) -> list[Path]:
    """This will compile the stale catalogues below `root`/linli, and list the .mo files it wrote."""
    # By its path: in an isolated build neither linli nor Django is installed.
    spec = importlib.util.spec_from_file_location("linli_words", root / "linli" / "lib" / "words.py")
    if spec is None or spec.loader is None:
        raise ImportError("linli/lib/words.py is missing")
    words = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = words
    spec.loader.exec_module(words)
    written: list[Path] = words.compile_catalogues(root / "linli")
    return written


class Catalogues(BuildHookInterface):  # type: ignore[type-arg, unused-ignore]
    """The hook; hatchling finds it by its base class."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """This will compile the catalogues and have git-ignored `.mo` files packed nevertheless."""
        compile_catalogues(Path(self.root))
        build_data["artifacts"].append("linli/**/*.mo")


if __name__ == "__main__":
    for path in compile_catalogues(ROOT):
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
