"""The shapes of facts: what one entry of the knowledge base says.

Units stand in the field names (``_gib`` is 2**30 bytes, ``_gb`` is 10**9). ``None`` means unknown unless the
field says otherwise; ``unverified`` names the facts of an entry that may never support an error. An entry is
compared by identity: there is one object per entry, and it can be a key.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, TypeVar

STATED_BY = "stated by "
"""How the basis of a value begins that an overlay states: the layer and its source follow."""

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform

    T = TypeVar("T")

    @dataclass_transform(frozen_default=True, eq_default=False)
    def _fact(shape: type[T]) -> type[T]: ...

else:

    def _fact(shape: type) -> type:
        """Make a class a fact: checked to be immutable where types are checked, made at half the cost."""
        return dataclass(slots=True, eq=False, repr=False)(shape)


CacheKind = Literal["full", "sliding", "chunked", "latent", "state", "cross"]


@dataclass(frozen=True, slots=True)
class CacheLayers:
    """Layers of one model that keep the same kind of cache.

    ``elements`` is K and V together, per token and layer (for ``state``: per sequence and layer,
    independent of its length; for ``cross``: per encoder token and layer, ``window`` being the encoder's
    length where it is fixed). ``latent`` is MLA's compressed cache, which tensor parallelism does not
    divide. ``heads`` are the KV heads over which tensor parallelism divides.
    """

    kind: CacheKind
    layers: int
    elements: int
    heads: int | None = None
    window: int | None = None
    indexer_bytes: int = 0  # sparse-attention indexer, bytes per token and layer, replicated on every rank


@dataclass(frozen=True, slots=True)
class Experts:
    """The mixture-of-experts part of a model."""

    count: int
    per_token: int
    width: int
    layers: int | None
    shared_width: int = 0
    latent_width: int | None = None


@_fact
class Model:
    """One open-weight model: its dimensions, cache layout, native precision and licence."""

    id: str
    aliases: tuple[str, ...]
    ambiguous_aliases: tuple[str, ...]  # names that other models share: candidates, never a choice
    family: str
    task: str
    architecture: str | None
    parameters: int
    parameters_basis: str | None  # how the count was checked: exact, text-computed, no-reference, ...
    active_parameters: int | None
    layers: int | None
    hidden: int | None
    ffn: int | None
    heads: int | None
    kv_heads: int | None
    head_dim: int | None
    vocabulary: int | None
    tied_embeddings: bool | None
    context: int | None  # max_position_embeddings; None when unknown or unlimited
    context_basis: str | None  # grade of the claim, as its source states it
    position: str | None  # rope, learned, relative-bias, alibi, nope
    rope_scaling: dict[str, Any] | None
    attention: str | None
    cache: tuple[CacheLayers, ...] | None  # None: no formula is known; (): keeps no cache
    experts: Experts | None
    recipe: dict[str, Any]  # what a recount of the parameters from the dimensions needs
    text_parameters: int | None  # multimodal models: the language model's share
    precision: str  # id of the precision of the weights as published
    dtype: str | None  # torch_dtype: what "auto" means for the KV cache
    dtype_basis: str | None  # grade of the claim
    embedding_width: int | None  # embedding models: the length of the vector
    checkpoints: dict[
        str, str
    ]  # other publishers' repackagings of this model: their id -> id of its precision
    license: str | None
    gated: bool | None
    released: str | None
    unverified: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MigProfile:
    """One MIG slice of an accelerator."""

    name: str
    memory_gib: float | None  # what a process sees; None when only the name is known, which overstates
    instances: int | None  # how many of them one accelerator holds
    basis: str


@_fact
class Accelerator:
    """One variant of an accelerator, by memory size and form factor."""

    id: str
    vendor: str
    name: str
    aliases: tuple[str, ...]
    ambiguous_aliases: tuple[str, ...]
    kubernetes_labels: dict[str, tuple[str, ...]]
    kubernetes_resource: str | None
    architecture: str | None
    compute_capability: tuple[int, int] | None
    gfx: str | None  # AMD's name of the instruction set
    memory_gb: float  # marketing
    driver_memory_mib: int | None  # what nvidia-smi / rocm-smi prints
    driver_memory_note: str | None
    visible_memory_gib: tuple[float, float]  # what a framework sees of one schedulable unit (low, high)
    visible_memory_basis: str  # "measured", or what the interval was derived from
    largest_memory_gib: float  # no configuration (driver, ECC off) shows more: the end that errors use
    memory_type: str | None
    bandwidth_gb_s: float | None
    tflops: dict[str, float]  # dense rates by precision; absent: see the next two
    unsupported_precisions: tuple[str, ...]
    unknown_precisions: tuple[str, ...]
    interconnect: dict[str, Any] | None
    fast_domain: int | None  # accelerators of one node joined by the fast interconnect
    mig_profiles: tuple[MigProfile, ...]
    schedulable_unit: str | None
    power_w: int | None
    on_demand_usd_per_hour: float | None  # what one costs its user, by contract; None: as its instances do
    released: int | None
    unverified: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@_fact
class Precision:
    """How weights are stored: bits on the quantised linears, and the type they are multiplied in."""

    id: str
    aliases: tuple[str, ...]
    name: str
    bits: float  # per weight on quantised linears, scales included
    bits_low: float  # smallest and largest published variant (group sizes, double quantisation)
    bits_high: float
    scope: Literal[
        "all", "linears", "experts", "file-mean"
    ]  # which weights have these bits; the rest stay 16-bit
    compute: str | None  # native rate asked of the accelerator: bf16, fp16, fp8, fp4, int8; weight-only: fp16
    weight_only: bool
    kv_cache_bytes: float | None  # set when the checkpoint format carries a KV scheme
    # on a hybrid with experts: bits of its layers outside the experts, which most checkpoints keep wider
    beside_experts_bits: float | None
    kv_cache_bytes_low: float | None  # what some checkpoints of the format ask of the cache, per element
    # architectures whose activations leave the range of the type, and what is known of it
    overflows: dict[str, str]
    sources: tuple[str, ...]


@_fact
class Engine:
    """One serving engine. ``facts`` holds what the arithmetic and the rules ask of it, by name."""

    id: str
    aliases: tuple[str, ...]
    name: str
    vendors: tuple[str, ...]
    tasks: tuple[str, ...]
    paged: bool  # queues or preempts when the cache is full
    allocates_up_front: bool  # takes batch x sequence at start
    offloads: bool  # spills to the host or splits by layers instead of refusing
    tensor_parallel: bool  # shards layers over the declared accelerators
    precisions: dict[str, str]  # id of a precision -> reads, refuses; absent: unknown
    facts: dict[str, Any]
    sources: tuple[str, ...]


@_fact
class Workload:
    """What a task's typical request looks like, and how its model runs."""

    id: str
    aliases: tuple[str, ...]
    name: str
    execution: Literal["generate", "prefill", "window", "denoise"]
    input_tokens: int | None
    output_tokens: int | None
    input_types: tuple[str, ...]
    output_types: tuple[str, ...]
    # ids of the tasks that a model made for this one does as it is, and that it has to be changed for
    covers: tuple[str, ...]
    adapts_to: tuple[str, ...]
    sources: tuple[str, ...]


