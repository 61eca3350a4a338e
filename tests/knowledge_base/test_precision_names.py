"""Precisions among remarks."""

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase

PRECISIONS = KnowledgeBase.load().precisions


@pytest.mark.parametrize(
    ("name", "certainty", "ids"),
    [
        ("bf16", "exact", ["bf16"]),
        ("torch.float16", "alias", ["fp16"]),
        ("gptq int4 g128 (MTP bf16)", "derived", ["gptq-int4"]),
        ("int4 w4a16 (compressed-tensors)", "derived", ["w4a16"]),
        ("nvfp4 mixed fp8", "ambiguous", ["nvfp4", "fp8"]),
        ("awq-int4, static", "derived", ["awq"]),
        ("mixed fp8", "unknown", []),
        ("compressed-tensors", "exact", ["compressed-tensors"]),
        ("mixed", "unknown", []),
        ("(bf16)", "alias", ["bf16"]),
        ("", "unknown", []),
    ],
)
def test_remarks_do_not_hide_a_precision_and_make_none_up(name, certainty, ids):
    match = PRECISIONS.resolve(name)
    assert (match.certainty, [each.id for each in match.facts]) == (certainty, ids)
