"""Holds the shape of the house that no linter knows: lengths, names, what a view may not do.

Run as `python -m tools.check_shape`. What must be longer is listed with its reason in
`shape_exceptions.toml`.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXCEPTIONS = Path(__file__).with_name("shape_exceptions.toml")
FOLDERS = ("linli", "tools", "tests")
SUFFIXES = {".py", ".html", ".css", ".js"}
# Django writes the first, others wrote the second.
NOT_OURS = {"migrations", "vendor"}
FILE_LINES = 600
FUNCTION_LINES = 35
VIEW_LINES = 25
# A name that says nothing about what is inside attracts everything.
EMPTY_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "service",
    "managers",
    "manager",
    "common",
    "misc",
}
LATER = re.compile(r"\b(TO" r"DO|FIX" r"ME)\b")  # split, so that this line does not find itself
SKIPS = {"skip", "skipif", "xfail", "importorskip"}


@dataclass(frozen=True)
class Fault:
    """Where something is wrong, what, and under which key it could be excepted."""

    path: str
    line: int
    text: str
    key: str = ""


def files() -> Iterator[Path]:
    """This will walk over the source files that are ours, in order."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in SUFFIXES and not NOT_OURS & set(path.relative_to(ROOT).parts):
                yield path


def faults_of_text(name: str, text: str) -> Iterator[Fault]:
    """This will find a file that is too long and work put off in comments."""
    lines = text.splitlines()
    if len(lines) > FILE_LINES:
        yield Fault(name, 1, f"{len(lines)} lines, at most {FILE_LINES}", name)
    for number, line in enumerate(lines, 1):
        if found := LATER.search(line):
            yield Fault(name, number, f"{found[1]}: do it now or file an issue")


def faults_of_name(name: str) -> Iterator[Fault]:
    """This will find modules and packages whose name says nothing."""
    for part in Path(name).with_suffix("").parts[1:]:
        if part in EMPTY_NAMES:
            yield Fault(name, 1, f"'{part}' says nothing about what is inside; name it after its noun")


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """This will count the lines of a function from `def` to its end, without its docstring."""
    total = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def is_view_module(name: str) -> bool:
    """This will say whether a file holds views: `views.py` or a file in a folder `views`, below linli/web."""
    parts = Path(name).with_suffix("").parts
    return parts[:2] == ("linli", "web") and "views" in parts


def faults_of_lengths(name: str, tree: ast.Module) -> Iterator[Fault]:
    """This will find functions that are too long."""
    limit = VIEW_LINES if is_view_module(name) else FUNCTION_LINES
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (lines := length(node)) > limit:
            yield Fault(
                name, node.lineno, f"{node.name} has {lines} lines, at most {limit}", f"{name}:{node.name}"
            )


def faults_of_calls(name: str, tree: ast.Module) -> Iterator[Fault]:
    """This will find the ORM in the web, transactions that pass the lock by, and tests that do not run."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        if name.startswith("linli/web/") and node.attr in {"objects", "_default_manager"}:
            yield Fault(name, node.lineno, "no ORM in the web: ask a query or an action")
        if node.attr == "atomic" and name.startswith("linli/") and name != "linli/lib/db.py":
            yield Fault(name, node.lineno, "writes open their transaction with `linli.lib.db.writing()`")
        if name.startswith("tests/") and node.attr in SKIPS and "pytest" in ast.unparse(node.value):
            yield Fault(name, node.lineno, "a test that does not run proves nothing")


def faults_of(path: Path) -> Iterator[Fault]:
    """This will find everything that is wrong with one file."""
    name, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    yield from faults_of_text(name, text)
    if path.suffix == ".py":
        tree = ast.parse(text, filename=name)
        yield from faults_of_name(name)
        yield from faults_of_lengths(name, tree)
        yield from faults_of_calls(name, tree)


def exceptions() -> dict[str, str]:
    """This will read what may be longer and why."""
    listed = tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))
    return {key: str(reason).strip() for key, reason in listed.items()}


def main() -> int:
    """This will print every fault as path:line and return 1 if there is one."""
    listed, used = exceptions(), set[str]()
    wrong = 0
    paths = list(files())
    for fault in (fault for path in paths for fault in faults_of(path)):
        if listed.get(fault.key):
            used.add(fault.key)
            continue
        wrong += 1
        print(f"{fault.path}:{fault.line}: {fault.text}")
    for key in sorted(set(listed) - used):
        wrong += 1
        print(f"{EXCEPTIONS.name}: '{key}' is not needed any more, or gives no reason")
    print(f"{len(paths)} files looked at, {wrong} faults.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
