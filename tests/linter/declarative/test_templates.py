from __future__ import annotations

import pytest

from modelspec_lint.linter.declarative.templates import TEMPLATES
from modelspec_lint.linter.declarative.templates.approved_registries import comes_from

SPOKEN = [
    (
        "template: required-field\n  with: {field: spec.operations.scaling}",
        "{}",
        ["5:1 warning[ACME001] `spec.operations.scaling` is not declared."],
    ),
    (
        "template: required-field\n  with: {field: /metadata/description}",
        'metadata: {description: " "}',
        ["5:16 warning[ACME001] `metadata.description` is not declared."],
    ),
    (
        "template: forbidden-field\n  with: {field: spec.governance.cost.pricingHints.spotAllowed}",
        "spec: {governance: {cost: {pricingHints: {spotAllowed: false}}}}",
        [
            "24:9 warning[ACME001] `spec.governance.cost.pricingHints.spotAllowed` is declared, "
            "and must not be."
        ],
    ),
    (
        "template: required-label\n  with: {label: team}",
        "{}",
        ["3:1 warning[ACME001] The label `team` is missing."],
    ),
    (
        'template: required-label\n  with: {label: team, pattern: "^[a-z]+$"}',
        "metadata: {labels: {team: Search}}",
        ["6:11 warning[ACME001] The label `team` is `Search`, which does not match `^[a-z]+$`."],
    ),
    (
        "template: required-label\n  with: {label: tier, values: [gold, silver]}",
        "metadata: {labels: {tier: bronze}}",
        ["6:11 warning[ACME001] The label `tier` is `bronze`, not one of `gold`, `silver`."],
    ),
    (
        "template: required-annotation\n  with: {annotation: acme.example/runbook}",
        "metadata: {annotations: {other: x}}",
        ["5:3 warning[ACME001] The annotation `acme.example/runbook` is missing."],
    ),
    (
        "template: allowed-values\n  with: {field: spec.identity.model.framework, values: [tgi, sglang]}",
        "{}",
        ["11:18 warning[ACME001] `vllm` is not allowed here: `tgi`, `sglang` may stand here."],
    ),
    (
        "template: forbidden-values\n  with: {field: spec.runtime.accelerator.count, values: [3, 5]}",
        "spec: {runtime: {accelerator: {count: 3}}}",
        ["17:14 warning[ACME001] `3` is not allowed here."],
    ),
    (
        'template: pattern\n  with: {field: metadata.version, pattern: "^[0-9]+[.][0-9]+[.][0-9]+$"}',
        "metadata: {version: latest}",
        ["5:12 warning[ACME001] `latest` does not match `^[0-9]+[.][0-9]+[.][0-9]+$`."],
    ),
    (
        "template: range\n  with: {field: spec.operations.scaling.minReplicas, at-least: 2}",
        "spec: {operations: {scaling: {minReplicas: 1}}}",
        ["23:20 warning[ACME001] 1 is less than 2."],
    ),
    (
        "template: range\n  with: {field: spec.operations.scaling.maxReplicas, at-least: 2, at-most: 1000}",
        "spec: {operations: {scaling: {maxReplicas: 2000}}}",
        ["23:20 warning[ACME001] 2,000 is more than 1,000."],
    ),
    (
        'template: naming\n  with: {pattern: "^[a-z]+-", scheme: team-purpose}',
        "{}",
        [
            "4:9 warning[ACME001] The name `chat` does not follow the scheme: "
            "names are made as `team-purpose`."
        ],
    ),
    (
        'template: naming\n  with: {pattern: "^[a-z]+-"}',
        "{}",
        ["4:9 warning[ACME001] The name `chat` does not follow the scheme: names match `^[a-z]+-`."],
    ),
    (
        "template: approved-models\n  with: {models: [Qwen/Qwen3-8B]}",
        "spec: {identity: {model: {id: llama-3-8b-instruct}}}",
        [
            "8:11 warning[ACME001] The model `llama-3-8b-instruct` "
            "(that is meta-llama/Meta-Llama-3-8B-Instruct) is not approved."
        ],
    ),
    (
        "template: approved-models\n  with: {models: [Qwen/Qwen3-8B]}",
        "spec: {identity: {model: {id: nobody/knows-this}}}",
        ["8:11 warning[ACME001] The model `nobody/knows-this` is not approved."],
    ),
    (
        "template: approved-accelerators\n  with: {accelerators: [h100-sxm5-80gb]}",
        "{}",
        ["16:13 warning[ACME001] The accelerator `a100-sxm4-80gb` is not approved."],
    ),
    (
        'template: approved-registries\n  with: {prefixes: ["s3://acme"]}',
        'spec: {identity: {model: {artifacts: {modelUri: "s3://other/x", tokenizerUri: "s3://acme/x"}}}}',
        ["14:19 warning[ACME001] `s3://other/x` is not under an approved prefix."],
    ),
    (
        "template: max-gpus\n  with: {gpus: 8}",
        "spec: {runtime: {accelerator: {count: 16}}}",
        ["17:14 warning[ACME001] A replica takes 16 accelerators, more than 8."],
    ),
    (
        "template: max-gpus\n  with: {gpus: 8, per: deployment}",
        "spec: {runtime: {accelerator: {count: 4}}, operations: {scaling: {minReplicas: 1, maxReplicas: 3}}}",
        ["17:14 warning[ACME001] 3 x 4 accelerators are 12, more than 8."],
    ),
]

