"""What every test may rely on: no network beyond this machine, no library but its own.

Sockets are guarded by pytest-socket as ``pyproject.toml`` asks (loopback and Unix sockets only); here nothing
may switch that guard off, and names other than localhost do not resolve.
"""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Read by the libraries when they are imported, so set before any test module can import one.
os.environ["ANONYMIZED_TELEMETRY"] = "False"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
# Two workers on two cores: one thread each, or they wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# A test that forgets the `home` fixture must not write into the library of whoever runs it.
os.environ["BUDGETQA_HOME"] = os.path.join(tempfile.gettempdir(), f"budgetqa-tests-{os.getpid()}")

import pytest
from pytest_socket import SocketBlockedError, is_ipaddress

ROOT = Path(__file__).resolve().parent.parent
LOCAL_NAMES = frozenset({"localhost", "", None})
GUARD_SWITCHES = ("enable_socket", "allow_hosts")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """No test may open the network again, neither by marker nor by fixture."""
    for item in items:
        marked = [name for name in GUARD_SWITCHES if item.get_closest_marker(name)]
        if marked or "socket_enabled" in getattr(item, "fixturenames", ()):
            raise pytest.UsageError(f"{item.nodeid} switches the network guard off")


@pytest.fixture(autouse=True)
def no_name_look_ups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look-ups of names fail too: pytest-socket guards connections, and a look-up is traffic already."""

    def guarded(real):
        def look_up(host, *args, **kwargs):
            name = host.decode() if isinstance(host, bytes) else host
            if name not in LOCAL_NAMES and not is_ipaddress(name):
                raise SocketBlockedError(f"A test tried to look up {name!r}.")
            return real(host, *args, **kwargs)

        return look_up

    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        monkeypatch.setattr(socket, name, guarded(getattr(socket, name)))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder that is the library's home for this test (``BUDGETQA_HOME``)."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("BUDGETQA_HOME", str(folder))
    yield folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of the sample documents."""
    return ROOT / "samples" / "documents"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared folder (corpus, gold questions): ``BUDGETQA_SHARED`` or ``../shared``. Skips without it."""
    folder = Path(os.environ.get("BUDGETQA_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"needs the shared folder, which is not at {folder} (name it in BUDGETQA_SHARED)")
    return folder


@pytest.fixture(scope="session")
def corpus(shared: Path) -> Path:
    """The folder of the real documents. Skips without it."""
    folder = shared / "corpus"
    if not any(folder.glob("*.txt")):
        pytest.skip(f"needs the real documents, and {folder} holds none")
    return folder
