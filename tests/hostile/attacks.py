"""Attacks by what lies in a repository: its packs, configuration, specs, names, links and artifacts."""

from __future__ import annotations

import json
import struct

from tests.hostile.tree import GOOD, Attack, Folder, Link, Pipe

CONTROLS = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\u2066\u2028"
"""Sets a terminal's title, clears it, colours it, turns the text around, breaks the line."""

FACTS = "apiVersion: modelspec-lint/v1\nkind: Knowledge\n"

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def pack(*rules: str, head: str = "") -> str:
    """A declarative pack with some rules."""
    return (
        "apiVersion: modelspec-lint/v1\nkind: RulePack\nmetadata: {name: evil, version: 1.0.0}\n"
        + head
        + "rules:\n"
        + "".join(rules)
    )


def rule(body: str, number: int = 1, name: str = "evil-rule") -> str:
    """One rule of such a pack."""
    return (
        f"  - id: EVIL{number:03}\n    name: {name}-{number}\n    severity: warning\n    why: So.\n"
        "    cases: {bad: {metadata: {name: a}}, good: {metadata: {name: b}}}\n"
        + "".join(f"    {line}\n" for line in body.splitlines())
    )


def when(expression: str, refused: str = "p.yaml:", code: int = 2) -> Attack:
    """A condition of a pack that the program refuses when it loads the pack, or when it asks the rule."""
    return Attack(
        {"p.yaml": pack(rule(f"when: {json.dumps(expression)}"))},
        ("lint", "-v", "--pack", "p.yaml", "."),
        codes=(code,),
        says=(refused,),
    )


def configured(text: str, **files: object) -> Attack:
    """A configuration that the program refuses."""
    others = {name.replace("__", "."): content for name, content in files.items()}
    return Attack({"modelspec.toml": text, **others}, codes=(2,), says=("modelspec.toml",))  # type: ignore[dict-item]


