import math

import pytest

from modelspec_lint.linter.report.numbers import decimals_for, number


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ([70553706496.0, 32], ["70,553,706,496", "32"]),
        ([131.417, 1.957, 0.003], ["131.4", "2.0", "<0.1"]),
        ([14.9595, 0.13], ["14.96", "0.13"]),
        ([0.0021], ["0.0021"]),
        ([22.0, 0.0], ["22", "0"]),
        ([21.6, math.inf], ["21.6", "unbounded"]),
        ([-0.01, 200.5], [">-0.1", "200.5"]),
    ],
)
def test_figures_of_one_unit_share_their_decimals(values, written):
    decimals = decimals_for(values)
    assert [number(value, decimals) for value in values] == written


def test_no_figures_need_no_decimals():
    assert decimals_for([]) == 0
