"""Serving the chat page: the environment gradio needs, a free port, and a plain word about who can reach it."""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.desk import Desk

__all__ = ["NoFreePort", "free_port", "is_loopback", "prepare_environment", "start"]

PORTS_TRIED = 50


class NoFreePort(OSError):
    """None of the ports that were tried can be listened on."""

    def __init__(self, host: str, first: int, last: int, reason: str) -> None:
        super().__init__(f"cannot listen on {host}, ports {first} to {last} ({reason}); choose another with --port")


def prepare_environment() -> None:
    """Keep gradio and the model hub off the network; must run before gradio is imported."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    # A proxy must not be asked for our own address.
    os.environ["NO_PROXY"] = ",".join(filter(None, (os.environ.get("NO_PROXY"), "127.0.0.1,localhost,::1")))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def free_port(host: str, first: int) -> int:
    """``first``, or the next port above it that can be listened on. Raises NoFreePort."""
    last = min(first + PORTS_TRIED - 1, 65535)
    reason = "in use"
    for port in range(first, last + 1):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                reason = error.strerror or str(error)
                continue
            return port
    raise NoFreePort(host, first, last, reason)


def start(desk: Desk, *, host: str, port: int, open_browser: bool = False) -> Any:
    """Serve the page over ``desk`` from a thread of its own; returns the gradio page (``block_thread``, ``close``)."""
    prepare_environment()
    from ui.page import build_page, launch_options

    page = build_page(desk)
    page.queue(default_concurrency_limit=8)
    page.launch(
        server_name=host, server_port=port, inbrowser=open_browser, prevent_thread_lock=True, **launch_options()
    )
    return page
