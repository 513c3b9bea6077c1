#!/usr/bin/env python3
"""Opens pages of a built site in headless Chromium, and holds what they show against what they are to show.

    python3 Docs/Site/check.py SITE [--pictures FOLDER]

The start page, guides, symbols and a page of the command; every link of the guides' pages to another page of the site.
Nothing is checked, and a line says so, where Chromium is not installed (Debian: apt-get install chromium).
"""
import argparse
import functools
import html
import http.server
import json
import pathlib
import re
import sys
import threading

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "Examples/ReportARun"))
import browser

# A page, and what it is to show.
PAGES = {
    "": ["Posterior sampling in Swift", "Guides", "PosteriorDiagnostics"],
    "documentation/guides/": ["How wrong is my sampler?", "Write your model", "The command"],
    "documentation/guides/howwrongismysampler/": ["R-hat and effective sample sizes do not see the second", "SGWORLD"],
    "documentation/guides/firstanalysis/": ["How heavy is a penguin", "posterior check weight.model"],
    "documentation/guides/posterior-sweep/": ["--learning-rates", "Default"],
    "documentation/posteriordiagnostics/biasmeasurement/": ["How far a sampler’s draws are from a posterior", "run(threads"],
    "documentation/posteriorsampling/": ["PosteriorSampler", "Integrators", "SGWORLD"],
    "documentation/posteriornumerics/gslrandom/": ["GSLRandom"],
}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def dead_links(site):
    """Links of guides that lead to no page of the site."""
    pages = {path.relative_to(site / "data").with_suffix("").as_posix() for path in (site / "data").rglob("*.json")}
    dead = []
    for page in (site / "data/documentation/guides").glob("*.json"):
        for reference in json.loads(page.read_text()).get("references", {}).values():
            url = reference.get("url", "")
            if url.startswith("/") and url.partition("#")[0].strip("/") not in pages:
                dead.append(f"{page.stem}: {url}")
            if url.endswith(".md"):
                dead.append(f"{page.stem}: {url} is no page of the site")
    return dead


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("site", type=pathlib.Path, help="the folder that build.py made")
    parser.add_argument("--pictures", type=pathlib.Path, help="a folder for a picture of every page")
    options = parser.parse_args()
    dead = dead_links(options.site)
    if dead:
        sys.exit("\n".join(dead))
    if not browser.PROGRAM:
        print("no page was opened: Chromium is not installed")
        return
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=options.site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for page, words in PAGES.items():
        address = f"http://127.0.0.1:{server.server_port}/{page}"
        shown = re.sub(r"<wbr[^>]*>|<!--.*?-->|</?span[^>]*>", "", html.unescape(browser.browse("--dump-dom", address)))
        missing = [word for word in words if word not in shown]
        if missing:
            sys.exit(f"{page or 'the start page'} does not show {', '.join(missing)}")
        if options.pictures:
            options.pictures.mkdir(exist_ok=True)
            picture = options.pictures / f"{page.strip('/').replace('/', '-') or 'start'}.png"
            browser.browse(f"--screenshot={picture.resolve()}", "--window-size=1280,1000", address)
    print(f"{len(PAGES)} pages show what they are to, and no link of a guide is dead")


if __name__ == "__main__":
    main()