SILENT = [
    ("template: required-field\n  with: {field: spec.runtime.batch}", "{}"),
    ("template: forbidden-field\n  with: {field: metadata.description}", "{}"),
    (
        'template: required-label\n  with: {label: team, pattern: "^[a-z]+$"}',
        "metadata: {labels: {team: search}}",
    ),
    ("template: required-label\n  with: {label: tier, values: [gold]}", "metadata: {labels: {tier: gold}}"),
    ("template: required-annotation\n  with: {annotation: a.b/c}", "metadata: {annotations: {a.b/c: x}}"),
    ("template: allowed-values\n  with: {field: spec.identity.model.framework, values: [vllm]}", "{}"),
    ("template: allowed-values\n  with: {field: spec.operations.serving.protocol, values: [grpc]}", "{}"),
    ("template: forbidden-values\n  with: {field: spec.runtime.accelerator.count, values: [2]}", "{}"),
    ('template: pattern\n  with: {field: metadata.version, pattern: "^1"}', "{}"),
    ('template: pattern\n  with: {field: metadata.version, pattern: "^1"}', "metadata: {version: 1.2.0}"),
    ("template: range\n  with: {field: spec.runtime.accelerator.count, at-least: 1, at-most: 1}", "{}"),
    ("template: range\n  with: {field: spec.operations.scaling.minReplicas, at-least: 2}", "{}"),
    ('template: naming\n  with: {pattern: "^chat$"}', "{}"),
    (
        "template: approved-models\n  with: {models: [llama-3-8b-instruct]}",
        "spec: {identity: {model: {id: meta-llama/Meta-Llama-3-8B-Instruct}}}",
    ),
    (
        'template: approved-models\n  with: {models: ["nobody/*"]}',
        "spec: {identity: {model: {id: nobody/knows-this}}}",
    ),
    (
        'template: approved-models\n  with: {models: ["meta-llama/*"]}',
        "spec: {identity: {model: {id: llama-3-8b-instruct}}}",
    ),
    ("template: approved-accelerators\n  with: {accelerators: [a100-sxm4-80gb, l4]}", "{}"),
    ('template: approved-registries\n  with: {prefixes: ["s3://acme"]}', "{}"),
    ("template: max-gpus\n  with: {gpus: 1}", "{}"),
    ("template: max-gpus\n  with: {gpus: 1, per: deployment}", "{}"),
    ("template: max-cost-per-month\n  with: {usd: 1000000}", "{}"),
]


@pytest.mark.parametrize(("body", "fragment", "said"), SPOKEN)
def test_a_template_speaks_of_its_place(speaks, body, fragment, said):
    assert speaks(f"  {body}\n", fragment) == said


@pytest.mark.parametrize(("body", "fragment"), SILENT)
def test_a_template_is_silent_where_all_is_well(speaks, body, fragment):
    assert speaks(f"  {body}\n", fragment) == []


