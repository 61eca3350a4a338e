"""JSON pointers of the fields that several rules speak of."""

MODEL_ID = "/spec/identity/model/id"
TASK = "/spec/identity/model/task"
FRAMEWORK = "/spec/identity/model/framework"
PRECISION = "/spec/identity/model/precision"
MODEL_URI = "/spec/identity/model/artifacts/modelUri"
VENDOR = "/spec/runtime/accelerator/vendor"
TYPE = "/spec/runtime/accelerator/type"
COUNT = "/spec/runtime/accelerator/count"
BATCH = "/spec/runtime/batch/maxBatchSize"
LENGTH = "/spec/runtime/batch/maxSequenceLengthTokens"
CONCURRENCY = "/spec/operations/serving/maxConcurrency"
TIMEOUT = "/spec/operations/serving/timeoutSeconds"
LATENCY_TARGET = "/spec/operations/scaling/targetLatencyMsP95"
DEPENDENCIES = "/spec/pipeline/dependencies"


def annotation(name: str) -> str:
    """Return the pointer of one of our annotations: ``tensor-parallel``."""
    return f"/metadata/annotations/modelspec-lint~1{name}"


def variable(name: str) -> str:
    """Return the pointer of an environment variable."""
    return "/spec/runtime/environment/variables/" + name.replace("~", "~0").replace("/", "~1")
