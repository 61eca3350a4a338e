"""MS301 to MS304: which model and which accelerator are meant."""

import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.identity.ambiguous_accelerator import ambiguous_accelerator
from modelspec_lint.rules.identity.unknown_accelerator import unknown_accelerator
from modelspec_lint.rules.identity.unknown_model import unknown_model
from modelspec_lint.rules.identity.vendor_mismatch import vendor_mismatch


def model(name):
    return lint_fragment(f"spec: {{identity: {{model: {{id: {name!r}}}}}}}", unknown_model)


def accelerator(rule, type, vendor="nvidia"):
    return lint_fragment(f"spec: {{runtime: {{accelerator: {{vendor: {vendor}, type: {type!r}}}}}}}", rule)


def test_an_unknown_model_is_a_note_at_its_id_with_the_nearest_ones():
    (verdict,) = model("llama-3-8b-instuct")
    assert brief([verdict]) == [
        "8:11 note[MS301] The model 'llama-3-8b-instuct' is not known, so nothing is computed about it."
    ]
    assert "meta-llama/Meta-Llama-3-8B-Instruct" in verdict.help[0]
    assert "modelspec-lint/parameters" in verdict.help[1]


def test_a_model_of_ones_own_whose_size_is_stated_is_silent():
    fragment = (
        "{metadata: {annotations: {modelspec-lint/parameters: '7.2B'}}, "
        "spec: {identity: {model: {id: acme/own}}}}"
    )
    assert lint_fragment(fragment, unknown_model) == ()


@pytest.mark.parametrize(
    "name",
    [
        "llama-3-8b-instruct",
        "meta-llama/Meta-Llama-3-8B-Instruct",
        "hf://meta-llama/Meta-Llama-3-8B-Instruct",
        "llama3:8b",
    ],
)
def test_usual_spellings_of_a_model_are_known(name):
    assert model(name) == ()


def test_an_unknown_accelerator_is_a_warning_at_its_type():
    (verdict,) = accelerator(unknown_accelerator, "h100-smx5-80gb")
    assert brief([verdict]) == [
        "16:13 warning[MS302] The accelerator 'h100-smx5-80gb' is not known, so nothing is computed about "
        "its memory and speed."
    ]
    assert verdict.help[0].startswith("did you mean h100-sxm5-80gb")


def test_nothing_is_suggested_for_what_looks_like_nothing():
    (verdict,) = accelerator(unknown_accelerator, "zzzzzzzz")
    assert verdict.help == ("an accelerator that is not held here: facts of your own, with --knowledge",)


@pytest.mark.parametrize(
    "type",
    ["cpu", "CPU", "none", "cpu-only", "Intel Xeon Platinum 8480+", "AMD EPYC 7763", "graviton3", "arm64"],
)
def test_where_there_is_no_accelerator_none_is_missed(type):
    assert accelerator(unknown_accelerator, type) == ()


@pytest.mark.parametrize("type", ["gpu", "nvidia.com/gpu", "amd.com/gpu", "TPU"])
def test_a_word_for_any_accelerator_is_answered_with_how_one_is_named(type):
    (verdict,) = accelerator(unknown_accelerator, type)
    assert verdict.help == ("name the product, as its label does: nvidia-l4, NVIDIA-A100-SXM4-80GB, mi300x",)


def test_an_instance_type_is_answered_with_what_is_in_it():
    (verdict,) = accelerator(unknown_accelerator, "g5.12xlarge")
    assert verdict.help == (
        "g5.12xlarge is an instance type: write its accelerator, type: a10g-24gb and count: 4",
    )


@pytest.mark.parametrize(
    "type", ["NVIDIA-A100-SXM4-80GB", "nvidia-a100-80gb", "a100", "NVIDIA-A10G-SHARED", "H100_40GB"]
)
def test_labels_variants_and_slices_are_known(type):
    assert accelerator(unknown_accelerator, type) == ()


def test_an_ambiguous_accelerator_is_a_note_with_its_variants():
    (verdict,) = accelerator(ambiguous_accelerator, "a100")
    assert brief([verdict]) == [
        "16:13 note[MS303] 'a100' may be a100-pcie-40gb (40 GB), a100-sxm4-40gb (40 GB), "
        "a100-pcie-80gb (80 GB) or a100-sxm4-80gb (80 GB); estimates span them all."
    ]
    assert verdict.help == ("write the variant, such as type: a100-pcie-40gb",)


@pytest.mark.parametrize("type", ["a100-sxm4-80gb", "A100-80GB", "h200", "no-such-thing"])
def test_one_variant_or_variants_that_do_not_differ_are_silent(type):
    assert accelerator(ambiguous_accelerator, type) == ()


def test_a_vendor_that_did_not_make_the_accelerator_is_an_error_at_the_vendor():
    (verdict,) = accelerator(vendor_mismatch, "h100-sxm5-80gb", "amd")
    assert brief([verdict]) == ["15:15 error[MS304] The vendor is amd, but h100-sxm5-80gb is made by nvidia."]
    assert [(each.message, each.span.line, each.span.column) for each in verdict.related] == [
        ("made by nvidia", 16, 13)
    ]
    assert verdict.help == ("vendor: nvidia",)


def test_an_ambiguous_accelerator_has_one_maker_all_the_same():
    assert [each.message for each in accelerator(vendor_mismatch, "h100", "AMD")] == [
        "The vendor is AMD, but h100 is made by nvidia."
    ]


@pytest.mark.parametrize(
    "vendor", ["NVIDIA", "nvidia.com", "nvidia.com/gpu", "NVIDIA Corporation", "acme", "' nvidia'"]
)
def test_spellings_of_the_maker_and_vendors_that_make_no_accelerators_are_silent(vendor):
    assert accelerator(vendor_mismatch, "h100", vendor) == ()


def test_an_unknown_accelerator_has_no_known_maker():
    assert accelerator(vendor_mismatch, "no-such-thing", "amd") == ()
