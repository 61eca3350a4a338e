"""Each document is judged by the layers that hold for its file and for what it declares."""

from __future__ import annotations

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter import Severity, lint
from modelspec_lint.linter.config.layer import Layer, Setting
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.document import read_path
from modelspec_lint.linter.plan import Judging
from modelspec_lint.linter.plugins import load_packs
from modelspec_lint.linter.testing import CLEAN

FACTS = KnowledgeBase.load()
PACKS = load_packs()


def judging(repository, file: str = "a.yaml", text: str = CLEAN, above: Layer | None = None) -> Judging:
    """Judge the one document of a file."""
    repository.write(file, text)
    source = read_path(file, repository.root / file, named=True)
    return repository.plan(file, above=above).of(source, Deployment(source.documents[0], FACTS))


def test_without_configuration_everything_runs_as_it_is(repository):
    judged = judging(repository)
    assert {"MS201", "MS205", "MS801"} <= judged.codes
    assert (judged.policy.severities, judged.policy.options, judged.policy.production) == ({}, {}, False)


def test_all_keys_reach_the_judging(repository):
    repository.write(
        "modelspec.toml",
        """
        profile = "strict"
        ignore = ["MS205"]
        unsuppressable = ["MS803", "file"]
        [severity]
        batch-exceeds-kv-cache = "error"
        [rules.retention-too-long]
        max-days = 30
        [workload]
        input-tokens = 1024
        output-tokens = 256
        [governance]
        frameworks = ["gdpr"]
        """,
    )
    judged = judging(repository)
    assert "MS205" not in judged.codes
    assert judged.policy.severities == {"MS203": Severity.ERROR}
    assert judged.policy.options["MS805"] == {"max-days": 30, "frameworks": ("gdpr",)}
    assert judged.policy.options["MS806"]["frameworks"] == ("gdpr",)
    assert (judged.policy.production, judged.policy.notes_as) == (True, Severity.WARNING)
    assert judged.policy.tokens == (1024, 256)
    assert judged.reasons_required
    assert {"MS803", "MS002"} <= judged.unsuppressable


def test_a_rule_s_own_frameworks_win_over_those_of_governance(repository):
    repository.write(
        "modelspec.toml", '[governance]\nframeworks = ["gdpr"]\n[rules.MS805]\nframeworks = ["hipaa"]\n'
    )
    options = judging(repository).policy.options
    assert (options["MS805"]["frameworks"], options["MS806"]["frameworks"]) == (("hipaa",), ("gdpr",))


def test_what_extends_a_file_says_more_than_that_file_and_its_overrides(repository):
    repository.write(
        "base.toml",
        'profile = "strict"\nignore = ["MS205"]\nfail-on = "note"\n[rules.MS805]\nmax-days = 9\n'
        '[[overrides]]\nfiles = ["*"]\nseverity = { MS203 = "note" }\nrules.MS805.max-days = 7\n',
    )
    repository.write("modelspec.toml", 'extend = "base.toml"\n[severity]\nMS203 = "error"\n')
    judged = judging(repository)
    assert judged.policy.severities == {"MS203": Severity.ERROR}
    assert judged.policy.options["MS805"]["max-days"] == 7
    assert judged.policy.notes_as is Severity.WARNING
    assert "MS205" not in judged.codes
    assert repository.configured("a.yaml").fail_on(repository.root / "a.yaml") == "note"


def test_the_command_line_wins_over_everything(repository):
    repository.write(
        "modelspec.toml", 'ignore = ["MS205"]\n[[overrides]]\nfiles = ["*"]\nseverity = {MS203 = "note"}\n'
    )
    above = Layer(
        "command line",
        also={"MS205": Setting("MS205", "--extend-select MS205")},
        severities={"MS203": Setting(Severity.ERROR, "--severity MS203=error")},
    )
    judged = judging(repository, above=above)
    assert "MS205" in judged.codes
    assert judged.policy.severities == {"MS203": Severity.ERROR}


def holds(repository, override: str, text: str = CLEAN, file: str = "a.yaml") -> bool:
    repository.write("modelspec.toml", f'[[overrides]]\n{override}\nignore = ["MS201"]\n')
    return "MS201" not in judging(repository, file, text).codes