def bomb(levels: int = 12) -> str:
    """Aliases of aliases: nine to the power of the levels."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


def merge_bomb(levels: int = 40) -> str:
    """Merge keys that each hold the one before twice."""
    lines = ["m0: &m0 {k0: v}"]
    lines += [
        f"m{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}], k{n}: {{<<: *m{n - 1}}}}}" for n in range(1, levels)
    ]
    return "\n".join(lines) + "\n"


def gguf(count: int) -> bytes:
    """The head of a GGUF file that announces as many tensors and entries."""
    return b"GGUF" + struct.pack("<IQQ", 3, count, count) + b"\xff" * 64


_GROWING = (
    "{{ [metadata.description, metadata.description, metadata.description] | join | upper | lower }}" * 9
)

EXPRESSIONS = {
    "attributes-of-a-text": when("{{ ''.__class__.__mro__[1].__subclasses__() }}"),
    "attributes-of-a-view": when("{{ spec.__init__.__globals__ is defined }}"),
    "attributes-in-brackets": when("{{ spec['__class__'] is defined }}"),
    "attributes-by-filter": when("{{ (spec | attr('__class__')) is defined }}"),
    "attributes-by-map": when("{{ [spec] | map(attribute='__class__') | list | length > 0 }}"),
    "globals-of-jinja": when("{{ cycler.__init__.__globals__.os.system('touch canary') }}"),
    "self-of-jinja": when("{{ self._TemplateReference__context.environment is defined }}"),
    "undefined-of-jinja": when("{{ nothing_at_all.__init__.__globals__ is defined }}"),
    "format-method": when("{{ '{0.__class__.__init__.__globals__}'.format(spec) is defined }}"),
    "format-filter": when("{{ ('%1000000000d' | format(1)) is defined }}"),
    "percent-sign": when("{{ '%1000000000d' % 1 == '' }}", "ExpressionError: %", 3),
    "huge-range": when("{{ range(10 ** 9) | length > 1 }}"),
    "huge-power": when("{{ 10 ** 10 ** 10 ** 10 > 1 }}", "larger than rules of packs compute with", 0),
    "huge-power-from-the-right": when("{{ 10 ** (10 ** 9) > 1 }}", "ExpressionError: a power", 3),
    "huge-number": when("{{ " + "9" * 1900 + " > 1 }}"),
    "huge-shift": when("{{ 1 << 10000000000 > 1 }}"),
    "huge-text": when("{{ 'a' * 10000000000 == 'a' }}", "ExpressionError: *", 3),
    "include": when("{% include '/etc/passwd' %}"),
    "import": when("{% import 'p.yaml' as p %}{{ p }}"),
    "loop": when("{% for x in range(9) %}{% for y in range(9) %}{% endfor %}{% endfor %}"),
    "call-of-a-block": when("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"),
    "nested-brackets": when("{{ " + "(" * 900 + "1" + ")" * 900 + " > 0 }}"),
    "endless-expression": when("{{ " + " and ".join(["1 > 0"] * 400) + " }}"),
    "lambda-of-a-name": when("{{ (lambda: 1)() }}"),
    "power-of-a-value": Attack(
        {
            "p.yaml": pack(
                rule("when: '{{ spec.runtime.batch.maxBatchSize ** 9 ** 9 > 1 }}'"),
                rule("when: '{{ (10 ** 32) ** 32 > 1 }}'", 2),
                rule("when: '{{ spec.runtime.batch.maxBatchSize ** 32 ** 1 > 1 }}'", 3),
            )
        },
        ("lint", "--format", "json", "--pack", "p.yaml", "."),
        codes=(0,),
        says=("EVIL001", "EVIL002", "larger than rules of packs compute with"),
    ),
    "texts-that-grow": Attack(
        {"p.yaml": pack(rule("when: '{{ 1 > 0 }}'\nmessage: '" + _GROWING + "'"))},
        ("lint", "--pack", "p.yaml", "."),
        spec=GOOD.replace("name: chat", f"name: chat, description: {'x' * 3900}"),
        says=("EVIL001",),
        never=("x" * 5000,),
    ),
    "a-message-of-everything": Attack(
        {
            "p.yaml": pack(
                rule(
                    "when: '{{ 1 > 0 }}'\nmessage: '"
                    + "{{ metadata.description ~ metadata.description }}" * 20
                    + "'"
                )
            )
        },
        ("lint", "--format", "json", "--pack", "p.yaml", "."),
        spec=GOOD.replace("name: chat", f"name: chat, description: {'x' * 3900}"),
        says=("EVIL001",),
        never=("x" * 5000,),
    ),
}

PATTERNS = {
    f"exploding-pattern-{number}": Attack(
        {
            "p.yaml": pack(
                rule(
                    "template: pattern\n"
                    f"with: {{field: metadata.description, pattern: {json.dumps(pattern)}}}"
                ),
            )
        },
        ("lint", "--pack", "p.yaml", "."),
        spec=GOOD.replace("name: chat", f"name: chat, description: {text}"),
    )
    for number, (pattern, text) in enumerate(
        (
            ("^(a+)+$", "a" * 4000 + "b"),
            ("^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 4000),
            ("^(a|aa|aaa)*b$", "a" * 4000),
            ("^((a{1,100}){1,100}){1,100}$", "a" * 4000 + "b"),
            ("(.*)*(.*)*(.*)*x", "y" * 4000),
            (r"^(\w+\s?)*$", "ab " * 1300 + "!"),
        )
    )
} | {
    "pattern-with-back-references": Attack(
        {"p.yaml": pack(rule(r"template: naming" + "\n" + r"with: {pattern: '^(a*)*\1$', scheme: x}"))},
        ("lint", "--pack", "p.yaml", "."),
        codes=(2,),
        says=("look-around",),
    ),
    "pattern-from-a-spec": when("{{ metadata.name is matching(metadata.description) }}"),
    "glob-that-explodes-in-a-selector": Attack(
        {
            "p.yaml": pack(
                rule(
                    f"where: {{files: ['{'**/*a' * 40}b', '{'*a' * 100}b'], "
                    f"labels: {{environment: '{'*d' * 200}'}}}}\n"
                    "template: required-label\nwith: {label: team}"
                )
            ),
            "a" * 200 + ".modelspec.yaml": GOOD.replace("environment: dev", f"environment: {'d' * 400}x"),
        },
        ("lint", "--pack", "p.yaml", "."),
    ),
}

PACKS = {
    "extends-itself": Attack(
        {"p.yaml": pack(rule("template: required-label\nwith: {label: a}"), head="extends: [p.yaml]\n")},
        ("lint", "--pack", "p.yaml", "."),
        codes=(2,),
        says=("circle",),
    ),
    "extends-in-a-circle": Attack(
        {f"p{n}.yaml": f"{pack(head=f'extends: [p{(n + 1) % 3}.yaml]' + chr(10))}  []\n" for n in range(3)},
        ("lint", "--pack", "p0.yaml", "."),
        codes=(2,),
    ),
    "extends-without-end": Attack(
        {
            f"p{n}.yaml": pack(head=f"extends: [p{n + 1}.yaml, p{n + 2}.yaml]\n").replace("evil", f"evil-{n}")
            + "  []\n"
            for n in range(200)
        },
        ("lint", "--pack", "p0.yaml", "."),
        codes=(2,),
        says=("too many",),
    ),
    **{
        f"extends-{name}": Attack(
            {
                "d/p.yaml": pack(head=f"extends: [{json.dumps(path)}]\n") + "  []\n",
                "d/link.yaml": Link("OUTSIDE/secret.yaml"),
            },
            ("lint", "--pack", "d/p.yaml", "."),
            codes=(2,),
            says=("extends:",),
        )
        for name, path in {
            "upwards": "../../outside/secret.yaml",
            "by-a-full-path": "OUTSIDE/secret.yaml",
            "home": "~/secret.yaml",
            "by-a-link": "link.yaml",
            "with-a-nul": "a\0b.yaml",
            "with-a-backslash": "..\\..\\outside\\secret.yaml",
            "a-device": "/dev/zero",
            "an-address": "http://169.254.169.254/latest/meta-data",
        }.items()
    },
    "knowledge-of-a-pack-upwards": Attack(
        {"p.yaml": pack(head="knowledge: [../outside/secret.yaml]\n") + "  []\n"},
        ("lint", "--pack", "p.yaml", "."),
        codes=(2,),
        says=("knowledge:",),
    ),
    "a-tag-in-a-pack": Attack(
        {"p.yaml": pack(rule("when: !!python/object/apply:os.system ['touch canary']"))},
        ("lint", "--pack", "p.yaml", "."),
        codes=(2,),
        says=("p.yaml:",),
    ),
    "aliases-in-a-pack": Attack(
        {"p.yaml": bomb() + pack(rule("template: required-label\nwith: {label: a}"))},
        ("lint", "--pack", "p.yaml", "."),
        codes=(2,),
    ),
    "merge-keys-in-a-pack": Attack(
        {"p.yaml": merge_bomb() + pack()}, ("lint", "--pack", "p.yaml", "."), codes=(2,)
    ),
    "a-pack-that-never-ends": Attack(
        {"p.yaml": Link("/dev/zero")}, ("lint", "--pack", "p.yaml", "."), codes=(2,)
    ),
    "a-pack-that-is-a-pipe": Attack({"p.yaml": Pipe()}, ("lint", "--pack", "p.yaml", "."), codes=(2,)),
    "a-pack-of-a-hundred-thousand-rules": Attack(
        {"p.yaml": pack(*["  - {id: EVIL001}\n"] * 20_000)}, ("lint", "--pack", "p.yaml", "."), codes=(2,)
    ),
    "a-pack-in-control-of-a-terminal": Attack(
        {
            "p.yaml": pack(
                rule(
                    "when: '{{ 1 > 0 }}'\n"
                    + f"message: {json.dumps(CONTROLS + ' {{ metadata.name }}')}\n"
                    + f"help: {json.dumps(CONTROLS)}\n"
                    + f"summary: {json.dumps('Evil' + CONTROLS)}\n"
                    + f"tags: [{json.dumps('t' + CONTROLS)}]"
                )
            )
        },
        ("lint", "-v", "--pack", "p.yaml", "."),
        codes=(0, 1, 2),
        says=("p.yaml",),
    ),
    "the-page-of-a-pack": Attack(
        {"p.yaml": pack(rule(f"when: '{{{{ 1 > 0 }}}}'\nhelp: {json.dumps(CONTROLS)}"))},
        ("explain", "--pack", "p.yaml", "EVIL001"),
        codes=(0, 2),
    ),
    "the-list-of-a-pack": Attack(
        {"p.yaml": pack(rule(f"when: '{{{{ 1 > 0 }}}}'\nsummary: {json.dumps('Evil' + CONTROLS)}"))},
        ("rules", "--pack", "p.yaml", "--select", "EVIL"),
        codes=(0, 2),
    ),
    "cases-of-a-pack": Attack(
        {"p.yaml": pack(rule(f"when: '{{{{ 1 > 2 }}}}'\nmessage: {json.dumps(CONTROLS)}"))},
        ("pack", "test", "p.yaml"),
        codes=(1, 2),
    ),
    "a-requirement-of-a-pack": Attack(
        {
            "p.yaml": pack().replace("version: 1.0.0", f"version: 1.0.0, requires: '>={'9' * 5000}'")
            + "  []\n"
        },
        ("lint", "--pack", "p.yaml", "."),
        codes=(2,),
    ),
}

CONFIGURATION = {
    "names-a-module": configured('packs = ["os"]\n'),
    "names-a-file-of-python": configured('packs = ["evil.py"]\n', evil__py="open('canary', 'w')\n"),
    "names-an-entry-point": configured('packs = ["evil:plugin"]\n', evil__py="open('canary', 'w')\n"),
    "names-python-by-a-link": Attack(
        {
            "modelspec.toml": 'packs = ["p.yaml"]\n',
            "p.yaml": Link("evil.py"),
            "evil.py": "open('canary', 'w')\n",
        },
        codes=(2,),
        says=("p.yaml:1:1: a map is wanted",),
    ),
    "packs-upwards": configured('packs = ["../outside/secret.yaml"]\n'),
    "packs-by-a-link": configured('packs = ["p.yaml"]\n', p__yaml=Link("OUTSIDE/secret.yaml")),
    "knowledge-upwards": configured('knowledge = ["../outside/*.yaml"]\n'),
    "knowledge-by-a-full-path": configured('knowledge = ["OUTSIDE/secret.yaml"]\n'),
    "knowledge-by-a-link": configured('knowledge = ["k.yaml"]\n', k__yaml=Link("OUTSIDE/secret.yaml")),
    "baseline-upwards": configured('baseline = "../outside/b.json"\n'),
    "extends-upwards": configured('extend = "../outside/secret.toml"\n'),
    "extends-by-a-link": configured('extend = "link.toml"\n', link__toml=Link("OUTSIDE/secret.toml")),
    "extends-in-a-circle": configured('extend = "b.toml"\n', b__toml='extend = "modelspec.toml"\n'),
    "extends-itself": configured('extend = "modelspec.toml"\n'),
    "extends-a-pipe": configured('extend = "pipe.toml"\n', pipe__toml=Pipe()),
    "extends-a-device": configured('extend = "zero.toml"\n', zero__toml=Link("/dev/zero")),
    "extends-without-end": Attack(
        {
            "modelspec.toml": 'extend = "c0.toml"\n',
            **{f"c{n}.toml": f'extend = "c{n + 1}.toml"\n' for n in range(300)},
        },
        codes=(2,),
    ),
    "nested-lists": configured("select = " + "[" * 100_000 + "]" * 100_000 + "\n"),
    "nested-tables": configured("x = " + "{a = " * 20_000 + "1" + "}" * 20_000 + "\n"),
    "a-key-of-ten-thousand-parts": configured(".".join(["a"] * 10_000) + " = 1\n"),
    "a-hundred-thousand-tables": configured("".join(f"[t{n}.a.b.c]\n" for n in range(60_000))),
    "too-large": configured("# " + "x" * 2_000_000),
    "controls-in-a-name": configured(
        f'"select{CONTROLS.encode("unicode_escape").decode()}" = 1\n'.replace("\\x", "\\u00")
    ),
    "controls-raw": configured(f'select = ["{CONTROLS}"]\n'),
    "no-utf-8": Attack({"modelspec.toml": b'select = ["\xff\xfe\x00"]\n'}, codes=(2,), says=("UTF-8",)),
    "a-pipe": Attack({"modelspec.toml": Pipe()}, codes=(2,), says=("modelspec.toml",)),
    "a-folder": Attack({"modelspec.toml": Folder()}, codes=(2,), says=("modelspec.toml",)),
    "a-device": Attack({"modelspec.toml": Link("/dev/zero")}, codes=(2,), says=("modelspec.toml",)),
    "a-link-out": Attack(
        {"modelspec.toml": Link("OUTSIDE/secret.toml")}, codes=(2,), says=("modelspec.toml",)
    ),
    "a-link-to-itself": Attack({"modelspec.toml": Link("modelspec.toml")}, codes=(0, 2)),
    "patterns-that-explode": Attack(
        {
            "modelspec.toml": f'exclude = ["{"**/a*" * 60}b", "{"*a" * 120}b"]\n'
            f'[[overrides]]\nfiles = ["{"**/*a" * 60}/b"]\n'
            'profile = "minimal"\n',
            "a/" * 40 + "a" * 150 + ".modelspec.yaml": GOOD,
        },
    ),
    "in-a-pyproject": Attack(
        {"pyproject.toml": '[tool.modelspec]\npacks = ["evil.py"]\n', "evil.py": "open('canary', 'w')\n"},
        codes=(2,),
        says=("pyproject.toml",),
    ),
    "huge-numbers": configured(f"[workload]\ninput-tokens = {'9' * 4000}\noutput-tokens = 1e999\n"),
    "shown": Attack({"modelspec.toml": f'select = ["{CONTROLS}"]\n'}, ("config", "show"), codes=(2,)),
}

PYTHON = {
    "modules-that-look-like-ours": Attack(
        {
            f"{name}.py": "open('canary', 'w')\nraise SystemExit(0)\n"
            for name in (
                "yaml",
                "click",
                "jinja2",
                "pluggy",
                "modelspec_lint",
                "sitecustomize",
                "usercustomize",
                "json",
            )
        }
        | {"conftest.py": "open('canary', 'w')\n"},
        codes=(0,),
        from_the_beginning=True,
    ),
    "a-distribution-in-the-tree": Attack(
        {
            "evil-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n",
            "evil-1.0.dist-info/entry_points.txt": "[modelspec_lint.packs]\nevil = evil\n",
            "evil.egg-info/PKG-INFO": "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n",
            "evil.egg-info/entry_points.txt": "[modelspec_lint.packs]\nbuiltin = evil\n",
            "evil.py": "open('canary', 'w')\n",
            "evil.pth": "import evil\n",
            "setup.cfg": "[options.entry_points]\nmodelspec_lint.packs =\n  evil = evil\n",
        },
        ("rules", "--packs"),
        codes=(0,),
        never=("evil",),
        from_the_beginning=True,
    ),
}

SPECS = {
    "a-tag": Attack(
        {"x.modelspec.yaml": GOOD.replace("chat", "!!python/object/apply:os.system ['touch canary']")},
        codes=(1,),
        says=("MS005",),
    ),
    "a-module-by-tag": Attack(
        {"x.modelspec.yaml": GOOD.replace("chat", "!!python/module:antigravity x")},
        codes=(1,),
        says=("MS005",),
    ),
    "aliases": Attack({"x.modelspec.yaml": GOOD + bomb()}, codes=(1,), says=("MS005",)),
    "merge-keys": Attack({"x.modelspec.yaml": GOOD + merge_bomb()}, codes=(1,), says=("MS005",)),
    "a-list-of-itself": Attack({"x.modelspec.yaml": GOOD + "a: &a [*a]\n"}, codes=(1,), says=("MS005",)),
    "nested-json": Attack({"x.modelspec.json": '{"kind": "ModelSpec", "a": ' + "[" * 100_000}, codes=(1,)),
    "documents-without-end": Attack({"x.modelspec.yaml": "--- {kind: ModelSpec}\n" * 20_000}, codes=(1,)),
    "a-number-without-end": Attack(
        {"x.modelspec.yaml": GOOD.replace("count: 1", f"count: {'9' * 100_000}")}, codes=(1,)
    ),
    "a-name-without-end": Attack(
        {"x.modelspec.yaml": GOOD.replace("chat", "n" * 900_000)}, never=("n" * 5000,)
    ),
    "keys-without-end": Attack(
        {"x.modelspec.yaml": GOOD + "".join(f"unknown{n}: 1\n" for n in range(6_000))}, codes=(1,)
    ),
    "a-comment-without-end": Attack(
        {"x.modelspec.yaml": f"# modelspec: ignore[{'MS201,' * 100_000}] reason: {'x' * 1000}\n" + GOOD}
    ),
    "suppressions-without-end": Attack(
        {"x.modelspec.yaml": "# modelspec: ignore-file[MS201] reason: x\n" * 6_000 + GOOD}
    ),
    "suppressions-in-control": Attack(
        {
            "x.modelspec.yaml": f"# modelspec: ignore[MS201] reason: {CONTROLS}, owner: {CONTROLS}, "
            "until: 9999999999-1-1\n" + GOOD
        },
        ("waivers", "."),
        codes=(0, 1, 2),
    ),
    "an-annotation-in-control": Attack(
        {
            "x.modelspec.yaml": GOOD.replace(
                "labels:",
                f"annotations: {{modelspec-lint/ignore: {json.dumps('MS201 reason: ' + CONTROLS)}}}, labels:",
            )
        },
        ("lint", "-v", "--show-suppressed", "."),
    ),
    "a-reference-upwards": Attack(
        {
            "x.modelspec.yaml": GOOD
            + "  pipeline: {dependencies: [{id: a, role: r, specRef: ../outside/x.modelspec.yaml},"
            " {id: b, role: r, specRef: OUTSIDE/x.modelspec.yaml},"
            " {id: c, role: r, specRef: link.modelspec.yaml}, {id: e, role: r, specRef: pipe.yaml},"
            " {id: d, role: r, specRef: 'http://169.254.169.254/x.yaml'},"
            " {id: f, role: r, specRef: /dev/zero}, {id: g, role: r, specRef: 'file:///etc/passwd'}]}\n",
            "link.modelspec.yaml": Link("OUTSIDE/x.modelspec.yaml"),
            "pipe.yaml": Pipe(),
        },
    ),
    "references-in-a-circle": Attack(
        {
            f"{n}.modelspec.yaml": GOOD.replace("chat", f"chat{n}")
            + f"  pipeline: {{dependencies: [{{id: a, role: r, specRef: {(n + 1) % 60}.modelspec.yaml}}]}}\n"
            for n in range(60)
        },
    ),
    "artifacts-elsewhere": Attack(
        {
            f"{n}.modelspec.yaml": GOOD.replace("chat", f"c{n}").replace(
                "precision: bf16", f"precision: bf16, artifacts: {{modelUri: {json.dumps(uri)}}}"
            )
            for n, uri in enumerate(
                (
                    "../outside/m",
                    "file://OUTSIDE/m",
                    "http://169.254.169.254/",
                    "file:///etc/passwd",
                    "/dev/zero",
                    "hf://a/b",
                    "model",
                    "\\\\host\\share",
                )
            )
        }
        | {"model/config.json": "[" * 100_000, "model/model.safetensors": b"\xff" * 64},
    ),
}

NAMES = {
    f"in-{form}": Attack(
        {
            "x.modelspec.yaml": GOOD.replace("name: chat", f"name: {json.dumps('c' + CONTROLS + MARKUP)}")
            .replace("vendor: nvidia", f"vendor: {json.dumps('n' + CONTROLS + MARKUP)}")
            .replace("type: a100-sxm4-80gb", f"type: {json.dumps('a' + CONTROLS + MARKUP)}")
            .replace("count: 1}", f"count: 1, {json.dumps('cuont' + CONTROLS + MARKUP)}: 1}}"),
            f"y{CONTROLS}{MARKUP.replace('/', '')}.modelspec.yaml": GOOD.replace("count: 1", "count: zero"),
            "z\n::error file=a,line=1::owned\n.modelspec.yaml": GOOD.replace("count: 1", "count: zero"),
            b"\xff\xfe.modelspec.yaml".decode("utf-8", "surrogateescape"): GOOD.replace(
                "count: 1", "count: zero"
            ),
        },
        ("lint", "-v", "--format", form, "."),
        codes=(1,),
        says=("MS1",),
    )
    for form in ("text", "json", "sarif", "github", "gitlab", "junit", "markdown", "html")
} | {
    "on-one-line": Attack(
        {
            "x.modelspec.yaml": GOOD.replace("count: 1}", f"count: 1, {json.dumps('cuont' + CONTROLS)}: 1}}"),
            f"y{CONTROLS}.modelspec.yaml": GOOD.replace("count: 1", "count: zero"),
        },
        ("lint", "-q", "."),
        codes=(1,),
    ),
    "in-an-answer": Attack(
        {"x.modelspec.yaml": GOOD.replace("name: chat", f"name: {json.dumps('c' + CONTROLS + MARKUP)}")},
        ("fit", "x.modelspec.yaml", "--format", "html"),
        codes=(0,),
    ),
    "in-an-answer-that-there-is-not": Attack(
        {
            "x.modelspec.yaml": GOOD.replace(
                "type: a100-sxm4-80gb", f"type: {json.dumps('a' + CONTROLS + MARKUP)}"
            )
        },
        ("fit", "x.modelspec.yaml"),
    ),
    "in-a-path-that-there-is-not": Attack({}, ("lint", f"no{CONTROLS}where.yaml"), codes=(2, 4)),
    "in-a-word-of-the-command-line": Attack({}, ("lint", "--select", f"MS{CONTROLS}", "."), codes=(2,)),
}

LINKS = {
    "out-of-the-tree": Attack(
        {"x.modelspec.yaml": Link("OUTSIDE/x.modelspec.yaml"), "folder": Link("OUTSIDE")}, never=("chat",)
    ),
    "in-circles": Attack(
        {
            "loop": Link("loop"),
            "a/b": Link("../a"),
            "c.modelspec.yaml": Link("d.modelspec.yaml"),
            "d.modelspec.yaml": Link("c.modelspec.yaml"),
        }
    ),
    "to-devices": Attack(
        {
            "zero.modelspec.yaml": Link("/dev/zero"),
            "random.modelspec.yaml": Link("/dev/random"),
            "tty.modelspec.yaml": Link("/dev/tty"),
            "mem.modelspec.yaml": Link("/proc/self/environ"),
        }
    ),
    "pipes": Attack(
        {"x.modelspec.yaml": Pipe(), "x.yaml": Pipe(), ".gitignore": Pipe(), ".modelspecignore": Pipe()},
        codes=(1,),
    ),
    "ignore-files-out-of-the-tree": Attack(
        {".gitignore": Link("OUTSIDE/secret.yaml"), ".modelspecignore": Link("/dev/zero")}
    ),
    "ignore-files-that-explode": Attack(
        {
            ".modelspecignore": "*a" * 200
            + "b\n"
            + "**/" * 2000
            + "x\n"
            + "[a-z" * 5000
            + "\n"
            + "!(a+)+\n" * 2000,
            ".gitignore": "**/a*" * 90 + "c\n" + "[[:alpha:]]*" * 30 + "\n" + "\\" * 400 + "\n",
            "a" * 200 + ".modelspec.yaml": GOOD,
            "a/" * 40 + "a.modelspec.yaml": GOOD,
        }
    ),
    "fixing-through-a-link": Attack(
        {"x.modelspec.yaml": Link("OUTSIDE/x.modelspec.yaml"), "y.modelspec.yaml": Link("/etc/hostname")},
        ("lint", "--fix", "--unsafe-fixes", "."),
    ),
    "a-repository-elsewhere": Attack({"sub/.git": "gitdir: OUTSIDE\n", "sub/x.modelspec.yaml": GOOD}),
}

OTHERS = {
    "a-baseline-of-brackets": Attack(
        {"b.json": "[" * 200_000}, ("lint", "--baseline", "b.json", "."), codes=(2,), says=("b.json",)
    ),
    "a-baseline-of-maps": Attack(
        {"b.json": '{"a":' * 200_000}, ("lint", "--baseline", "b.json", "."), codes=(2,)
    ),
    "a-baseline-of-digits": Attack(
        {"b.json": '{"version": ' + "9" * 100_000 + "}"}, ("lint", "--baseline", "b.json", "."), codes=(2,)
    ),
    "a-baseline-in-control": Attack(
        {"b.json": json.dumps({"version": CONTROLS, CONTROLS: [CONTROLS]}, ensure_ascii=False)},
        ("lint", "--baseline", "b.json", "."),
        codes=(2,),
    ),
    "a-baseline-that-is-a-pipe": Attack(
        {"b.json": Pipe()}, ("lint", "--baseline", "b.json", "."), codes=(2,)
    ),
    "a-baseline-out-of-the-tree": Attack(
        {"modelspec.toml": 'baseline = "b.json"\n', "b.json": Link("OUTSIDE/secret.yaml")}, codes=(2,)
    ),
    "knowledge-with-a-tag": Attack(
        {"k.yaml": FACTS + "metadata: !!python/object/apply:os.system [id]\n"},
        ("lint", "--knowledge", "k.yaml", "."),
        codes=(2,),
        says=("k.yaml",),
    ),
    "knowledge-of-aliases": Attack({"k.yaml": bomb()}, ("kb", "check", "k.yaml"), codes=(1, 2)),
    "knowledge-of-merge-keys": Attack({"k.yaml": merge_bomb()}, ("kb", "check", "k.yaml"), codes=(1, 2)),
    "knowledge-based-on-itself": Attack(
        {
            "k.yaml": FACTS + "metadata: {name: k, version: 1, source: s}\n"
            "models: [{id: a/a, based-on: a/b}, {id: a/b, based-on: a/a}]\n"
        },
        ("lint", "--knowledge", "k.yaml", "."),
        codes=(2,),
    ),
    "knowledge-in-control": Attack(
        {
            "k.yaml": "apiVersion: modelspec-lint/v1\nkind: Knowledge\n"
            f"metadata: {{name: {json.dumps('k' + CONTROLS)}, version: 1, source: {json.dumps(CONTROLS)}}}\n"
            f"models: [{{id: {json.dumps('a/' + CONTROLS)}, {json.dumps(CONTROLS)}: 1}}]\n"
        },
        ("lint", "-v", "--knowledge", "k.yaml", "."),
        codes=(2,),
    ),
    "knowledge-of-huge-numbers": Attack(
        {
            "k.yaml": FACTS + "metadata: {name: k, version: 1, source: s}\n"
            f"accelerators: [{{id: a100-sxm4-80gb, on-demand-usd-per-hour: {'9' * 5000}}}]\n"
        },
        ("lint", "--knowledge", "k.yaml", "."),
    ),
    **{
        f"a-checkpoint-{name}": Attack(
            files,
            ("fit", "--model", "./m", "--accelerator", "a100-sxm4-80gb", "--format", "json"),
            codes=(0, 1, 2, 4),
        )
        for name, files in {
            "of-a-header-without-end": {
                "m/model.safetensors": struct.pack("<Q", 2**62) + b"{",
                "m/config.json": "{}",
            },
            "of-a-header-that-is-nested": {
                "m/model.safetensors": struct.pack("<Q", 200_000) + b"[" * 200_000,
                "m/config.json": '{"architectures": ["LlamaForCausalLM"]}',
            },
            "of-tensors-without-end": {"m/x.gguf": gguf(2**63)},
            "of-a-gguf-of-many": {"m/x.gguf": gguf(10**6)},
            "of-a-configuration-that-is-nested": {"m/config.json": "[" * 200_000},
            "of-huge-numbers": {
                "m/config.json": '{"model_type": "llama", "num_hidden_layers": ' + "9" * 5000 + "}",
                "m/model.safetensors": struct.pack("<Q", 2) + b"{}",
            },
            "of-an-index-upwards": {
                "m/model.safetensors.index.json": json.dumps(
                    {
                        "metadata": {"total_size": 1},
                        "weight_map": {"a": "../../outside/secret.yaml", "b": "/etc/passwd"},
                    }
                ),
                "m/config.json": '{"model_type": "llama"}',
            },
            "by-a-link-out": {
                "m/config.json": Link("OUTSIDE/secret.yaml"),
                "m/model.safetensors": Link("/dev/zero"),
            },
            "of-pipes": {"m/config.json": Pipe(), "m/model.safetensors": Pipe()},
            "of-code": {
                "m/config.json": '{"model_type": "x", "auto_map": {"AutoConfig": "configuration_x.X"}}',
                "m/configuration_x.py": "open('canary', 'w')\n",
                "m/pytorch_model.bin": b"\x80\x04cos\nsystem\n(S'touch canary'\ntR.",
            },
        }.items()
    },
}

ATTACKS: dict[str, Attack] = {
    f"{group}: {name}": attack
    for group, attacks in (
        ("expression", EXPRESSIONS),
        ("pattern", PATTERNS),
        ("pack", PACKS),
        ("configuration", CONFIGURATION),
        ("python", PYTHON),
        ("spec", SPECS),
        ("name", NAMES),
        ("link", LINKS),
        ("other", OTHERS),
    )
    for name, attack in attacks.items()
}
