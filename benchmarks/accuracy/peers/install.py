"""``python -m benchmarks.accuracy.peers.install FOLDER [NAME ...]``: install the other estimators there."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.accuracy.peers.environment import PEERS, install, installed


def main() -> None:
    """Install those that are named, or all that are not there yet."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy.peers.install")
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*(peer.name for peer in PEERS), []])
    options = parser.parse_args()
    for peer in PEERS:
        if peer.name in options.names or (not options.names and not installed(peer, options.folder)):
            install(peer, options.folder)
            print(f"{peer.name} {peer.version}")


if __name__ == "__main__":
    main()
