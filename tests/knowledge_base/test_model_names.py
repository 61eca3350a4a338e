"""What model names mean, as people write them: the table is the specification."""

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase

# name, id, certainty, precision that the name carries
DECIDED = [
    ("meta-llama/Meta-Llama-3-8B-Instruct", "meta-llama/Meta-Llama-3-8B-Instruct", "exact", None),
    ("llama-3-8b-instruct", "meta-llama/Meta-Llama-3-8B-Instruct", "alias", None),
    ("llama3-8b-instruct", "meta-llama/Meta-Llama-3-8B-Instruct", "alias", None),
    ("LLAMA-3-8B-INSTRUCT", "meta-llama/Meta-Llama-3-8B-Instruct", "alias", None),
    ("llama_3_8b_instruct", "meta-llama/Meta-Llama-3-8B-Instruct", "alias", None),
    ("Llama 3 8B Instruct", "meta-llama/Meta-Llama-3-8B-Instruct", "alias", None),
    ("META_LLAMA/meta_llama_3_8b_instruct", "meta-llama/Meta-Llama-3-8B-Instruct", "alias", None),
    ("hf://meta-llama/Meta-Llama-3-8B-Instruct", "meta-llama/Meta-Llama-3-8B-Instruct", "exact", None),
    ("hf://meta-llama/Meta-Llama-3-8B-Instruct@main", "meta-llama/Meta-Llama-3-8B-Instruct", "exact", None),
    (
        "https://huggingface.co/meta-llama/Meta-Llama-3-8B-Instruct",
        "meta-llama/Meta-Llama-3-8B-Instruct",
        "exact",
        None,
    ),
    (
        "https://huggingface.co/meta-llama/Meta-Llama-3-8B-Instruct/tree/main",
        "meta-llama/Meta-Llama-3-8B-Instruct",
        "exact",
        None,
    ),
    (
        "https://huggingface.co/meta-llama/Meta-Llama-3-8B-Instruct?revision=abc",
        "meta-llama/Meta-Llama-3-8B-Instruct",
        "exact",
        None,
    ),
    (
        "huggingface.co/meta-llama/Meta-Llama-3-8B-Instruct",
        "meta-llama/Meta-Llama-3-8B-Instruct",
        "exact",
        None,
    ),
    ("meta/llama3-8b-instruct", "meta-llama/Meta-Llama-3-8B-Instruct", "alias", None),
    ("models/llama-3-8b-instruct", "meta-llama/Meta-Llama-3-8B-Instruct", "alias", None),
    ("llama-3-8b", "meta-llama/Meta-Llama-3-8B", "alias", None),
    ("llama-3-70b", "meta-llama/Meta-Llama-3-70B", "alias", None),
    ("llama-3-70b-instruct", "meta-llama/Meta-Llama-3-70B-Instruct", "alias", None),
    ("meta-llama/Meta-Llama-3-70B-Instruct", "meta-llama/Meta-Llama-3-70B-Instruct", "exact", None),
    ("llama-3.1-8b", "meta-llama/Llama-3.1-8B", "alias", None),
    ("llama-3-1-8b-instruct", "meta-llama/Llama-3.1-8B-Instruct", "alias", None),
    ("meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-8B-Instruct", "exact", None),
    ("meta-llama/Meta-Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-8B-Instruct", "alias", None),
    ("meta/llama-3.1-8b-instruct", "meta-llama/Llama-3.1-8B-Instruct", "alias", None),
    ("nvcr.io/nim/meta/llama-3.1-8b-instruct:1.3", "meta-llama/Llama-3.1-8B-Instruct", "alias", None),
    ("llama-2-7b-chat", "meta-llama/Llama-2-7b-chat-hf", "alias", None),
    ("meta-llama/Llama-2-7b", "meta-llama/Llama-2-7b-hf", "alias", None),
    ("meta-llama/llama-4-scout-17b-16e-instruct", "meta-llama/Llama-4-Scout-17B-16E-Instruct", "alias", None),
    ("mistral-7b-v0-3", "mistralai/Mistral-7B-v0.3", "alias", None),
    ("mistral-7b-instruct-v0.2", "mistralai/Mistral-7B-Instruct-v0.2", "alias", None),
    ("mistralai/Mistral-7B-Instruct-v0.3", "mistralai/Mistral-7B-Instruct-v0.3", "exact", None),
    ("mistralai/Mistral-7B-Instruct-v0.3:main", "mistralai/Mistral-7B-Instruct-v0.3", "alias", None),
    ("DeepSeek V3", "deepseek-ai/DeepSeek-V3", "alias", None),
    ("deepseek-v3", "deepseek-ai/DeepSeek-V3", "alias", None),
    ("deepseek-r1", "deepseek-ai/DeepSeek-R1", "alias", None),
    ("deepseek-ai/DeepSeek-V3-0324", "deepseek-ai/DeepSeek-V3-0324", "exact", None),
    ("gpt-oss-120b", "openai/gpt-oss-120b", "alias", None),
    ("openai/gpt-oss-20b", "openai/gpt-oss-20b", "exact", None),
    ("Qwen/Qwen3.5-4b", "Qwen/Qwen3.5-4B", "alias", None),
    ("qwen/Qwen2.5-VL-7B-Instruct", "Qwen/Qwen2.5-VL-7B-Instruct", "alias", None),
    ("phi4", "microsoft/phi-4", "alias", None),
    ("microsoft/phi-4", "microsoft/phi-4", "exact", None),
    ("t5-small", "google-t5/t5-small", "alias", None),
    ("falcon-40b", "tiiuae/falcon-40b", "alias", None),
    ("bge-m3", "BAAI/bge-m3", "alias", None),
    ("whisper-large-v3", "openai/whisper-large-v3", "alias", None),
    ("sdxl", "stabilityai/stable-diffusion-xl-base-1.0", "alias", None),
    ("THUDM/glm-4-9b-chat", "zai-org/glm-4-9b-chat", "alias", None),
    ("CohereForAI/c4ai-command-r-v01", "CohereLabs/c4ai-command-r-v01", "alias", None),
    ("neuralmagic/Meta-Llama-3.1-8B-Instruct-FP8", "RedHatAI/Meta-Llama-3.1-8B-Instruct-FP8", "alias", None),
    ("nvidia/llama-3.3-nemotron-super-49b-v1.5", "nvidia/Llama-3_3-Nemotron-Super-49B-v1_5", "alias", None),
    ("nvidia/llama-3.2-nv-rerankqa-1b-v2", "nvidia/llama-nemotron-rerank-1b-v2", "alias", None),
    ("Qwen/Qwen2.5-72B-Instruct-AWQ", "Qwen/Qwen2.5-72B-Instruct-AWQ", "exact", None),
    ("casperhansen/llama-3-70b-instruct-awq", "casperhansen/llama-3-70b-instruct-awq", "exact", None),
    ("NousResearch/Meta-Llama-3-8B-Instruct", "meta-llama/Meta-Llama-3-8B-Instruct", "derived", None),
    ("acme/llama-3-8b-instruct", "meta-llama/Meta-Llama-3-8B-Instruct", "derived", None),
    ("yahavb/Llama-3.2-11B-Vision-Instruct", "meta-llama/Llama-3.2-11B-Vision-Instruct", "derived", None),
    ("TheBloke/Llama-2-13B-chat-AWQ", "meta-llama/Llama-2-13b-chat-hf", "derived", "awq"),
    ("TheBloke/Llama-2-13B-chat-GPTQ", "meta-llama/Llama-2-13b-chat-hf", "derived", "gptq"),
    ("TheBloke/Llama-2-13B-chat-GGUF", "meta-llama/Llama-2-13b-chat-hf", "derived", "gguf"),
    ("TheBloke/Mistral-7B-Instruct-v0.2-AWQ", "mistralai/Mistral-7B-Instruct-v0.2", "derived", "awq"),
    (
        "TheBloke/Mixtral-8x7B-Instruct-v0.1-GPTQ-Int4",
        "mistralai/Mixtral-8x7B-Instruct-v0.1",
        "derived",
        "gptq-int4",
    ),
    ("unsloth/Llama-3.3-70B-Instruct-bnb-4bit", "meta-llama/Llama-3.3-70B-Instruct", "derived", "bnb-4bit"),
    (
        "unsloth/Meta-Llama-3.1-8B-Instruct-unsloth-bnb-4bit",
        "meta-llama/Llama-3.1-8B-Instruct",
        "derived",
        "unsloth-bnb-4bit",
    ),
    ("unsloth/phi-4-bnb-4bit", "microsoft/phi-4", "derived", "bnb-4bit"),
    ("RedHatAI/Llama-3.3-70B-Instruct-FP8", "meta-llama/Llama-3.3-70B-Instruct", "derived", "fp8"),
    (
        "RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic",
        "RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic",
        "exact",
        None,
    ),
    (
        "RedHatAI/Llama-3.3-70B-Instruct-quantized.w8a8",
        "meta-llama/Llama-3.3-70B-Instruct",
        "derived",
        "w8a8",
    ),
    (
        "RedHatAI/Llama-3.3-70B-Instruct-quantized.w4a16",
        "meta-llama/Llama-3.3-70B-Instruct",
        "derived",
        "w4a16",
    ),
    ("RedHatAI/gemma-4-26B-A4B-it-FP8-dynamic", "google/gemma-4-26B-A4B-it", "derived", "fp8"),
    ("neuralmagic/Mixtral-8x7B-Instruct-v0.1-FP8", "mistralai/Mixtral-8x7B-Instruct-v0.1", "derived", "fp8"),
    ("Qwen2.5-72B-Instruct-GPTQ-Int4", "Qwen/Qwen2.5-72B-Instruct", "derived", "gptq-int4"),
    ("Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int8", "Qwen/Qwen2.5-Coder-14B-Instruct", "derived", "gptq-int8"),
    ("Intel/gemma-4-31B-it-int4-AutoRound", "google/gemma-4-31B-it", "derived", "autoround-int4"),
    ("google/gemma-4-31B-it-qat-w4a16-ct", "google/gemma-4-31B-it", "derived", "w4a16"),
    ("google/gemma-3-27b-it-qat-q4_0-gguf", "google/gemma-3-27b-it", "derived", "q4_0"),
    ("nvidia/DeepSeek-R1-FP4", "deepseek-ai/DeepSeek-R1", "derived", "nvfp4"),
    ("nvidia/DeepSeek-R1-0528-FP4-V2", "deepseek-ai/DeepSeek-R1-0528", "derived", "nvfp4"),
    ("nvidia/Llama-3.3-70B-Instruct-NVFP4", "meta-llama/Llama-3.3-70B-Instruct", "derived", "nvfp4"),
    ("nvidia/Qwen3.5-397B-A17B-NVFP4-V2", "Qwen/Qwen3.5-397B-A17B", "derived", "nvfp4"),
    ("amd/Kimi-K2.5-MXFP4", "moonshotai/Kimi-K2.5", "derived", "mxfp4"),
    ("amd/Llama-3.1-405B-Instruct-FP8-KV", "meta-llama/Llama-3.1-405B-Instruct", "derived", "fp8-kv"),
    ("festr2/GLM-5-NVFP4-MTP", "zai-org/GLM-5", "derived", "nvfp4"),
    (
        "hugging-quants/Meta-Llama-3.1-405B-Instruct-AWQ-INT4",
        "meta-llama/Llama-3.1-405B-Instruct",
        "derived",
        "awq",
    ),
    (
        "hugging-quants/Meta-Llama-3.1-405B-Instruct-GPTQ-INT4",
        "meta-llama/Llama-3.1-405B-Instruct",
        "derived",
        "gptq-int4",
    ),
    ("kaitchup/Phi-3-mini-4k-instruct-gptq-4bit", "microsoft/Phi-3-mini-4k-instruct", "derived", "gptq-int4"),
    ("mlx-community/Llama-3.3-70B-Instruct-4bit", "meta-llama/Llama-3.3-70B-Instruct", "derived", "4bit"),
    ("bartowski/Llama-3.3-70B-Instruct-GGUF", "meta-llama/Llama-3.3-70B-Instruct", "derived", "gguf"),
    (
        "bartowski/Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf",
        "meta-llama/Llama-3.1-8B-Instruct",
        "derived",
        "q4_k_m",
    ),
    (
        "hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M",
        "meta-llama/Llama-3.2-3B-Instruct",
        "derived",
        "q4_k_m",
    ),
    ("unsloth/Qwen3.6-27B-MTP-GGUF", "Qwen/Qwen3.6-27B", "derived", "gguf"),
    ("llama3:8b", "meta-llama/Meta-Llama-3-8B-Instruct", "alias", "gguf-4bit"),
    ("llama3.1:8b", "meta-llama/Llama-3.1-8B-Instruct", "alias", "gguf-4bit"),
    ("llama3.3:70b", "meta-llama/Llama-3.3-70B-Instruct", "alias", "gguf-4bit"),
    ("llama3.1:70b-instruct-q4_K_M", "meta-llama/Llama-3.1-70B-Instruct", "derived", "q4_k_m"),
    ("llama3.1:8b-instruct-fp16", "meta-llama/Llama-3.1-8B-Instruct", "derived", "fp16"),
    ("gemma2:27b", "google/gemma-2-27b-it", "alias", "gguf-4bit"),
    ("gemma2:27b-instruct-q8_0", "google/gemma-2-27b-it", "derived", "q8_0"),
    ("qwen2.5:14b", "Qwen/Qwen2.5-14B-Instruct", "alias", "gguf-4bit"),
    ("qwen3:30b-a3b", "Qwen/Qwen3-30B-A3B", "derived", "gguf-4bit"),
    ("mistral:7b", "mistralai/Mistral-7B-Instruct-v0.3", "alias", "gguf-4bit"),
    ("library/llama3:8b", "meta-llama/Meta-Llama-3-8B-Instruct", "derived", "gguf-4bit"),
    ("ollama://llama3:8b", "meta-llama/Meta-Llama-3-8B-Instruct", "derived", "gguf-4bit"),
    ("s3://bucket/models/llama-3-8b-instruct/", "meta-llama/Meta-Llama-3-8B-Instruct", "derived", None),
    ("s3://bucket/llama-3-8b-instruct/v1", "meta-llama/Meta-Llama-3-8B-Instruct", "derived", None),
    ("gs://bucket/Qwen/Qwen2.5-7B-Instruct-AWQ", "Qwen/Qwen2.5-7B-Instruct-AWQ", "derived", None),
    ("/models/meta-llama/Meta-Llama-3-8B-Instruct", "meta-llama/Meta-Llama-3-8B-Instruct", "derived", None),
    ("./Qwen2.5-7B-Instruct", "Qwen/Qwen2.5-7B-Instruct", "derived", None),
]

