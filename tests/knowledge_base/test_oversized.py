"""Less hardware that holds the same load for less."""

from dataclasses import replace

import pytest

from modelspec_lint.knowledge_base import Declaration, KnowledgeBase, memory_request, smaller_hardware

KNOWN = KnowledgeBase.load()


def request(batch=8, length=4096, accelerator="a100-sxm4-80gb", count=1, **parts):
    return memory_request(
        Declaration(
            model="meta-llama/Meta-Llama-3-8B-Instruct",
            precision="bf16",
            engine="vllm",
            accelerator=accelerator,
            count=count,
            batch=batch,
            sequence_length=length,
            **parts,
        ),
        KNOWN,
    )


def test_all_that_is_found_holds_a_fifth_more_is_smaller_and_cheaper_in_the_same_cloud():
    asked = request(count=4)
    found = list(smaller_hardware(asked, KNOWN))
    assert len(found) > 5
    for each in found:
        held = each.memory.slots.expected * each.request.replicas
        size = each.request.count * each.request.accelerators[0].visible_memory_gib[1]
        assert held >= 1.2 * 8
        assert size <= 0.75 * 4 * asked.accelerators[0].visible_memory_gib[1]
        assert each.usd_per_hour <= 0.8 * each.instead_usd_per_hour
        assert each.rental.instance.cloud == each.instead.instance.cloud
        assert each.request.accelerators[0].vendor == "nvidia"
    shares = [each.usd_per_hour / each.instead_usd_per_hour for each in found]
    assert shares == sorted(shares)


def test_a_named_cloud_is_the_only_one_asked():
    clouds = {each.rental.instance.cloud for each in smaller_hardware(request(count=4), KNOWN, "azure")}
    assert clouds == {"azure"}
    assert list(smaller_hardware(request(count=4), KNOWN, "ovh")) == []


@pytest.mark.parametrize(
    "parts",
    [{"batch": None}, {"length": None}, {"batch": 200, "length": 8192}, {"accelerator": "a100"}],
)
def test_a_load_or_a_device_that_is_open_and_a_full_one_have_no_smaller(parts):
    assert list(smaller_hardware(request(**parts), KNOWN)) == []


def test_parts_of_an_accelerator_are_not_compared():
    assert list(smaller_hardware(replace(request(), mig="3g.40gb"), KNOWN)) == []
