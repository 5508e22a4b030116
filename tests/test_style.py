"""What STYLE asks of the code and a linter cannot see."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("assistant", "eval", "index", "ui")
MODULES = {
    path.relative_to(ROOT).as_posix(): path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))
}
LONGEST = 400

# `float(` in index and assistant, each with the reason why no money passes through it.
FLOATS: dict[str, str] = {
    "index/layout/indicators.py": "scores of how well cells fit columns",
    "index/library/fulltext.py": "lengths of texts and scores of words",
}

# Words that would tie a rule to a document of the corpus: its file's hash, its region, its department. Regions and
# departments are read from documents and from gazetteers, never written into code; the page may show an example.
OF_THE_CORPUS = re.compile(
    r"9a106d649603e4c4|ea1bb5bc2e951766|3946ef9d02d08ae7|9c205390ae305313|c128c7645c42ae13"
    r"|福州|厦门|秦皇岛|海港区|石家庄|人力资源和社会保障|人社"
)
# The folder that only its authors have. The evaluation alone may look for it, by the name a user can override.
ELSEWHERE = re.compile(r"/work\b|(?:^|[/\s\"'=])(?:\.\./)*shared(?:/|$)")
MAY_LOOK_ELSEWHERE = "BUDGETQA_SHARED"


def tree(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"), name)


def literals(name: str) -> Iterator[tuple[int, str]]:
    """The string literals of a module, docstrings left out, by line."""
    module = tree(name)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def bound(module: ast.Module) -> set[str]:
    """The names that a module binds at its top, also under `if TYPE_CHECKING`."""
    names: set[str] = set()
    for node in module.body:
        for each in [node, *(node.body if isinstance(node, ast.If | ast.Try) else [])]:
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                names.add(each.name)
            elif isinstance(each, ast.Import | ast.ImportFrom):
                names |= {alias.asname or alias.name.split(".")[0] for alias in each.names}
            elif isinstance(each, ast.Assign | ast.AnnAssign):
                targets = each.targets if isinstance(each, ast.Assign) else [each.target]
                names |= {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
    return names


def export_order(name: str) -> tuple[int, list[int | str]]:
    """Constants, then classes, then functions; each as a reader counts (as the linter sorts)."""
    kind = 0 if name.isupper() else 1 if name[:1].isupper() else 2
    return kind, [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def exports(module: ast.Module) -> list[str] | None:
    for node in module.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            value = ast.literal_eval(node.value)
            return list(value)
    return None


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith(("index/", "assistant/"))])
def test_no_float_near_money(name):
    calls = [
        node.lineno
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
    ]
    if name in FLOATS:
        assert calls, f"{name} has no float any more: take it from the list"
    else:
        assert not calls, f"{name}: float( in line {calls}; amounts are Decimal, and FLOATS lists what is no amount"


@pytest.mark.parametrize("name", MODULES)
def test_a_module_holds_one_idea(name):
    lines = len(MODULES[name].read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{name} has {lines} lines: a sign that it holds two ideas"
    assert MODULES[name].stem not in {"utils", "util", "helpers", "misc", "common"}


@pytest.mark.parametrize("name", [name for name in MODULES if not MODULES[name].stem.startswith("_")])
def test_a_public_module_says_what_it_exports(name):
    module = tree(name)
    listed = exports(module)
    public = [
        node.name
        for node in module.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    assert listed is not None or not public, f"{name} has {public} and no __all__"
    assert set(listed or []) <= bound(module), f"{name} exports what it does not have"
    assert (listed or []) == sorted(set(listed or []), key=export_order)


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is_for(name):
    assert ast.get_docstring(tree(name)) or not tree(name).body


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith(("index/", "assistant/"))])
def test_nothing_is_fitted_to_the_corpus(name):
    found = [(line, text) for line, text in literals(name) if OF_THE_CORPUS.search(text)]
    assert not found, f"{name} names a document of the corpus: {found}"


@pytest.mark.parametrize("name", MODULES)
def test_no_module_looks_for_files_that_only_its_authors_have(name):
    text = MODULES[name].read_text(encoding="utf-8")
    comments = [
        (token.start[0], token.string)
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    ]
    found = [(line, text) for line, text in [*literals(name), *comments] if ELSEWHERE.search(text)]
    if name.startswith("eval/") and MAY_LOOK_ELSEWHERE in text:
        found = [(line, text) for line, text in found if "/work" in text]
    assert not found, f"{name}: {found}"


def test_data_files_name_no_file_of_the_authors():
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.toml"):
            found = re.findall(r"/work\b|\.\./shared\b", path.read_text(encoding="utf-8"))
            assert not found, f"{path.relative_to(ROOT)}: {found}"
