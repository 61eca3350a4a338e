"""MS205 and MS207 to MS210: hardware that is too large, copies, nodes, hosts and disks."""

import pytest

from modelspec_lint.linter.testing import brief, lint_fragment, lint_text, merge
from modelspec_lint.rules.memory.crosses_node_boundary import crosses_node_boundary
from modelspec_lint.rules.memory.host_memory_below_weights import host_memory_below_weights
from modelspec_lint.rules.memory.indivisible_parallelism import indivisible_parallelism
from modelspec_lint.rules.memory.oversized_accelerator import oversized_accelerator
from modelspec_lint.rules.memory.replicated_kv_heads import replicated_kv_heads
from modelspec_lint.rules.memory.storage_below_artifacts import storage_below_artifacts

LLAMA_70B = "meta-llama/Llama-3.3-70B-Instruct"


def load(batch=8, length=4096, more="", count=1):
    return lint_fragment(
        f"spec: {{runtime: {{accelerator: {{count: {count}}}, batch: {{maxBatchSize: {batch}, "
        f"maxSequenceLengthTokens: {length}}}}}{more}}}",
        oversized_accelerator,
    )


def test_less_hardware_that_holds_the_load_is_a_note_at_the_type():
    (verdict,) = load()
    assert brief([verdict]) == [
        "16:13 note[MS205] NVIDIA A100 40GB SXM4 would hold 8 sequences of 4096 tokens with a fifth to "
        "spare, "
        "for 3.67 USD instead of 5.07 USD an hour."
    ]
    assert verdict.help[1] == "a request alone usually takes 4083 ms there, 3402 ms as declared"
    assert [each.name for each in verdict.evidence] == ["sequences that fit", "declared", "instead"]
    assert [each.source.split(" ")[0] for each in verdict.evidence[1:]] == ["a2-ultragpu-1g", "a2-highgpu-1g"]


def test_a_lenient_target_allows_slower_hardware_and_a_tight_one_none():
    operations = ", operations: {scaling: {targetLatencyMsP95: %s}}"
    assert [each.message.split(" would")[0] for each in load(more=operations % 60000)] == ["2 x NVIDIA L4"]
    assert load(more=operations % 4000) == ()


def test_a_rate_has_to_be_kept_as_well():
    operations = ", operations: {scaling: {targetRps: %s, maxReplicas: 1}}"
    assert len(load(more=operations % 0.5)) == 1
    assert load(more=operations % 50) == ()


def test_fewer_of_them_may_do_and_prices_are_those_of_the_named_cloud():
    cloud = ", governance: {cost: {pricingHints: {cloudProvider: %s}}}"
    (verdict,) = load(32, 8192, cloud % "GCP", count=4)
    assert verdict.message.startswith("2 x NVIDIA A100 40GB SXM4 would hold 32 sequences of 8192 tokens")
    assert all("gcp" in each.source for each in verdict.evidence[1:])


@pytest.mark.parametrize(
    ("batch", "length"), [("null", 4096), (8, "null"), (32, 8192), (54, 8192), (128, 8192)]
)
def test_a_load_that_is_not_declared_or_fills_the_memory_says_nothing(batch, length):
    assert load(batch, length) == ()


def parallel(count, tensor=None, pipeline=None, model=LLAMA_70B, type="h100-sxm5-80gb", engine="vllm"):
    annotations = ", ".join(
        f'modelspec-lint/{name}-parallel: "{size}"'
        for name, size in (("tensor", tensor), ("pipeline", pipeline))
        if size is not None
    )
    return (
        f"metadata: {{annotations: {{{annotations}}}}}\n"
        f"spec: {{identity: {{model: {{id: {model}, framework: {engine}}}}}, "
        f"runtime: {{accelerator: {{type: {type}, count: {count}}}}}}}"
    )


def copies(*args, **parts):
    return lint_fragment(parallel(*args, **parts), (indivisible_parallelism, replicated_kv_heads))


QWEN_3B = "Qwen/Qwen2.5-3B-Instruct"


def test_more_ranks_than_kv_heads_are_a_note_at_the_count_or_the_annotation():
    said = f"{QWEN_3B} has 2 KV heads, and 4 ranks share it: the cache of each head is stored 2 times."
    (verdict,) = copies(4, model=QWEN_3B)
    assert brief([verdict]) == [f"18:14 note[MS207] {said}"]
    assert verdict.help == ("tensor parallel 2, and 2 replicas where they fit: they hold more at once",)
    assert brief(copies(4, tensor=4, model=QWEN_3B)) == [f"6:37 note[MS207] {said}"]


def test_as_many_ranks_as_heads_latent_caches_and_other_engines_say_nothing():
    assert copies(4, tensor=2, model=QWEN_3B) == ()
    assert copies(8) == ()
    assert copies(8, model="deepseek-ai/DeepSeek-V3", type="h200-sxm-141gb") == ()
    assert copies(4, model=QWEN_3B, engine="llama.cpp") == ()
    assert copies(1) == ()


def test_a_size_that_the_engine_refuses_is_said_once():
    assert [each.code for each in copies(3, model=QWEN_3B)] == ["MS206"]


def nodes(*args, **parts):
    return lint_fragment(parallel(*args, **parts), crosses_node_boundary)