def test_every_template_is_tried_both_ways():
    bodies = ("template: max-cost-per-month", *(body for body, *_ in SPOKEN))
    assert {body.split()[1] for body in bodies} == set(TEMPLATES)
    assert {body.split()[1] for body, _ in SILENT} == set(TEMPLATES)


def test_true_is_not_one_among_values(speaks):
    body = (
        "  template: forbidden-values\n"
        "  with: {field: spec.governance.cost.pricingHints.spotAllowed, values: [true]}\n"
    )
    assert speaks(body, "spec: {governance: {cost: {pricingHints: {spotAllowed: false}}}}") == []
    assert speaks(body, "spec: {governance: {cost: {pricingHints: {spotAllowed: true}}}}") == [
        "24:22 warning[ACME001] `true` is not allowed here."
    ]


def test_a_model_whose_name_may_mean_an_approved_one_or_another_is_undecided(load):
    from modelspec_lint.linter.testing import lint_text, merge

    rules = load("  template: approved-accelerators\n  with: {accelerators: [a100-sxm4-80gb]}\n").pack.rules
    result = lint_text(merge("spec: {runtime: {accelerator: {type: a100}}}"), rules)
    assert result.verdicts == ()
    assert [each.reason for each in result.undecided] == ["a100 may mean an approved accelerator or another"]


def test_a_month_costs_what_its_machines_cost(load, deployment):
    from modelspec_lint.knowledge_base import cheapest_instances
    from modelspec_lint.linter.testing import lint_fragment

    subject = deployment()
    rental = cheapest_instances(subject.knowledge, subject.accelerator.fact, 1)[0]
    rules = load("  template: max-cost-per-month\n  with: {usd: 1000}\n").pack.rules
    (verdict,) = lint_fragment("spec: {operations: {scaling: {minReplicas: 1, maxReplicas: 3}}}", rules)
    month = 3 * 730 * rental.usd_per_hour
    assert verdict.message == f"3 replicas cost ${month:,.0f} a month at list prices, more than $1,000."
    assert [(each.unit, round(each.expected)) for each in verdict.evidence] == [("USD", round(month))]


def test_a_declared_machine_is_what_a_month_costs(load, deployment):
    from modelspec_lint.linter.testing import lint_fragment

    instance = deployment().knowledge.instances.get("p4de.24xlarge")
    rules = load("  template: max-cost-per-month\n  with: {usd: 1, replicas: fewest}\n").pack.rules
    (verdict,) = lint_fragment(
        "spec: {governance: {cost: {pricingHints: {instanceType: p4de.24xlarge}}}}", rules
    )
    assert verdict.message == (
        f"1 replica costs ${730 * instance.usd_per_hour:,.0f} a month at list prices, more than $1."
    )


@pytest.mark.parametrize(
    ("uri", "prefix"),
    [
        ("s3://acme-models/llama", "s3://acme-models"),
        ("s3://acme-models/llama", "s3://acme-models/"),
        ("S3://ACME-models/llama", "s3://acme-models"),
        ("hf://acme/llama@abc", "hf://acme/llama"),
        ("registry.acme.example/models/llama:1", "registry.acme.example/models/llama"),
        ("s3://acme-models", "s3://acme-models"),
    ],
)
def test_a_uri_comes_from_a_prefix_at_a_border_of_its_parts(uri, prefix):
    assert comes_from(uri, prefix)


@pytest.mark.parametrize(
    ("uri", "prefix"),
    [
        ("s3://acme-models.evil/llama", "s3://acme-models"),
        ("https://models.acme.example@evil.test/x", "https://models.acme.example"),
        ("https://models.acme.example:x@evil.test/x", "https://models.acme.example"),
        ("s3://acme-models/../evil/x", "s3://acme-models"),
        ("s3://acme-models/%2E%2e/evil/x", "s3://acme-models/"),
        ("s3://acme-models/..%2fevil/x", "s3://acme-models/"),
        ("s3://acme-models/a\\..\\..\\evil", "s3://acme-models"),
        ("s3://other/s3://acme-models", "s3://acme-models"),
        ("s3://acme-models/LLAMA-2", "s3://acme-models/llama"),
    ],
)
def test_a_uri_that_only_looks_like_it_does_not(uri, prefix):
    assert not comes_from(uri, prefix)
