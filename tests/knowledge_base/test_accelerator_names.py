"""What accelerator names mean, as people write them: the table is the specification."""

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase

# name, id, certainty, MIG profile
DECIDED = [
    ("a100-sxm4-80gb", "a100-sxm4-80gb", "exact", None),
    ("A100-SXM-80GB", "a100-sxm4-80gb", "alias", None),
    ("NVIDIA-A100-SXM4-80GB", "a100-sxm4-80gb", "alias", None),
    ("nvidia-a100-80gb", "a100-sxm4-80gb", "alias", None),
    ("NVIDIA A100 80GB PCIe", "a100-pcie-80gb", "alias", None),
    ("A100 80GB PCIe", "a100-pcie-80gb", "alias", None),
    ("nvidia-tesla-a100", "a100-sxm4-40gb", "alias", None),
    ("A10", "a10-24gb", "alias", None),
    ("AMPERE_A10", "a10-24gb", "alias", None),
    ("ADA_L40", "l40-48gb", "alias", None),
    ("A10G", "a10g-24gb", "alias", None),
    ("NVIDIA-A10G", "a10g-24gb", "alias", None),
    ("NVIDIA-A10G-SHARED", "a10g-24gb", "alias", None),
    ("NVIDIA-H100-80GB-HBM3", "h100-sxm5-80gb", "alias", None),
    ("NVIDIA-H100-80GB-HBM3-SHARED", "h100-sxm5-80gb", "alias", None),
    ("nvidia-h100-80gb", "h100-sxm5-80gb", "alias", None),
    ("nvidia-h100-mega-80gb", "h100-sxm5-80gb", "alias", None),
    ("H100-SXM", "h100-sxm5-80gb", "alias", None),
    ("h100 sxm5 80gb", "h100-sxm5-80gb", "alias", None),
    ("NVIDIA-H100-SXM4-80GB", "h100-sxm5-80gb", "derived", None),
    ("NVIDIA-H20-SXM5-96GB", "h20-96gb", "derived", None),
    ("h200-nvl", "h200-nvl-141gb", "alias", None),
    ("nvidia-h200-141gb", "h200-sxm-141gb", "alias", None),
    ("B200", "b200-180gb", "alias", None),
    ("B200-192GB", "b200-180gb", "alias", None),
    ("nvidia-gb200", "gb200-186gb", "alias", None),
    ("GH200-480GB", "gh200-96gb", "alias", None),
    ("L4", "l4-24gb", "alias", None),
    ("nvidia-l4", "l4-24gb", "alias", None),
    ("nvidia-gpu-l4", "l4-24gb", "alias", None),
    ("4x L4", "l4-24gb", "alias", None),
    ("L4:2", "l4-24gb", "alias", None),
    ("T4", "t4-16gb", "alias", None),
    ("Tesla-T4", "t4-16gb", "alias", None),
    ("nvidia-tesla-t4", "t4-16gb", "alias", None),
    ("RTX-4090-24GB", "rtx-4090-24gb", "alias", None),
    ("rtx4090", "rtx-4090-24gb", "alias", None),
    ("3090", "rtx-3090-24gb", "alias", None),
    ("NVIDIA GeForce RTX 5080 16GB", "rtx-5080-16gb", "alias", None),
    ("nvidia-gpu-rtx4070-8gb", "rtx-4070-mobile-8gb", "derived", None),
    ("NVIDIA GB10 (DGX Spark, unified)", "gb10-128gb", "alias", None),
    ("MI300X", "mi300x-192gb", "alias", None),
    ("amd-gpu-mi300x", "mi300x-192gb", "alias", None),
    ("AMD_Instinct_MI300X_OAM", "mi300x-192gb", "alias", None),
    ("AMD Instinct MI300X VF", "mi300x-192gb", "derived", None),
    ("MI250X", "mi250x-128gb", "alias", None),
    ("Gaudi3", "gaudi3-128gb", "alias", None),
    ("tpu-v5-lite-podslice", "tpu-v5e", "alias", None),
    ("v5litepod-4", "tpu-v5e", "derived", None),
    ("google-tpu-v5e-2x2", "tpu-v5e", "derived", None),
    ("tpu-v6e-slice", "tpu-v6e", "alias", None),
    ("v6e-8", "tpu-v6e", "alias", None),
    ("v5p-16", "tpu-v5p", "derived", None),
    ("tpu7x", "tpu-v7x", "alias", None),
    ("Trainium1", "trainium1-32gb", "alias", None),
    ("trn2", "trainium2-96gb", "alias", None),
    ("Inferentia2", "inferentia2-32gb", "alias", None),
    ("N150", "tenstorrent-n150-12gb", "alias", None),
    ("T3K", "tenstorrent-t3k-96gb", "alias", None),
    ("nvidia-rtx-pro-6000", "rtx-pro-6000-blackwell-server-96gb", "alias", None),
    ("Tesla-V100-SXM2-16GB", "v100-sxm2-16gb", "alias", None),
    ("NVIDIA-A100-SXM4-80GB-MIG-1g.10gb", "a100-sxm4-80gb", "derived", "1g.10gb"),
    ("NVIDIA A100-SXM4-80GB MIG 3g.40gb", "a100-sxm4-80gb", "derived", "3g.40gb"),
    ("h100-pcie-40gb", "h100-pcie-80gb", "derived", "3g.40gb"),
]

