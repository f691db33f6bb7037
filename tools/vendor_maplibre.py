"""Brings MapLibre into the house: `npm pack maplibre-gl@4.7.1`, then `python -m tools.vendor_maplibre FILE.tgz`.

4.7.1 and not a later one: its build speaks ES2019 and takes WebGL 1, which the oldest phones we serve need; 5 and 6
do not, and weigh half as much again. What is kept is the build for a strict content policy, with its worker, its
style sheet and its licence. The line that names the source map goes: there is none here.
"""

import base64
import hashlib
import sys
import tarfile
from pathlib import Path

VERSION = "4.7.1"
# As npm's registry names the package (npm view maplibre-gl@4.7.1 dist.integrity).
INTEGRITY = "sha512-lgL7XpIwsgICiL82ITplfS7IGwrB1OJIw/pCvprDp2dhmSSEBgmPzYRvwYYYvJGJD7fxUv1Tvpih4nZ6VrLuaA=="
FILES = ("maplibre-gl-csp.js", "maplibre-gl-csp-worker.js", "maplibre-gl.css", "LICENSE.txt")
FOLDER = Path(__file__).resolve().parent.parent / "linli" / "web" / "static" / "web" / "vendor" / "maplibre"
SUMS = FOLDER / "SHA256SUMS"


def unpack(package: bytes) -> None:
    """This will check the package, keep what we serve of it, and write down the sums of that."""
    digest = base64.b64encode(hashlib.sha512(package).digest()).decode()
    if f"sha512-{digest}" != INTEGRITY:
        raise SystemExit("This is not the package that npm's registry names.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "package.tgz"
    path.write_bytes(package)
    with tarfile.open(path) as archive:
        for name in FILES:
            member = archive.extractfile(f"package/dist/{name}")
            lines = [] if member is None else member.read().decode().splitlines(keepends=True)
            (FOLDER / name).write_text(
                "".join(line for line in lines if "sourceMappingURL=" not in line[:40])
            )
    path.unlink()
    SUMS.write_text("".join(f"{sum_of(name)}  {name}\n" for name in FILES))


def sum_of(name: str) -> str:
    """This will give the SHA-256 of a kept file."""
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()


if __name__ == "__main__":
    unpack(Path(sys.argv[1]).read_bytes())
    print(SUMS.read_text(), end="")
