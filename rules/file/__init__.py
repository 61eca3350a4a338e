"""Rules about files that cannot be read as they stand, what YAML makes of them, and rules that fail."""

from modelspec_lint.rules.file.bad_annotation import bad_annotation
from modelspec_lint.rules.file.duplicate_key import duplicate_key
from modelspec_lint.rules.file.rule_crashed import rule_crashed
from modelspec_lint.rules.file.unreadable_file import unreadable_file
from modelspec_lint.rules.file.yaml_over_budget import yaml_over_budget
from modelspec_lint.rules.file.yaml_surprise import yaml_surprise
from modelspec_lint.rules.file.yaml_syntax import yaml_syntax

RULES = (
    rule_crashed,
    unreadable_file,
    yaml_syntax,
    duplicate_key,
    yaml_over_budget,
    yaml_surprise,
    bad_annotation,
)
