from dataclasses import replace
from modelspec_lint.linter.report import render
def test_show(sample, options):
    for form in ("text", "github"):
        print("=====", form); print(render(form, sample, options).text)
    print(render("text", sample, replace(options, unicode=False, verbose=True)).text)
    print(render("text", sample, replace(options, quiet=True)).text)
    open("/tmp/mt/s.sarif","w").write(render("sarif", sample, options).text)
    open("/tmp/mt/s.json","w").write(render("json", sample, options).text)
    open("/tmp/mt/s.ansi","w").write(render("text", sample, replace(options, color=True)).text)
