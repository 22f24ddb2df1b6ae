"""Nothing under the GPL ships: every package of requirements.txt, by its own metadata."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

SHIPPED = Path(__file__).parents[2] / "requirements.txt"


def licence(package: str) -> str | None:
    """Return what the package says of its licence; None where it is for another platform and not installed."""
    try:
        found = metadata(package)
    except PackageNotFoundError:
        return None
    classifiers = [line for line in found.get_all("Classifier") or [] if line.startswith("License")]
    return " ".join([found.get("License-Expression") or found.get("License") or "", *classifiers])


def test_no_package_that_ships_is_under_the_gpl() -> None:
    packages = re.findall(r"^([A-Za-z0-9_.-]+)==", SHIPPED.read_text(), re.MULTILINE)
    said = {package: found for package in packages if (found := licence(package)) is not None}
    assert len(said) > 20
    assert [package for package, found in said.items() if not found.strip()] == []
    assert [package for package, found in said.items() if re.search(r"GPL|General Public", found)] == []
