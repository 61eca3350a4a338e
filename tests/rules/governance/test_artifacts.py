"""Where artifacts come from: MS810 and MS811."""

import time

import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.governance import artifact_not_pinned, insecure_artifact_uri

SHA = "5f0b02c75b57c5855da9ae460ce51323ea669d8a"
HF = "hf://meta-llama/Meta-Llama-3-8B-Instruct"


def pinned(uri, *, field="modelUri", variables="{}", stage="production", framework="vllm"):
    return lint_fragment(
        f"metadata: {{labels: {{environment: {stage}}}}}\n"
        f"spec: {{identity: {{model: {{framework: {framework}, artifacts: {{{field}: {uri!r}}}}}}}, "
        f"runtime: {{environment: {{variables: {variables}}}}}}}",
        artifact_not_pinned,
    )


def secure(uri, *, field="modelUri", framework="vllm", **options):
    return lint_fragment(
        f"spec: {{identity: {{model: {{framework: {framework}, artifacts: {{{field}: {uri!r}}}}}}}}}",
        insecure_artifact_uri,
        {"MS811": options},
    )


def test_a_repository_without_a_revision_is_not_pinned():
    (verdict,) = pinned(HF)
    assert brief([verdict]) == [
        "16:19 warning[MS810] The address of the model does not say which version is meant."
    ]
    assert verdict.help == ("the commit that was tested: hf://organisation/model@COMMIT",)


def test_the_tokenizer_is_asked_too():
    assert brief(pinned(HF, field="tokenizerUri")) == [
        "16:23 warning[MS810] The address of the tokenizer does not say which version is meant."
    ]


@pytest.mark.parametrize("revision", ["main", "latest", "MASTER", "production"])
def test_a_name_that_moves_is_no_version(revision):
    assert brief(pinned(f"{HF}@{revision}")) == [
        f"16:19 warning[MS810] `{revision}` is no fixed version of the model: what it means moves."
    ]


@pytest.mark.parametrize(
    "uri",
    [
        "s3://models/chat/model.safetensors",
        "s3://models/llama-3-8b/latest/",
        "gs://bucket/final",
        "https://example.com/models/model.safetensors",
        "oci://registry.example.com/models/chat",
        "oci://registry.example.com/models/chat:latest",
        "ollama://gemma3:27b",
        "pvc://models/chat",
        "models:/chat/Production",
        "models:/chat@champion",
        "hf://org/model/1.2.0",
    ],
)
def test_addresses_that_say_no_version_are_not_pinned(uri):
    assert len(pinned(uri)) == 1


@pytest.mark.parametrize(
    "uri",
    [
        f"{HF}@{SHA}",
        f"{HF}@9f2c1e7",
        f"{HF}@v1.0",
        f"{HF}?revision={SHA}",
        "s3://models/chat/1.2.0/model.safetensors",
        "s3://models/chat/v3/",
        "s3://models/chat/2026-10-01/",
        "s3://models/chat/20261001/model.safetensors",
        "s3://models/chat/9f2c1e7ab3/",
        "s3://models/chat-v1.2.0.tar.gz",
        "s3://models/chat/model.gguf?versionId=3sL4kqtJlcpXroDTDmJ",
        "gs://models/chat/run-2026-10-01T12:00/model",
        f"https://huggingface.co/org/model/resolve/{SHA}/model.safetensors",
        "oci://registry.example.com/models/chat@sha256:" + "0a" * 32,
        "oci://registry.example.com/models/chat:1.2.0",
        "pvc://models/chat/version=3",
        "models:/chat/3",
        "ngc://nvidia/nemo/llama:1.0",
        "runs:/0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e/model",
        "file:///models/chat",
        "/models/chat",
        "models/chat",
        "s3://models/${MODEL_VERSION}/chat",
        "{{ .Values.modelUri }}",
        "http://models.example.com/chat",
        "acme-store://chat",
    ],
)
def test_versions_paths_of_the_machine_and_what_is_filled_in_are_silent(uri):
    assert pinned(uri) == ()


