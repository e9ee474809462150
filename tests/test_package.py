"""What is installed: the wheel carries the data it needs, its metadata says what it is, and nothing names a machine or a host."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import alliancectl

CHECKOUT = Path(__file__).parents[1]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built by the build backend itself: no network, nothing written into the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel unpacked, which is all that installing a pure wheel is."""
    folder = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as file:
        file.extractall(folder)
    return folder


def test_the_wheel_carries_every_data_file(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("alliancectl/data/")}
    ours = {f"alliancectl/{path.relative_to(CHECKOUT).as_posix()}" for path in (CHECKOUT / "data").rglob("*") if path.is_file()}
    assert held == ours


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"alliancectl", f"alliancectl-{alliancectl.__version__}.dist-info"}


def test_the_wheel_carries_both_licenses(installed: Path) -> None:
    info = installed / f"alliancectl-{alliancectl.__version__}.dist-info"
    assert "MIT License" in (info / "licenses/LICENSE").read_text("utf-8")
    assert "Apache License" in (info / "licenses/data/opencc-license.txt").read_text("utf-8")


def test_the_demo_runs_from_the_wheel_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(installed), "HOME": str(tmp_path), "ALLIANCECTL_TODAY": "2026-06-30", "ALLIANCECTL_LANG": "en"}
    where = subprocess.run([sys.executable, "-c", "import alliancectl; print(alliancectl.__file__)"], cwd=tmp_path, env=env, check=True,
                           capture_output=True, encoding="utf-8")
    assert where.stdout.startswith(str(installed))
    done = subprocess.run([sys.executable, "-m", "alliancectl", "demo"], cwd=tmp_path, env=env, check=False,
                          capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout.strip() != "", (tmp_path / "demo.db").is_file()) == (0, True, True), done.stderr


def test_the_command_is_installed_under_its_name(installed: Path) -> None:
    points = (installed / f"alliancectl-{alliancectl.__version__}.dist-info" / "entry_points.txt").read_text("utf-8")
    assert "alliancectl = alliancectl.__main__:run" in points


def test_users_get_ranges_and_developers_exact_versions() -> None:
    exact = {re.split(r"[=; ]", pin)[0] for pin in PROJECT["tool"]["uv"]["constraint-dependencies"] if "==" in pin}
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    assert {re.split(r"[<>=; ]", wish)[0] for wish in wanted} <= exact
    assert [wish for wish in wanted if "==" in wish.split(";")[0]] == []
    assert [wish for wish in PROJECT["project"]["dependencies"] if "<" not in wish and not wish.startswith("tzdata;")] == []


def test_no_file_names_a_package_host_or_a_place_on_a_machine() -> None:
    hosts = r"https?://[^\s\"')]*(pypi|pythonhosted|/simple\b)|index-url|find-links"
    places = r"(^|[\s\"'=:])/(work|home|root|Users)/"
    named = re.compile(f"{hosts}|{places}", re.MULTILINE)
    found = [path.relative_to(CHECKOUT).as_posix() for path in _texts() if path != Path(__file__) and named.search(path.read_text("utf-8"))]
    assert found == []


def _texts() -> list[Path]:
    inside = [path for top in ("alliancectl", "data", "tests", ".ci") for path in sorted((CHECKOUT / top).rglob("*"))
              if ".env" not in path.parts]
    ours = [path for path in inside if path.suffix in (".py", ".toml", ".md", ".txt", "") and path.is_file()]
    return [*ours, *(CHECKOUT / name for name in ("pyproject.toml", "README.md", "CHANGELOG.md", ".gitignore"))]