AMBIGUOUS = [
    (
        "mistral-7b-instruct",
        (
            "mistralai/Mistral-7B-Instruct-v0.1",
            "mistralai/Mistral-7B-Instruct-v0.2",
            "mistralai/Mistral-7B-Instruct-v0.3",
        ),
        None,
    ),
    ("mistral-7b", ("mistralai/Mistral-7B-v0.1", "mistralai/Mistral-7B-v0.3"), None),
    ("mixtral-8x7b", ("mistralai/Mixtral-8x7B-v0.1", "mistralai/Mixtral-8x7B-Instruct-v0.1"), None),
    (
        "TheBloke/Mistral-7B-Instruct-AWQ",
        (
            "mistralai/Mistral-7B-Instruct-v0.1",
            "mistralai/Mistral-7B-Instruct-v0.2",
            "mistralai/Mistral-7B-Instruct-v0.3",
        ),
        None,
    ),
    ("command-r", ("CohereLabs/c4ai-command-r-v01", "CohereLabs/c4ai-command-r-08-2024"), None),
    ("phi-3-mini", ("microsoft/Phi-3-mini-4k-instruct", "microsoft/Phi-3-mini-128k-instruct"), None),
    (
        "nomic-embed-text",
        (
            "nomic-ai/nomic-embed-text-v1.5",
            "nomic-ai/nomic-embed-text-v1",
            "nomic-ai/nomic-embed-text-v2-moe",
        ),
        None,
    ),
]