def test_a_revision_that_the_engine_is_given_pins():
    assert pinned(HF, variables=f"{{VLLM_ARGS: '--revision {SHA}'}}") == ()
    assert pinned(HF, variables=f"{{REVISION: {SHA!r}}}", framework="tgi") == ()
    assert len(pinned(HF, variables="{VLLM_ARGS: '--revision main'}")) == 1


def test_other_stages_and_absent_addresses_are_silent():
    assert pinned(HF, stage="staging") == ()
    assert lint_fragment("metadata: {labels: {environment: production}}", artifact_not_pinned) == ()


@pytest.mark.parametrize("scheme", ["http", "HTTP", "ftp", "git"])
def test_an_unprotected_way_is_an_error(scheme):
    (verdict,) = secure(f"{scheme}://models.example.com/chat.safetensors")
    assert brief([verdict]) == [
        f"14:19 error[MS811] The model comes over {scheme.lower()}://, where anybody on the way can "
        "replace it."
    ]
    assert verdict.help == ("https://, or a store that proves who sends: hf://, s3://, oci:// with a digest",)


def test_an_unknown_scheme_is_an_error_with_the_nearest_that_is_known():
    (verdict,) = secure("htps://models.example.com/chat", field="tokenizerUri")
    assert brief([verdict]) == ["14:23 error[MS811] Nothing is known to load a tokenizer from htps://."]
    assert verdict.help == ("did you mean https://?", "for a store of your own, the option schemes: [htps]")
    (verdict,) = secure("acme-store://chat")
    assert verdict.help[0] == "one that is known, such as hf://, s3:// or oci://"


@pytest.mark.parametrize("schemes", [("acme-store",), ("ACME-Store://",)])
def test_schemes_of_ones_own_are_known(schemes):
    assert secure("acme-store://chat", schemes=schemes) == ()


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("hf://org/model/pytorch_model.bin", "pytorch_model.bin is PyTorch weights as a pickle"),
        ("s3://models/chat/consolidated.00.pth", "consolidated.00.pth is PyTorch weights as a pickle"),
        ("/models/chat.CKPT?x=1", "chat.CKPT is a PyTorch checkpoint as a pickle"),
        ("models/ranker.pkl", "ranker.pkl is a pickle"),
    ],
)
def test_a_pickle_is_a_warning(uri, said):
    assert brief(secure(uri)) == [f"14:19 warning[MS811] {said}: opening it may run its author's code."]


@pytest.mark.parametrize(
    ("uri", "framework"),
    [
        ("hf://org/model", "vllm"),
        ("https://example.com/model.safetensors", "vllm"),
        ("http://localhost:8080/model", "vllm"),
        ("http://127.0.0.1/model", "vllm"),
        ("s3://models/model.gguf", "llama.cpp"),
        ("hf://ggerganov/whisper.cpp/ggml-large-v3.bin", "vllm"),
        ("s3://models/model.bin", "llama.cpp"),
        ("s3://models/openvino_model.bin", "vllm"),
        ("s3://models/model.bin", "faster-whisper"),
        ("ollama://phi4", "ollama"),
        ("models:/chat/3", "vllm"),
        ("dbfs:/models/chat", "vllm"),
        ("pvc://models/chat", "vllm"),
        ("/models/chat", "vllm"),
        ("C:/models/chat", "vllm"),
        ("registry.example.com/models/chat:1.0", "vllm"),
        ("${MODEL_URI}", "vllm"),
        ("http://${MODEL_HOST}/chat", "vllm"),
        ("", "vllm"),
    ],
)
def test_protected_local_and_unwritten_addresses_are_silent(uri, framework):
    assert secure(uri, framework=framework) == ()


def test_a_password_in_an_address_is_not_repeated():
    for host in ("example.com/model.bin", "host.bin"):
        (verdict,) = secure(f"https://user:hunter2@{host}")
        assert "hunter2" not in verdict.message


@pytest.mark.parametrize(
    "uri",
    [
        "s3://a/" + "1.1" + "a" * 290 + "!",
        "s3://a/" + "-1.1.1" * 40_000,
        "s3://" + "a/1." * 40_000,
        "hf://" + "@" * 100_000,
    ],
)
def test_a_hostile_address_is_read_in_no_time(uri):
    started = time.perf_counter()
    assert len(pinned(uri)) == 1
    assert time.perf_counter() - started < 5
