"""What else would do: every alternative holds the load, in the least number that does."""

from __future__ import annotations

from dataclasses import replace

from modelspec_lint.knowledge_base import (
    Alternative,
    Declaration,
    KnowledgeBase,
    alternatives,
    estimate_memory,
    memory_request,
    parallelism_refusals,
)

KNOWLEDGE = KnowledgeBase.load()


def found(**changes: object) -> tuple[Alternative, ...]:
    declared = {
        "model": "meta-llama/Llama-3.1-70B-Instruct",
        "accelerator": "l4-24gb",
        "engine": "vllm",
        "precision": "bf16",
        "sequence_length": 8192,
        "batch": 16,
        **changes,
    }
    return alternatives(memory_request(Declaration(**declared), KNOWLEDGE), KNOWLEDGE)  # type: ignore[arg-type]


def test_every_alternative_is_expected_to_hold_the_load() -> None:
    every = found()

    assert len(every) > 50
    for each in every:
        memory = estimate_memory(each.request)
        assert memory.slots.expected >= 16, each.accelerator.id
        assert parallelism_refusals(each.request) == ()
        assert each.request.count == each.request.tensor_parallel


def test_fewer_of_the_same_would_not_do() -> None:
    for each in found():
        count = each.request.count // 2
        if count:
            memory = estimate_memory(replace(each.request, count=count, tensor_parallel=count))
            fits = memory.weights.expected * 1.01 <= memory.usable.expected
            refused = parallelism_refusals(memory.request)
            assert not fits or refused or memory.slots.expected < 16, each.accelerator.id


def test_an_accelerator_is_listed_once_for_each_precision() -> None:
    rows = [(each.accelerator.id, each.request.precisions) for each in found()]

    assert len(rows) == len(set(rows))


def test_smaller_precisions_are_told_apart_and_take_fewer() -> None:
    every = found()
    same = {each.accelerator.id: each for each in every if not each.smaller_precision}
    small = {each.accelerator.id: each for each in every if each.request.precisions[0].id == "awq"}

    assert {each.request.precisions[0].id for each in every if each.smaller_precision} == {"fp8", "awq"}
    assert all(each.smaller_precision for each in small.values())
    assert all(small[name].request.count <= same[name].request.count for name in small.keys() & same.keys())


def test_only_accelerators_are_listed_that_the_engine_is_known_to_run_the_precision_on() -> None:
    every = found()

    assert {each.accelerator.vendor for each in every if each.smaller_precision} == {"nvidia"}
    fp8 = [each.accelerator for each in every if each.request.precisions[0].id == "fp8"]
    assert all("fp8" in each.tflops for each in fp8)
    assert not any(each.accelerator.vendor == "apple" for each in found(engine="tensorrt-llm"))


def test_a_part_of_an_accelerator_is_not_a_part_of_another() -> None:
    part = replace(
        memory_request(Declaration(model="gpt-oss-20b", accelerator="l4-24gb", engine="vllm"), KNOWLEDGE),
        fraction=0.25,
    )

    assert all(each.request.fraction == 1 for each in alternatives(part, KNOWLEDGE))


def test_what_was_known_of_the_declared_device_is_not_said_of_another() -> None:
    every = found(accelerator="A100-SXM4-40GB-MIG-3g.20gb", device_memory_gib=19.5)

    assert all(each.request.mig is None and each.request.device_memory_gib is None for each in every)
