"""The promises of ``conftest.py`` hold: nothing leaves the machine, nothing touches the user's own library."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_socket import SocketBlockedError, SocketConnectBlockedError

OUTSIDE = "192.0.2.1"  # TEST-NET-1 (RFC 5737): nobody's address


def test_a_connection_beyond_loopback_is_blocked():
    with socket.socket() as client, pytest.warns(UserWarning), pytest.raises(SocketConnectBlockedError):
        client.connect((OUTSIDE, 80))
    with pytest.warns(UserWarning), pytest.raises(SocketConnectBlockedError):
        socket.create_connection((OUTSIDE, 443), timeout=1)


def test_a_look_up_of_a_name_is_blocked():
    with pytest.warns(UserWarning), pytest.raises(SocketBlockedError):
        socket.gethostbyname("example.org")
    with pytest.warns(UserWarning), pytest.raises(SocketBlockedError):
        socket.getaddrinfo("example.org", 80)


def test_loopback_is_open():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with socket.create_connection(server.getsockname(), timeout=5) as client:
            assert client.getpeername() == server.getsockname()


@pytest.mark.parametrize(
    "opening", ["@pytest.mark.enable_socket\ndef test_x(): pass", "def test_x(socket_enabled): pass"]
)
def test_no_test_may_switch_the_guard_off(opening, tmp_path):
    """Run apart, with this folder's own conftest: a test that opens the network again is an error."""
    tests = tmp_path / "tests"
    tests.mkdir()
    conftest = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")
    (tests / "conftest.py").write_text(conftest, encoding="utf-8")
    (tests / "test_x.py").write_text(f"import pytest\n\n{opening}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "--disable-socket", "-p", "no:cacheprovider", str(tests)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert "switches the network guard off" in done.stdout + done.stderr


def test_telemetry_and_downloads_are_off():
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert os.environ["ANONYMIZED_TELEMETRY"] == "False"
    assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_the_library_of_a_test_is_its_own(home):
    assert os.environ["BUDGETQA_HOME"] == str(home)
    assert not list(home.iterdir())
