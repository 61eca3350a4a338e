"""The kinds of declarations, one after the other."""

from __future__ import annotations

import pytest

from modelspec_lint.linter.fit.fit import Fit
from tests.linter.fit.cases import CASES, fit_of


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Fit:
    """One case after the other."""
    return fit_of(request.param)
