#!/usr/bin/env python3
"""Opens pages of `posterior report` in headless Chromium, and holds the rendered document against `posterior diagnose`;
that of `posterior sweep --report` too, against the sweep's table.

    python3 Examples/ReportARun/check_report.py [--posterior PROGRAM] [--pictures FOLDER]

Three runs: one whose draws may be used, one whose draws must not, and one with hostile names. Nothing is checked, and
a line says so, where Chromium is not installed (Debian: apt-get install chromium).
"""

import argparse
import html.parser
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

from browser import PROGRAM, browse

HOSTILE = ["</script><img src=x onerror=document.title='owned'>", "\"><svg onload=document.title='owned'>", "a'b&lt;"]
# What a page's own script would do, had it been let in.
PROBE = "<script>document.title = 'owned'</script>"


class Document(html.parser.HTMLParser):
    """The rendered document: its elements, the texts of some of them, and its pictures."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open, self.rows, self.texts, self.labels = [], [], [], {}, 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
        if tag in ("h1", "h2", "h3", "title", "desc", "li", "td", "th"):
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data):
        if not self.open:
            return
        self.texts[self.open[-1]][-1] += data
        if self.open[-1] in ("td", "th") and self.rows:
            self.rows[-1][-1] += data

    def count(self, tag):
        return sum(1 for name, _ in self.elements if name == tag)


def run(*command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout


def check(condition, words):
    if not condition:
        sys.exit(f"check_report.py: {words}")


def words(text):
    return " ".join(text.split())


def check_page(program, files, page, trust):
    written = json.loads(run(program, "report", *files, "--output", page, "--format", "json"))
    check(written["verdict"]["trust"] == trust, f"{page}: the verdict is {written['verdict']}, not {trust}")
    document = Document(browse("--dump-dom", page.as_uri()))
    diagnosed = run(program, "diagnose", *files)
    lines = [words(line) for line in diagnosed.splitlines()]
    # The table, row by row, and the verdict with its reasons.
    rows = [words(" ".join(row)) for row in document.rows]
    table = lines[next(i for i, line in enumerate(lines) if line.startswith("parameter ")):]
    parameters = [line for line in table[:table.index("")] if line.strip("- ")]
    check(len(parameters) > 2, f"no table in {diagnosed}")
    for line in parameters:
        check(line in rows, f"{page}: '{line}' of 'posterior diagnose' is not among the rendered rows")
    check(any(written["verdict"]["words"] in words(text) for text in document.texts["h2"]), f"{page}: no verdict")
    for finding in written["verdict"]["findings"]:
        check(words(finding["text"]) in map(words, document.texts["li"]), f"{page}: '{finding['text']}' is not shown")
        check(words(finding["text"]) in lines, f"'{finding['text']}' is not what 'posterior diagnose' says")
    check_elements(page, document)
    return document


def check_elements(page, document):
    """Every picture has a name and a description; nothing of a file's became an element."""
    pictures = [its for name, its in document.elements if name == "svg" and "aria-hidden" not in its]
    check(pictures and all(picture.get("role") == "img" for picture in pictures), f"{page}: pictures without a role")
    check(len(document.texts["desc"]) == len(pictures), f"{page}: pictures without a description")
    for name, attributes in document.elements:
        check(name not in ("script", "img", "iframe", "link", "base"), f"{page}: there is an element {name}")
        check(not any(key.startswith("on") for key in attributes), f"{page}: an element acts on {attributes}")
    check("owned" not in [words(text) for text in document.texts["title"]], f"{page}: a script was run")


