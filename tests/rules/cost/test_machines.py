"""MS902 to MS904 and MS907: the machine that a spec names, and what it has."""

import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.cost.accelerator_retired import accelerator_retired
from modelspec_lint.rules.cost.instance_lacks_accelerator import instance_lacks_accelerator
from modelspec_lint.rules.cost.provider_mismatch import provider_mismatch
from modelspec_lint.rules.cost.spot_in_production import spot_in_production


def hints(text, type="a100-sxm4-80gb", count=1):
    return (
        f"spec: {{runtime: {{accelerator: {{type: {type}, count: {count}}}}}, "
        f"governance: {{cost: {{pricingHints: {{{text}}}}}}}}}"
    )


def machine(name, **parts):
    return lint_fragment(hints(f"instanceType: {name}", **parts), instance_lacks_accelerator)


def test_an_instance_with_another_accelerator_is_an_error_at_the_instance():
    (verdict,) = machine("g6.12xlarge")
    assert brief([verdict]) == [
        "24:23 error[MS902] g6.12xlarge has NVIDIA L4, the declared accelerator is NVIDIA A100 80GB SXM4."
    ]
    assert [(each.message, each.span.line) for each in verdict.related] == [("declared", 16)]
    assert verdict.help == ("instanceType: p4de.24xlarge",)
    assert [(each.name, each.value) for each in verdict.evidence] == [("g6.12xlarge", "4 x NVIDIA L4")]


def test_the_same_chip_with_less_memory_is_another_accelerator():
    assert [(each.severity.label, each.message) for each in machine("p4d.24xlarge")] == [
        (
            "error",
            "p4d.24xlarge has NVIDIA A100 40GB SXM4, the declared accelerator is NVIDIA A100 80GB SXM4.",
        )
    ]


@pytest.mark.parametrize(("name", "type"), [("g5.xlarge", "a10-24gb"), ("p5.48xlarge", "h100-pcie-80gb")])
def test_variants_of_one_chip_with_the_same_memory_are_a_warning(name, type):
    assert [each.severity.label for each in machine(name, type=type)] == ["warning"]


def test_fewer_than_declared_are_an_error_unless_the_count_is_a_multiple():
    (verdict,) = machine("a2-ultragpu-2g", count=3)
    assert brief([verdict]) == [
        "24:23 error[MS902] a2-ultragpu-2g has 2 of NVIDIA A100 80GB SXM4, 3 are declared."
    ]
    assert verdict.help == ("instanceType: a2-ultragpu-4g",)
    assert machine("a2-ultragpu-2g", count=4) == ()
    assert machine("p4de.24xlarge", count=2) == ()


@pytest.mark.parametrize(
    "name", ["m5.large", "c7i.metal-24xl", "e2-standard-4", "Standard_D8s_v5", "ml.r6g.xlarge"]
)
def test_a_series_without_accelerators_has_none(name):
    assert [each.message for each in machine(name)] == [
        f"{name} has no accelerator, the declared accelerator is NVIDIA A100 80GB SXM4."
    ]


@pytest.mark.parametrize(
    "name", ["n1-standard-8", "p9.48xlarge", "inf3.xlarge", "Standard_NC24_v9", "gpu-large", "m5", "mi300x-8"]
)
def test_series_that_may_have_accelerators_and_other_names_are_silent(name):
    assert machine(name) == ()


def test_a_series_without_accelerators_is_of_its_cloud():
    (verdict,) = lint_fragment(hints("cloudProvider: gcp, instanceType: m5.large"), provider_mismatch)
    assert verdict.message == "m5.large is an instance type of aws, the provider is gcp."


def test_a_name_of_several_variants_has_to_miss_with_all_of_them():
    assert machine("p4d.24xlarge", type="a100") == ()
    assert [each.message for each in machine("g6.12xlarge", type="a100")] == [
        "g6.12xlarge has NVIDIA L4, the declared accelerator is a100."
    ]


def test_what_is_not_known_and_parts_of_an_accelerator_say_nothing():
    assert machine("BM.GPU.H100.8") == ()
    assert machine("g6.12xlarge", type="gpu-9000") == ()
    assert machine("Standard_NV36ads_A10_v5", type="a10-24gb") == ()


def test_types_of_sagemaker_are_those_of_its_cloud():
    assert [each.message.split(" has ")[0] for each in machine("ml.g6.12xlarge")] == ["ml.g6.12xlarge"]
    assert machine("ml.p4de.24xlarge") == ()


def test_an_instance_of_another_cloud_is_an_error_at_the_provider():
    (verdict,) = lint_fragment(
        hints("instanceType: p4de.24xlarge, cloudProvider: Google Cloud"), provider_mismatch
    )
    assert brief([verdict]) == [
        "25:24 error[MS903] p4de.24xlarge is an instance type of aws, the provider is Google Cloud."
    ]
    assert verdict.help == ("cloudProvider: aws, or an instance type of gcp",)
    assert [(each.message, each.span.line) for each in verdict.related] == [("of aws", 24)]


@pytest.mark.parametrize(
    "text",
    [
        "instanceType: p4de.24xlarge, cloudProvider: Amazon",
        "instanceType: ml.p4de.24xlarge, cloudProvider: sagemaker",
        "instanceType: p4de.24xlarge, cloudProvider: our-own-cloud",
        "instanceType: our-own-type, cloudProvider: gcp",
        "instanceType: p4de.24xlarge",
    ],
)
def test_other_names_of_the_cloud_and_what_is_not_known_say_nothing(text):
    assert lint_fragment(hints(text), provider_mismatch) == ()


def test_spot_capacity_in_production_is_a_warning():
    production = "metadata: {labels: {env: prod}}\n"
    spot = hints("spotAllowed: true")
    assert brief(lint_fragment(production + spot, spot_in_production)) == [
        "26:22 warning[MS904] A production deployment may run on spot capacity, which is taken away at short "
        "notice."
    ]
    assert lint_fragment(spot, spot_in_production) == ()
    assert lint_fragment(production + hints("spotAllowed: false"), spot_in_production) == ()


def test_an_architecture_that_its_maker_gave_up_is_a_note():
    assert brief(lint_fragment(hints("", type="v100"), accelerator_retired)) == [
        "16:13 note[MS907] v100 is no longer supported by new releases: CUDA 13.0 (August 2025) no "
        "longer builds "
        "for Volta."
    ]
    assert lint_fragment(hints("", type="t4-16gb"), accelerator_retired) == ()
    assert lint_fragment(hints("", type="gpu-9000"), accelerator_retired) == ()
