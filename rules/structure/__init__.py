"""Rules about the shape of a document: its fields, their types and values."""

from modelspec_lint.rules.structure.duplicate_name import duplicate_name
from modelspec_lint.rules.structure.missing_field import missing_field
from modelspec_lint.rules.structure.unknown_field import unknown_field
from modelspec_lint.rules.structure.value_not_allowed import value_not_allowed
from modelspec_lint.rules.structure.value_out_of_range import value_out_of_range
from modelspec_lint.rules.structure.wrong_type import wrong_type

RULES = (unknown_field, missing_field, wrong_type, value_not_allowed, value_out_of_range, duplicate_name)
