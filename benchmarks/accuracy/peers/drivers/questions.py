"""Questions in, answers out, one JSON object a line each; runs in the estimator's own environment."""

import contextlib
import io
import json
import sys
from collections.abc import Callable
from typing import Any

Question = dict[str, Any]
Answer = dict[str, Any]


def answer_all(answer: Callable[[Question], Answer]) -> None:
    """Answer every question; an exception of the estimator is its answer."""
    for line in sys.stdin:
        noise = io.StringIO()
        try:
            with contextlib.redirect_stdout(noise), contextlib.redirect_stderr(noise):
                found = answer(json.loads(line))
        except (Exception, SystemExit) as error:
            found = {"error": f"{type(error).__name__}: {error}"[:300]}
        print(json.dumps(found), flush=True)