def test_a_copy_that_spans_nodes_is_a_warning():
    (verdict,) = nodes(16)
    assert brief([verdict]) == [
        "18:14 warning[MS208] One copy of the model is spread over 16 accelerators, and a node has at most 8 "
        "NVIDIA H100 80GB SXM5."
    ]
    assert [(each.message, each.span.line) for each in verdict.related] == [("at most 8 in a node", 17)]
    (staged,) = nodes(16, pipeline=2)
    assert (staged.message, staged.severity.label) == (verdict.message, "note")
    assert staged.help == ("an accelerator with more memory, or a smaller format, so that a node is enough",)


def test_replicas_racks_and_pods_are_no_boundary():
    assert nodes(16, tensor=8) == ()
    assert nodes(16, type="gb200-186gb") == ()
    assert nodes(16, type="tpu-v5e") == ()
    assert nodes(8) == ()


def test_ranks_joined_by_pcie_are_a_note():
    (verdict,) = nodes(4, type="l4-24gb", model="meta-llama/Meta-Llama-3-8B-Instruct")
    assert brief([verdict]) == [
        "18:14 note[MS208] Tensor parallelism 4 sums each layer's states over PCIe: NVIDIA L4 has no "
        "faster link."
    ]
    assert [each.message.split(": ")[1] for each in nodes(4, type="a100-pcie-80gb")] == [
        "NVIDIA A100 80GB PCIe has no faster link beyond 2 of them."
    ]
    assert nodes(2, type="a100-pcie-80gb") == ()
    assert nodes(4, type="l4-24gb", engine="llama.cpp") == ()


def resources(text, variables="", model="", engine="vllm"):
    return (
        f"spec: {{identity: {{model: {{framework: {engine}{model}}}}}, runtime: {{resources: {{{text}}}, "
        f"environment: {{variables: {{{variables}}}}}}}}}"
    )


def host(text, **parts):
    return lint_fragment(resources(text, **parts), host_memory_below_weights)


def test_a_host_smaller_than_the_weights_is_a_note():
    (verdict,) = host("memoryGb: 8")
    assert brief([verdict]) == [
        "22:17 note[MS209] The files of meta-llama/Meta-Llama-3-8B-Instruct are at least 16.1 GB, and "
        "are read "
        "through 8 GB of the host's memory."
    ]
    assert verdict.help == ("memoryGb: 20 keeps them while every rank reads",)


def test_gb_that_were_gib_streamed_weights_and_other_engines_say_nothing():
    assert host("memoryGb: 15.5") == ()
    assert host("memoryGb: 8", variables="VLLM_ARGS: --load-format runai_streamer") == ()
    assert host("memoryGb: 8", engine="tensorrt-llm") == ()
    assert host("cpuCores: 8") == ()


def test_the_smallest_format_that_may_be_meant_is_what_counts():
    assert host("memoryGb: 6", model=", id: TheBloke/Llama-2-7B-Chat-AWQ, precision: null") == ()
    assert host("memoryGb: 6", variables="VLLM_ARGS: --quantization fp8", model=", precision: null") == ()


def disk(text, address=None, **parts):
    uri = f", artifacts: {{modelUri: '{address}'}}" if address else ""
    return lint_fragment(resources(text, model=uri, **parts), storage_below_artifacts)


@pytest.mark.parametrize(
    ("address", "line"),
    [(None, 22), ("hf://meta-llama/Meta-Llama-3-8B-Instruct", 24), ("s3://bucket/llama", 24)],
)
def test_a_disk_smaller_than_the_download_is_an_error(address, line):
    (verdict,) = disk("ephemeralStorageGb: 3", address)
    assert brief([verdict]) == [
        f"{line}:27 error[MS210] The files of meta-llama/Meta-Llama-3-8B-Instruct are at least 16.1 GB, "
        "the container has 3 GB to keep them."
    ]
    assert verdict.help == ("ephemeralStorageGb: 20, or a volume that keeps the download",)
    assert [each.name for each in verdict.evidence] == ["checkpoint", "storage"]


@pytest.mark.parametrize(
    "address",
    ["pvc://models/llama", "/models/llama", "models/llama-3-8b", "oci://registry/llama", "file:///m"],
)
def test_volumes_paths_and_images_take_no_such_storage(address):
    assert disk("ephemeralStorageGb: 3", address) == ()


@pytest.mark.parametrize("variables", ["HF_HOME: /cache", "VLLM_ARGS: --download-dir /cache"])
def test_downloads_that_are_moved_are_a_note(variables):
    (verdict,) = disk("ephemeralStorageGb: 3", variables=variables)
    assert verdict.severity.label == "note"
    assert [each.message for each in verdict.related] == ["downloaded from here", "may lead to a volume"]


@pytest.mark.parametrize("variables", ["HF_HUB_OFFLINE: '1'", "VLLM_ARGS: --load-format runai_streamer"])
def test_what_is_not_downloaded_takes_no_storage(variables):
    assert disk("ephemeralStorageGb: 3", variables=variables) == ()


def test_room_enough_says_nothing_and_a_model_that_is_not_known_is_undecided_at_an_address():
    assert disk("ephemeralStorageGb: 15") == ()
    unknown = resources("ephemeralStorageGb: 1", model=", id: acme/own, artifacts: {modelUri: 's3://b/own'}")
    result = lint_text(merge(unknown), storage_below_artifacts)
    assert (result.verdicts, [each.code for each in result.undecided]) == ((), ["MS210"])