AMBIGUOUS = [
    (
        "1g.20gb",
        (
            "a100-pcie-80gb",
            "a100-sxm4-80gb",
            "a800-sxm4-80gb",
            "h100-pcie-80gb",
            "h100-sxm5-80gb",
            "h800-sxm5-80gb",
        ),
        "1g.20gb",
    ),
    (
        "mig-1g.10gb",
        (
            "a100-pcie-40gb",
            "a100-sxm4-40gb",
            "a100-pcie-80gb",
            "a100-sxm4-80gb",
            "a800-sxm4-80gb",
            "h100-pcie-80gb",
            "h100-sxm5-80gb",
            "h800-sxm5-80gb",
        ),
        "1g.10gb",
    ),
    (
        "nvidia.com/mig-3g.40gb",
        (
            "a100-pcie-80gb",
            "a100-sxm4-80gb",
            "a800-sxm4-80gb",
            "h100-pcie-80gb",
            "h100-sxm5-80gb",
            "h800-sxm5-80gb",
        ),
        "3g.40gb",
    ),
    ("A100-MIG-2g.10gb", ("a100-pcie-40gb", "a100-sxm4-40gb"), "2g.10gb"),
    ("H100_40GB", ("h100-pcie-80gb", "h100-sxm5-80gb"), "3g.40gb"),
    ("A100", ("a100-pcie-40gb", "a100-sxm4-40gb", "a100-pcie-80gb", "a100-sxm4-80gb"), None),
    ("a100-80gb", ("a100-pcie-80gb", "a100-sxm4-80gb"), None),
    ("A100-80GB", ("a100-pcie-80gb", "a100-sxm4-80gb"), None),
    ("A100-40GB", ("a100-pcie-40gb", "a100-sxm4-40gb"), None),
    ("A100-SXM", ("a100-sxm4-40gb", "a100-sxm4-80gb"), None),
    ("H100", ("h100-pcie-80gb", "h100-sxm5-80gb", "h100-nvl-94gb"), None),
    ("8xH100", ("h100-pcie-80gb", "h100-sxm5-80gb", "h100-nvl-94gb"), None),
    ("nvidia-gpu-h100", ("h100-pcie-80gb", "h100-sxm5-80gb", "h100-nvl-94gb"), None),
    ("nvidia-tesla-h100", ("h100-pcie-80gb", "h100-sxm5-80gb", "h100-nvl-94gb"), None),
    ("HOPPER_H100", ("h100-pcie-80gb", "h100-sxm5-80gb", "h100-nvl-94gb"), None),
    ("H200", ("h200-sxm-141gb", "h200-nvl-141gb"), None),
    ("V100", ("v100-sxm2-16gb", "v100-pcie-16gb", "v100-sxm2-32gb", "v100-pcie-32gb"), None),
    ("NVIDIA V100 32GB", ("v100-sxm2-32gb", "v100-pcie-32gb"), None),
    ("tesla-v100-16gb", ("v100-sxm2-16gb", "v100-pcie-16gb"), None),
    (
        "RTX6000",
        (
            "rtx-6000-ada-48gb",
            "quadro-rtx-6000-24gb",
            "rtx-pro-6000-blackwell-server-96gb",
            "rtx-pro-6000-blackwell-ws-96gb",
        ),
        None,
    ),
    ("RTX6000PRO", ("rtx-pro-6000-blackwell-server-96gb", "rtx-pro-6000-blackwell-ws-96gb"), None),
    ("RTX-PRO-6000", ("rtx-pro-6000-blackwell-server-96gb", "rtx-pro-6000-blackwell-ws-96gb"), None),
    ("nvidia-rtx-3060", ("rtx-3060-12gb", "rtx-3060-8gb"), None),
    ("Gaudi", ("gaudi1-32gb", "gaudi2-96gb", "gaudi3-128gb"), None),
    ("MI300", ("mi300a-128gb", "mi300x-192gb"), None),
    ("gfx942", ("mi300a-128gb", "mi300x-192gb", "mi325x-256gb"), None),
    ("nvidia-gpu-gh200", ("gh200-96gb", "gh200-144gb"), None),
    ("H20", ("h20-96gb", "h20-141gb"), None),
    ("A2", ("a2-16gb",), None),
    ("Ascend-910B", ("ascend-910b-64gb",), None),
]

UNKNOWN = [
    "AMPERE_L4",
    "H100-96GB",
    "A100-20GB",
    "A100-MIG-7g.141gb",
    "gfx1036",
    "hopper",
    "quadro",
    "gpu",
    "L4-8",
    "inf2.xlarge",
    "NVIDIA GeForce RTX 4070 Ti + RTX 3090 Ti",
    "",
]


@pytest.mark.parametrize(("name", "identifier", "certainty", "mig"), DECIDED)
def test_an_accelerator_is_found_by_its_name(
    name: str, identifier: str, certainty: str, mig: str | None
) -> None:
    match = KnowledgeBase.load().accelerators.resolve(name)
    assert [fact.id for fact in match.facts] == [identifier]
    assert match.fact is match.facts[0]
    assert (match.certainty, match.mig) == (certainty, mig)
    assert match.reason.endswith(".")


@pytest.mark.parametrize(("name", "candidates", "mig"), AMBIGUOUS)
def test_an_accelerator_is_never_guessed_between_two(
    name: str, candidates: tuple[str, ...], mig: str | None
) -> None:
    match = KnowledgeBase.load().accelerators.resolve(name)
    assert tuple(fact.id for fact in match.facts) == candidates
    assert match.fact is None
    assert (match.certainty, match.mig) == ("ambiguous", mig)


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_accelerator_that_is_not_known_stays_unknown(name: str) -> None:
    match = KnowledgeBase.load().accelerators.resolve(name)
    assert (match.facts, match.fact, match.certainty) == ((), None, "unknown")
    assert match.reason.endswith(".")
