#!/usr/bin/env python3
"""Builds the site: the reference of every module, the guides, and the command's own help, as a folder to be served.

    swift build -c release && python3 Docs/Site/build.py SITE
    python3 -m http.server --directory SITE

The guides are the files of Docs. Their links and pictures are made DocC's on the way, and whatever DocC warns of is an
error.
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from command_help import command_help, default, discussion, sections, spelled

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODULES = ["PosteriorSampling", "PosteriorModels", "PosteriorDiagnostics", "StochasticThermodynamics", "PosteriorData",
           "PosteriorNumerics"]


def run(*command):
    done = subprocess.run([str(word) for word in command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True)
    if done.returncode != 0 or "warning: " in done.stdout:
        sys.exit(f"{done.stdout}\n{' '.join(map(str, command))} failed")
    return done.stdout


def guide(text, names):
    """A file of Docs, its links as DocC writes them: to other guides by name, and none to files that the site has not."""
    def link(match):
        words, target = match.groups()
        path, _, anchor = target.partition("#")
        name = path.rpartition("/")[2].removesuffix(".md")
        if path.endswith(".md") and name in names:
            return f"[{words}](doc:{name})"
        return match[0] if "://" in target or target.startswith("#") else words
    # What check.py is told is for no reader.
    text = re.sub(r"^<!-- .* -->\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"(!\[[^\]]*\])\((?:[^)]*/)?([^)/]+)\)", r"\1(\2)", text)
    return re.sub(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)", link, text)


def prose(text):
    """Words of the help, in which <b> is no element and --draws no dash."""
    return re.sub(r"(?<![\w`-])(--?[a-zA-Z][\w-]*)", r"`\1`", text.replace("<", "\\<"))


def article(command):
    """The help of a subcommand as an article."""
    words, examples = discussion(command)
    lines = [f"# posterior {command['commandName']}", "", command.get("abstract", ""), "", "## Overview", ""]
    lines += [prose(words), ""]
    if examples:
        lines += ["### Examples", "", "```sh", *examples, "```", ""]
    for title, arguments in sections(command).items():
        lines += [f"## {title}", ""]
        for argument in arguments:
            value = f" Default: `{default(argument)}`." if default(argument) else ""
            lines += [f"- `{spelled(argument)}`: {prose(argument['abstract'])}{value}"]
        lines += [""]
    return "\n".join(lines)


def catalogue(folder, posterior):
    """Puts the guides, their pictures and the command's help into a folder of DocC's."""
    files = sorted([*(ROOT / "Docs").glob("*.md"), *(ROOT / "Docs/Tutorials").glob("*.md")])
    names = {file.stem for file in files}
    for file in files:
        (folder / file.name).write_text(guide(file.read_text(), names))
    for picture in (ROOT / "Docs/Images").rglob("*.*"):
        if (folder / picture.name).exists():
            sys.exit(f"two pictures are called {picture.name}: the site needs names of their own")
        shutil.copy(picture, folder)
    shutil.copy(ROOT / "Docs/Site/Guides.md", folder)
    command, listed = command_help(posterior)
    for sub in listed:
        (folder / f"posterior-{sub['commandName']}.md").write_text(article(sub))
    topics = "\n".join(f"- <doc:posterior-{sub['commandName']}>" for sub in listed)
    (folder / "Command.md").write_text(
        f"# The command\n\n{command['abstract']}\n\n## Overview\n\nWhat follows is the command's own help: "
        f"`posterior --help`, and `--help` after each subcommand.\n\n## Topics\n\n{topics}\n")


def archive(name, source, folder, *options):
    """What DocC makes of a folder of its own: the path of an archive."""
    path = folder / f"{name}.doccarchive"
    run("docc", "convert", source, "--fallback-display-name", name, "--fallback-bundle-identifier", name,
        "--warnings-as-errors", "--output-path", path, *options)
    return path


def reference(module, build, folder):
    """The archive of a module's public symbols."""
    graphs = folder / module
    graphs.mkdir()
    maps = [ROOT / "Sources/CGSL/module.modulemap", build / "CPosteriorKernels.build/module.modulemap"]
    imports = [word for path in maps for word in ("-Xcc", f"-fmodule-map-file={path}")]
    run("swift-symbolgraph-extract", "-module-name", module, "-target", build.parent.name, "-I", build / "Modules",
        *imports, "-minimum-access-level", "public", "-emit-extension-block-symbols", "-output-dir", graphs)
    return archive(module, ROOT / f"Sources/{module}/{module}.docc", folder, "--additional-symbol-graph-dir", graphs)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("site", type=pathlib.Path, help="the folder to make")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / ".build/release", help="the folder of what was built")
    options = parser.parse_args()
    if options.site.exists():
        sys.exit(f"{options.site} is there already: remove it first")
    build = options.build.resolve()
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        guides = folder / "Guides.docc"
        guides.mkdir()
        catalogue(guides, build / "posterior")
        archives = [archive("Guides", guides, folder)] + [reference(module, build, folder) for module in MODULES]
        run("docc", "merge", *archives, "--synthesized-landing-page-name", "Posterior sampling in Swift",
            "--synthesized-landing-page-topics-style", "list", "--output-path", options.site.resolve())
    # Search by typing "/", which is off unless it is asked for; and a start page where a folder is opened.
    settings = {"features": {"docs": {"quickNavigation": {"enable": True}}}}
    (options.site / "theme-settings.json").write_text(json.dumps(settings))
    (options.site / "index.html").write_text(
        '<!doctype html><meta charset="utf-8"><title>Posterior sampling in Swift</title>'
        '<meta http-equiv="refresh" content="0; url=documentation/">'
        '<a href="documentation/">Posterior sampling in Swift</a>\n')


if __name__ == "__main__":
    main()
