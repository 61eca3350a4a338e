"""How many accelerators a node has, and how many of them a fast link joins."""

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase, node_of

KNOWN = KnowledgeBase.load()


@pytest.mark.parametrize(
    ("identifier", "accelerators", "fast"),
    [
        ("h100-sxm5-80gb", 8, 8),
        ("a100-sxm4-40gb", 16, 16),
        ("gb200-186gb", 72, 72),
        ("l4-24gb", 10, 1),
        ("a100-pcie-80gb", 10, 2),
        ("rtx-4090-24gb", 10, 1),
        ("tpu-v5e", 256, 256),
        ("gh200-96gb", 1, 1),
    ],
)
def test_a_node_is_the_largest_machine_that_is_known(identifier, accelerators, fast):
    node = node_of(KNOWN, KNOWN.accelerators.get(identifier))
    assert (node.accelerators, node.fast) == (accelerators, fast)


def test_no_node_is_smaller_than_an_instance_type_with_its_accelerator():
    for instance in KNOWN.instances:
        node = node_of(KNOWN, KNOWN.accelerators.get(instance.accelerator))
        assert node.accelerators >= int(instance.count)


def test_where_nothing_is_known_no_small_node_is_made_up():
    for accelerator in KNOWN.accelerators:
        if accelerator.fast_domain is None:
            assert node_of(KNOWN, accelerator).accelerators >= 10
