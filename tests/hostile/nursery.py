"""Runs the program many times in watched processes that begin where it is imported already.

Each line of standard input is one run as JSON; each line of standard output its exit code and its seconds.
"""

from __future__ import annotations

import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

_IMPORTED = (
    "baseline",
    "cli",
    "cli.baseline",
    "cli.config",
    "cli.fit",
    "cli.pack",
    "cli.waivers",
    "config.build",
    "config.chain",
    "config.plan",
    "declarative.cases",
    "declarative.expressions",
    "engine",
    "fixes",
    "redaction",
    "report.github",
    "report.html",
    "report.json_report",
    "report.sarif",
    "report.text",
    "structure",
    "suppressions",
    "watchdog",
)


def serve() -> None:
    """Answer until standard input ends."""
    for name in _IMPORTED:
        import_module(f"modelspec_lint.linter.{name}")
    for line in sys.stdin:
        order = json.loads(line)
        begin = time.monotonic()
        child = os.fork()
        if not child:
            _live(order)
        _, status = os.waitpid(child, 0)
        answer = {"code": os.waitstatus_to_exitcode(status), "seconds": time.monotonic() - begin}
        print(json.dumps(answer), flush=True)


def _live(order: dict[str, Any]) -> None:
    """Become one run of the program."""
    code = 99
    try:
        os.chdir(order["folder"])
        for number, path in enumerate(("/dev/null", order["stdout"], order["stderr"])):
            os.dup2(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), number)
        os.environ.clear()
        os.environ.update(order["environment"])
        sys.argv = ["modelspec", *order["command"]]
        sys.stdin, sys.stdout, sys.stderr = (os.fdopen(each, "w" if each else "r") for each in range(3))
        source = Path(__file__).with_name("sentinel.py").read_text(encoding="utf-8")
        exec(compile(source, "sentinel.py", "exec"), {})
        from modelspec_lint.linter.cli import main

        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