@_fact
class Instance:
    """One cloud instance type with its accelerators and its list price."""

    id: str
    aliases: tuple[str, ...]
    cloud: str
    accelerator: str  # id of the accelerator
    count: float
    vcpus: float | None
    memory_gib: float | None
    usd_per_hour: float | None
    region: str | None
    price_date: str | None
    spot_usd_per_hour: float | None
    capacity_block_usd_per_hour: float | None
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@_fact
class Control:
    """A law, a standard or a framework that specs are held to, by the paragraph that rules cite."""

    id: str
    aliases: tuple[str, ...]
    name: str
    kind: Literal["law", "standard", "framework"]
    paragraphs: tuple[str, ...]
    asks: str  # what it asks of who runs a model, in our words
    retention_min_days: int | None  # how long records must be kept at least; None: it states no length
    retention_max_days: (
        int | None
    )  # after how long they must be gone at the latest; None: it states no length
    retention_paragraph: str | None
    unverified: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@_fact
class Licence:
    """The terms under which a model's weights are published; ``aliases`` are how model cards name them."""

    id: str
    aliases: tuple[str, ...]
    name: str
    spdx: str | None
    commercial: Literal["yes", "conditions", "no"] | None  # None: unknown
    conditions: tuple[str, ...]  # thresholds, fields of use, attribution: in our words
    url: str | None
    unverified: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@_fact
class EfficiencyBand:
    """How near to the bounds of physics engines were seen to come: a fit to published measurements.

    ``engines`` are ids, ``devices`` classes of accelerators; empty: any. ``mixture``: for models of experts,
    for dense ones, or (``None``) for both. ``facts`` holds what the arithmetic of latency asks, by name.
    """

    id: str
    aliases: tuple[str, ...]
    name: str
    engines: tuple[str, ...]
    devices: tuple[str, ...]
    mixture: bool | None
    facts: dict[str, Any]
    rows: int  # measurements behind the fit
    sources: tuple[str, ...]


def model_of_size(name: str, parameters: int) -> Model:
    """Make a model of which nothing is known but its size, as its user states it: enough for its weights."""
    unknown: dict[str, Any] = {each.name: None for each in fields(Model)}
    empty = dict.fromkeys(("aliases", "unverified", "notes"), ())
    known = {"id": name, "parameters": parameters, "family": "", "task": "", "recipe": {}, "checkpoints": {}}
    return Model(**{**unknown, **empty, **known, "sources": ("the annotation modelspec-lint/parameters",)})