@pytest.mark.parametrize(
    ("override", "file", "expected"),
    [
        ('files = ["experiments/**"]', "experiments/x/a.yaml", True),
        ('files = ["experiments/**"]', "a.yaml", False),
        ('files = ["*.yaml", "!a.yaml"]', "a.yaml", False),
        ('files = ["*.yaml", "!a.yaml"]', "b.yaml", True),
    ],
)
def test_an_override_is_for_files_by_pattern(repository, override, file, expected):
    assert holds(repository, override, file=file) is expected


LABELLED = CLEAN.replace("  name: chat\n", "  name: chat\n  labels: {environment: dev, team: a}\n")


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ('labels = { environment = "dev" }', True),
        ('labels = { environment = ["test", "dev"] }', True),
        ('labels = { environment = "dev", team = "b" }', False),
        ('labels = { environment = "Dev" }', False),
        ('labels = { other = "dev" }', False),
        ('task = "text-generation"', True),
        ('task = "chat"', True),
        ('task = "embeddings"', False),
        ('framework = "vLLM"', True),
        ('framework = ["tgi", "vllm"]', True),
        ('framework = "sglang"', False),
        ('vendor = "NVIDIA"', True),
        ('vendor = "amd"', False),
        ('family = "llama-3"', True),
        ('family = "qwen3"', False),
        ('labels = { environment = "dev" }, framework = "sglang"', False),
    ],
)
def test_an_override_is_for_specs_by_what_they_declare(repository, where, expected):
    assert holds(repository, f"where = {{ {where} }}", LABELLED) is expected


def test_a_vendor_that_is_not_declared_is_that_of_the_declared_type(repository):
    text = CLEAN.replace("      vendor: nvidia\n", "")
    assert holds(repository, 'where.vendor = "nvidia"', text)
    assert not holds(repository, 'where.vendor = "amd"', text)


def test_files_and_where_are_both_asked(repository):
    override = 'files = ["dev/**"]\nwhere.labels.environment = "dev"'
    assert holds(repository, override, LABELLED, "dev/a.yaml")
    assert not holds(repository, override, LABELLED, "a.yaml")
    assert not holds(repository, override, CLEAN, "dev/a.yaml")


def test_of_several_overrides_that_hold_the_later_one_wins(repository):
    repository.write(
        "modelspec.toml",
        '[[overrides]]\nfiles = ["*"]\nprofile = "strict"\nseverity = { MS203 = "error" }\n'
        '[[overrides]]\nwhere.framework = "vllm"\nprofile = "minimal"\nseverity = { MS203 = "note" }\n',
    )
    judged = judging(repository)
    assert judged.policy.severities == {"MS203": Severity.NOTE}
    assert not judged.policy.production
    assert "MS205" not in judged.codes


def test_documents_of_one_file_are_judged_apart(repository):
    repository.write(
        "modelspec.toml", '[[overrides]]\nwhere.labels.environment = "dev"\nprofile = "minimal"\n'
    )
    repository.write("a.yaml", f"{CLEAN}---\n{LABELLED.replace('name: chat', 'name: other')}")
    source = read_path("a.yaml", repository.root / "a.yaml", named=True)
    plan = repository.plan("a.yaml")
    first, second = (plan.of(source, Deployment(each, FACTS)) for each in source.documents)
    assert ("MS205" in first.codes, "MS205" in second.codes) == (True, False)
    assert "MS205" in plan.of(source, None).codes
    assert plan.of(source, None) is first


def test_a_deeper_rule_that_an_override_ignores_silences_all_the_same(repository):
    """As it does where the command line ignores it: what follows from its finding is no news."""
    text = CLEAN.replace("Meta-Llama-3-8B", "Meta-Llama-3-70B")
    repository.write("a.modelspec.yaml", text)
    source = read_path("a.modelspec.yaml", repository.root / "a.modelspec.yaml", named=True)

    def found(config: str) -> list[str]:
        repository.write("modelspec.toml", config)
        return [
            each.code for each in lint([source], repository.plan("a.modelspec.yaml"), PACKS, FACTS).verdicts
        ]

    assert "MS201" in found("")
    by_file = found('ignore = ["MS201"]\n')
    assert "MS201" not in by_file
    assert found('[[overrides]]\nfiles = ["*"]\nignore = ["MS201"]\n') == by_file


def test_rules_that_run_nowhere_are_not_in_the_plan(repository):
    repository.write(
        "modelspec.toml", 'ignore = ["MS205"]\n[[overrides]]\nfiles = ["x"]\nignore = ["MS203"]\n'
    )
    codes = repository.plan("a.yaml").codes
    assert ("MS205" in codes, "MS203" in codes) == (False, True)
