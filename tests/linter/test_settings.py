import pytest

from modelspec_lint.linter.settings import KNOWN, declared_in_environment, read_settings

VARIABLES = {"MAX_MODEL_LEN": "sequence-length", "TENSOR_PARALLEL_SIZE": "tensor-parallel"}
FLAGS = {"--max-model-len": "sequence-length", "-tp": "tensor-parallel"}


def test_every_annotation_of_the_format_is_read():
    settings = read_settings(
        {
            "modelspec-lint/tensor-parallel": "4",
            "modelspec-lint/pipeline-parallel": "2",
            "modelspec-lint/kv-cache-dtype": "FP8",
            "modelspec-lint/gpu-memory-utilization": "0.95",
            "modelspec-lint/max-batched-tokens": "8192",
            "modelspec-lint/input-tokens": "1024",
            "modelspec-lint/output-tokens": " 256 ",
            "modelspec-lint/engine-version": "v0.11.2",
            "modelspec-lint/parameters": "7.2B",
            "modelspec-lint/ignore": "MS203 reason: load test",
            "team": "search",
        }
    )
    assert settings.tensor_parallel == 4
    assert settings.pipeline_parallel == 2
    assert settings.kv_cache_dtype == "fp8"
    assert settings.gpu_memory_utilization == 0.95
    assert settings.max_batched_tokens == 8192
    assert (settings.input_tokens, settings.output_tokens) == (1024, 256)
    assert settings.engine_version == "0.11.2"
    assert settings.parameters == 7_200_000_000
    assert settings.bad == {}
    assert settings.unknown == ()
    assert len(KNOWN) == 10


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tensor-parallel", "0"),
        ("tensor-parallel", "-1"),
        ("tensor-parallel", "two"),
        ("tensor-parallel", "٤"),
        ("tensor-parallel", "9" * 5000),
        ("pipeline-parallel", ""),
        ("kv-cache-dtype", "fp7"),
        ("gpu-memory-utilization", "1.5"),
        ("gpu-memory-utilization", "0"),
        ("gpu-memory-utilization", "nan"),
        ("gpu-memory-utilization", "90%"),
        ("engine-version", "latest"),
        ("parameters", "seven billion"),
        ("parameters", "0B"),
    ],
)
def test_an_unusable_annotation_is_bad_and_not_a_value(name, text):
    key = f"modelspec-lint/{name}"
    settings = read_settings({key: text})
    assert list(settings.bad) == [key]
    assert getattr(settings, name.replace("-", "_")) is None


def test_an_unknown_annotation_under_our_prefix_is_kept_apart():
    assert read_settings({"modelspec-lint/tensor-paralel": "2"}).unknown == ("modelspec-lint/tensor-paralel",)


def test_variables_and_the_flags_inside_them_declare_settings():
    found = declared_in_environment(
        {"MAX_MODEL_LEN": "8192", "VLLM_ARGS": "--max-model-len=4096 -tp 2", "PORT": "8000"}, VARIABLES, FLAGS
    )
    assert found == {"sequence-length": ("8192", "MAX_MODEL_LEN"), "tensor-parallel": ("2", "VLLM_ARGS")}


def test_an_open_quote_in_a_variable_does_not_hide_its_flags():
    found = declared_in_environment({"ARGS": "--max-model-len 4096 --name 'x"}, VARIABLES, FLAGS)
    assert found["sequence-length"] == ("4096", "ARGS")


@pytest.mark.parametrize(
    "text",
    [
        "--max-model-len 8192",
        "--max_model_len=8192",
        '["--max-model-len", "8192"]',
        "['--max-model-len=8192']",
        "serve x --max-model-len  8192 --other",
    ],
)
def test_flags_are_found_in_every_spelling_that_engines_take(text):
    assert declared_in_environment({"ARGS": text}, {}, FLAGS)["sequence-length"] == ("8192", "ARGS")
