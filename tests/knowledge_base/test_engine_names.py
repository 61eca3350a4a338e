"""Engines named with a version, a remark or an image."""

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase

ENGINES = KnowledgeBase.load().engines


@pytest.mark.parametrize(
    ("name", "certainty", "ids", "version"),
    [
        ("vllm", "exact", ["vllm"], None),
        ("vLLM v0.8.5", "derived", ["vllm"], "0.8.5"),
        ("vllm==0.6.3", "derived", ["vllm"], "0.6.3"),
        ("vllm-0.8.5.post1", "derived", ["vllm"], "0.8.5.post1"),
        ("vllm/vllm-openai:v0.9.0", "derived", ["vllm"], "0.9.0"),
        ("registry.example/team/vllm-openai:v0.11.2", "derived", ["vllm"], "0.11.2"),
        ("vllm (NVIDIA NIM 2.0.12)", "derived", ["vllm"], None),
        ("TensorRT-LLM 0.17.0", "derived", ["tensorrt-llm"], "0.17.0"),
        ("1.2.3", "unknown", [], None),
        ("our own server 1.2", "unknown", [], None),
        ("", "unknown", [], None),
    ],
)
def test_a_version_a_remark_or_an_image_do_not_hide_an_engine(name, certainty, ids, version):
    match = ENGINES.resolve(name)
    assert (match.certainty, [each.id for each in match.facts], match.version_hint) == (
        certainty,
        ids,
        version,
    )