def check_sweep(program, page):
    """The page of a sweep shows its table, its curves with their key, and what was found."""
    printed = run(program, "sweep", "--epochs", "2000", "--learning-rates", "0.02,0.1,0.3", "--theory", "--orders", "16",
                  "--quiet", "--report", page)
    document = Document(browse("--dump-dom", page.as_uri()))
    rows = [words(" ".join(row)) for row in document.rows]
    points = [words(line) for line in printed.splitlines() if line.startswith(("sgld ", "sgworld "))]
    check(len(points) == 6, f"no table in {printed}")
    for line in points:
        check(line in rows, f"{page}: '{line}' of 'posterior sweep' is not among the rendered rows")
    items = [words(text) for text in document.texts["li"]]
    for name in ("sgld", "sgworld", "Monte Carlo floor", "stationary law", "slope 2 of KL, 1 of W₂"):
        check(items.count(name) == 1, f"{page}: the key names {name} {items.count(name)} times")
    check(any(text.startswith("sgworld: KL is ") for text in items), f"{page}: it does not say what was found")
    check_elements(page, document)
    check(len(document.texts["desc"]) == 4, f"{page}: not four panels")
    return document


def check_policy(page):
    """The page's policy forbids scripts, were one to get in."""
    probe = page.with_name("probe.html")
    probe.write_text(page.read_text().replace("</main>", PROBE + "</main>"))
    title = re.search("<title>(.*?)</title>", browse("--dump-dom", probe.as_uri())).group(1)
    check(title != "owned", "a script was run in spite of the page's policy")


def check_width(page):
    """On a phone nothing but the table is wider than the screen."""
    frame = page.with_name("frame.html")
    frame.write_text(
        f'<body><iframe id="f" src="{page.name}" style="width:380px;height:800px"></iframe><script>onload = () => '
        "{ const d = document.getElementById('f').contentDocument.documentElement; "
        "document.title = d.scrollWidth + ' of ' + d.clientWidth }</script>")
    text = browse("--allow-file-access-from-files", "--dump-dom", frame.as_uri())
    found = re.search(r"<title>(\d+) of (\d+)</title>", text)
    check(found and int(found.group(1)) <= int(found.group(2)), f"the page is wider than a phone: {found}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posterior", default="posterior", help="the program; default: on the search path")
    parser.add_argument("--pictures", type=pathlib.Path, help="a folder for pictures of the pages, as PNG")
    options = parser.parse_args()
    if PROGRAM is None:
        print("skipped: there is no Chromium (Debian: apt-get install chromium)")
        return
    # Commands are started in other folders.
    program = pathlib.Path(shutil.which(options.posterior) or options.posterior).resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder).resolve()
        good, bad, names = folder / "good", folder / "bad", folder / "names.csv"
        model = ("sample", "linear-regression", "--quiet", "--output")
        run(program, *model, good)
        run(program, *model, bad, "--sampler", "sgld", "--learning-rate", "0.4", "--chains", "2", "--draws", "200")
        random.seed(1)
        quoted = ",".join('"' + name.replace('"', '""') + '"' for name in HOSTILE)
        rows = [",".join(f"{random.gauss(0, 1)}" for _ in HOSTILE) for _ in range(400)]
        names.write_text("\n".join([quoted, *rows]) + "\n")
        pages = [("good", [good], "yes"), ("bad", [bad], "no"), ("names", [names], "limited"), ("sweep", None, None)]
        for name, files, trust in pages:
            page = folder / f"{name}.html"
            document = check_page(program, files, page, trust) if files else check_sweep(program, page)
            check_width(page)
            # The model of a run says how its data come about; a file of draws has none.
            if files:
                shown = "Posterior predictive check" in document.texts["h2"]
                check(shown == (name != "names"), f"{page}: the predictive check is {'' if shown else 'not '}shown")
            print(f"{name}: {document.count('svg')} pictures, {len(document.rows)} rows, {page.stat().st_size} bytes")
            if options.pictures:
                options.pictures.mkdir(parents=True, exist_ok=True)
                picture = options.pictures.resolve() / f"{name}.png"
                browse("--window-size=1200,2600", f"--screenshot={picture}", page.as_uri())
        check_policy(folder / "good.html")
    print("the pages show what 'posterior diagnose' and 'posterior sweep' say")


main()
