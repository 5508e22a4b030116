"""``budgetqa serve``: the chat page, on this machine unless told otherwise."""

from __future__ import annotations

import argparse
import sys
from threading import Thread

from ui.commands import CommandError, open_library
from ui.desk import Desk, samples_folder
from ui.serving import NoFreePort, free_port, is_loopback, start
from ui.terminal import to_json

__all__ = ["run"]


def run(args: argparse.Namespace) -> int:
    """Serves until it is interrupted."""
    try:
        port = free_port(args.host, args.port)
    except NoFreePort as error:
        raise CommandError(str(error), code=3) from error
    host = f"[{args.host}]" if ":" in args.host else args.host
    address = f"http://{host}:{port}"
    with open_library(args, create=True) as library:
        from assistant import Assistant

        desk = Desk(library, Assistant(library), samples=samples_folder())
        page = start(desk, host=args.host, port=port, open_browser=args.open)
        if args.json:
            print(to_json({"url": address, "port": port, "home": str(library.home)}), flush=True)
        else:
            print(f"预算问答 {address}  (library: {library.home}; Ctrl-C ends)", flush=True)
        if not is_loopback(args.host):
            print(f"budgetqa: listening on {args.host} without a password: anyone who reaches this machine can ask",
                  file=sys.stderr, flush=True)  # fmt: skip
        Thread(target=desk.warm, daemon=True).start()
        page.block_thread()
    return 0