UNKNOWN = [
    "llama-3",
    "llama3",
    "llama-3.1-9b-instruct",
    "llama-3-8b-chat",
    "llama-3-80b-instruct",
    "llama-31-8b",
    "llama-3.1-70b-instruct-finetuned",
    "acme/llama-3-8b-instruct-finetuned",
    "arcee-ai/Llama-3.1-SuperNova-Lite",
    "deepcogito/cogito-v2-preview-llama-70B",
    "XiaomiMiMo/MiMo-MiMo-V2-Flash",
    "llama3.1:latest",
    "llama3.1",
    "mistral",
    "gpt-4",
    "fp8",
    "8b",
    "/",
    "hf://",
    "@main",
    ":",
    "",
    " ",
]


@pytest.mark.parametrize(("name", "identifier", "certainty", "precision"), DECIDED)
def test_a_model_is_found_by_its_name(
    name: str, identifier: str, certainty: str, precision: str | None
) -> None:
    match = KnowledgeBase.load().models.resolve(name)
    assert [fact.id for fact in match.facts] == [identifier]
    assert match.fact is match.facts[0]
    assert (match.certainty, match.precision_hint) == (certainty, precision)
    assert match.reason.endswith(".")


@pytest.mark.parametrize(("name", "candidates", "precision"), AMBIGUOUS)
def test_a_model_is_never_guessed_between_two(
    name: str, candidates: tuple[str, ...], precision: str | None
) -> None:
    match = KnowledgeBase.load().models.resolve(name)
    assert tuple(fact.id for fact in match.facts) == candidates
    assert match.fact is None
    assert (match.certainty, match.precision_hint) == ("ambiguous", precision)


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_model_that_is_not_known_stays_unknown(name: str) -> None:
    match = KnowledgeBase.load().models.resolve(name)
    assert (match.facts, match.fact, match.certainty) == ((), None, "unknown")
    assert match.reason.endswith(".")
