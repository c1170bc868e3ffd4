"""A wheel carries everything: the pages, the demo client, every script, style and template."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from workbench.folder import DEMO_TABLES

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the package as a wheel brings it, away from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def test_no_file_of_the_package_is_left_behind(installed: Path) -> None:
    def files(package: Path) -> set[Path]:
        found = (path.relative_to(package) for path in package.rglob("*") if path.is_file())
        return {path for path in found if "__pycache__" not in path.parts}

    apart = {"notebooks", "data"}
    came = {path for path in files(installed / "workbench") if path.parts[0] not in apart}
    assert came == files(ROOT / "workbench")


def test_the_pages_and_the_demo_client_come_along(installed: Path) -> None:
    pages = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    package = installed / "workbench"
    assert {path.name for path in (package / "notebooks").iterdir()} == pages
    assert {path.stem for path in (package / "data").iterdir()} == set(DEMO_TABLES)


def test_the_demo_is_made_from_the_installed_copy(installed: Path, tmp_path: Path) -> None:
    """In another folder, without the checkout: «workbench demo» finds its data and its pages."""
    code = (
        "from pathlib import Path; from workbench import Engagement;"
        "from workbench.server.app import pages_folder;"
        "demo = Engagement.demo(Path('demo'));"
        "print(pages_folder(), len(demo.customers(demo.review)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    pages, customers = done.stdout.split()
    assert Path(pages) == installed / "workbench" / "notebooks"
    assert int(customers) > 100
