#!/usr/bin/env python3
"""Holds what the guides show against what their commands print.

    swift build -c release && python3 Docs/check.py [--update] [--slow] [GUIDE.md ...]

A guide's commands stand in blocks of ```console, each behind "$ ", with what it prints below. They are run in their order,
in a folder that has the repository's Examples and Sources, by bash, which keeps the folder it has gone to. `posterior` is the command
that was built, and `swift run -c release NAME` the example beside it.

- What is printed on standard output must be what is shown. A line … stands for any lines, and … in a line for anything.
- A number in the prose of a section that has such a block, or anywhere in Docs/Tutorials, must have been printed, rounded
  as it is written, or stand in a command. Not meant: numbers of one digit, in code, in links, and those that a comment
  in the section lists: <!-- numbers: 1981, 95 % -->.
- A picture that a command of the guide makes must be the one of the same name that the guide shows.
- A comment before a block says what is special: <!-- slow --> runs it with --slow alone, <!-- fails --> says that
  its last command ends in an error, which is shown, <!-- needs: COMMAND --> passes over it where the command fails.

--update writes what is printed now into the guides, and the pictures to where they are.
"""
import argparse
import concurrent.futures
import dataclasses
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from decimal import Decimal

ROOT = pathlib.Path(__file__).resolve().parents[1]
PRINTED = re.compile(r"\d+(?:\.\d+)?(?:e[-+]?\d+)?")
WRITTEN = re.compile(r"(?<![\w.:/#-])\d+(?: \d{3})*(?:\.\d+)?(?:e[-+−]?\d+)?(?![\w/⁰¹²³⁴-⁹⁻]|\.\d)(\s?%)?")
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
SWIFT = """#!/bin/bash
# swift run -c release [--package-path FOLDER] [NAME] …, of what is built already.
shift 3
if [ "$1" = --package-path ]; then name=$(basename "$2"); shift 2; else name=$1; shift; fi
exec "{build}/$name" "$@"
"""


@dataclasses.dataclass
class Command:
    text: str
    shown: range  # the lines that show what it prints
    marks: dict
    fails: bool = False


def commands(lines):
    """The commands of a guide."""
    found, marks, inside = [], {}, False
    for number, line in enumerate(lines):
        mark = re.fullmatch(r"<!-- (slow|fails|needs): ?(.*) -->|<!-- (slow|fails) -->", line)
        if inside and line.startswith("```"):
            found[-1].fails = "fails" in marks
            inside, marks = False, {}
        elif inside and line.startswith("$ "):
            found.append(Command(line[2:], range(number + 1, number + 1), marks))
        elif inside and found[-1].text.endswith("\\") and not found[-1].shown:
            found[-1].text += "\n" + line
            found[-1].shown = range(number + 1, number + 1)
        elif inside:
            found[-1].shown = range(found[-1].shown.start, number + 1)
        elif line == "```console":
            inside = True
        elif mark:
            marks[mark[1] or mark[3]] = mark[2]
    return found


def sections(lines):
    """The lines of each section, without those of fenced blocks, and whether a console is among them."""
    found, fence = [[[], False]], False
    for number, line in enumerate(lines):
        if line.startswith("```"):
            fence = not fence
            found[-1][1] |= line == "```console"
        elif not fence:
            if line.startswith("#"):
                found.append([[], False])
            found[-1][0].append(number)
    return found


def matches(shown, printed):
    return re.fullmatch(".*".join(map(re.escape, shown.split("…"))), printed) is not None


def compare(shown, printed):
    """The places in `shown` that differ, with what is printed there, and what would be shown instead."""
    if "…" not in shown and len(shown) != len(printed):
        first = next((i for i, pair in enumerate(zip(shown, printed)) if not matches(*pair)), min(len(shown), len(printed)))
        return [(first, printed[first] if first < len(printed) else "nothing more")], printed
    differences, renewed, at = [], [], 0
    bounds = [-1] + [i for i, line in enumerate(shown) if line == "…"] + [len(shown)]
    for begin, end in zip(bounds, bounds[1:]):
        part = shown[begin + 1:end]
        # The place where most is alike; where nothing tells, the last one for what comes last.
        places = [0] if begin < 0 else range(at, max(len(printed) - (end < len(shown)) * len(part), at) + 1)
        at = max(places, key=lambda place: (sum(
            difflib.SequenceMatcher(None, *pair).ratio() + matches(*pair) for pair in zip(part, printed[place:])),
            place if end == len(shown) else -place))
        now = printed[at:at + len(part)]
        for i, line in enumerate(part):
            if i >= len(now) or not matches(line, now[i]):
                differences.append((begin + 1 + i, now[i] if i < len(now) else "nothing more"))
        renewed += [line if matches(line, there) else there for line, there in zip(part, now)]
        renewed += ["…"] * (end < len(shown))
        at += len(part)
    if at < len(printed):
        differences.append((len(shown), printed[at]))
    return differences, renewed + printed[at:]


def unknown(text, known):
    """The numbers of a text that are none of the known ones, rounded as they are written."""
    text = re.sub(r"`[^`]*`|\]\([^)]*\)|<!--.*?-->", " ", text)
    for match in WRITTEN.finditer(text):
        digits, percent = match[0].removesuffix(match[1] or "").replace(" ", "").replace("−", "-"), match[1]
        value = Decimal(digits)
        margin = Decimal(1).scaleb(value.as_tuple().exponent) / 2
        numbers = known + [100 * number for number in known] if percent else known
        if len(digits) > 1 and not any(abs(number - value) <= margin for number in numbers):
            yield digits


def numbers(text):
    return [Decimal(match[0]) for match in PRINTED.finditer(text)]


def same_picture(a, b):
    """Another version of gnuplot draws otherwise, from which nothing follows."""
    versions = [re.search(rb"GNUPLOT [^<]*", picture) for picture in (a, b)]
    return a == b or None not in versions and versions[0][0] != versions[1][0]


class Guide:
    def __init__(self, path):
        self.path, self.lines, self.problems, self.skipped = path, path.read_text().split("\n"), [], set()
        self.name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        self.seconds = 0.0

    def say(self, line, problem):
        self.problems.append(f"{self.name}:{line + 1}: {problem}")

    def run(self, folder, environment, slow):
        """Runs the commands; returns the lines with what they print now."""
        renewed, known, here = list(self.lines), [], folder
        found, shift = commands(self.lines), 0
        for command in found:
            first, marks = command.shown.start, command.marks
            if "slow" in marks and not slow or "needs" in marks and subprocess.run(
                    marks["needs"], shell=True, env=environment, capture_output=True).returncode:
                self.skipped.add(first - 1)
                continue
            shown = [line.rstrip() for line in self.lines[first:command.shown.stop]]
            while shown and not shown[-1]:
                shown.pop()
            script = f"trap 'pwd >{folder}/.here' EXIT\n{command.text}"
            done = subprocess.run(["bash", "-c", script], cwd=here, env=environment, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            here = pathlib.Path((folder / ".here").read_text().strip())
            if (done.returncode != 0) != command.fails:
                self.say(first - 1, f"{command.text} ends with {done.returncode}: {done.stderr.strip()[-300:]}")
                self.skipped.add(first - 1)
                continue
            printed = [line.rstrip() for line in
                       (done.stdout + (done.stderr if command.fails else "")).rstrip().split("\n")]
            printed = printed if printed != [""] else []
            known += numbers(command.text) + numbers("\n".join(printed))
            differences, now = compare(shown, printed)
            for place, line in differences:
                self.say(first + place, f"now it is: {line}")
            renewed[first + shift:first + shift + len(shown)] = now
            shift += len(now) - len(shown)
        if found:
            self.check_prose(known)
        return renewed

    def check_prose(self, known):
        for places, has_console in sections(self.lines):
            span = range(places[0], places[-1] + 1) if places else range(0)
            if not has_console and self.path.parent.name != "Tutorials" or any(at in span for at in self.skipped):
                continue
            listed = re.findall(r"<!-- numbers: (.*?) -->", "\n".join(self.lines[at] for at in places))
            own = known + numbers(re.sub(r"(?<=\d) (?=\d{3}\b)", "", " ".join(listed)))
            for at in places:
                for number in unknown(self.lines[at], own):
                    self.say(at, f"nothing printed {number}")

    def pictures(self, folder):
        """The pictures of the guide that its commands have made otherwise than they are: from where, to where."""
        for number, line in enumerate(self.lines):
            for match in PICTURE.finditer(line):
                for made in folder.rglob(pathlib.Path(match[1]).name):
                    kept = (self.path.parent / match[1]).resolve()
                    if made.is_relative_to(folder / "Examples") and (ROOT / made.relative_to(folder)).exists():
                        continue
                    if not kept.exists() or not same_picture(made.read_bytes(), kept.read_bytes()):
                        self.say(number, f"the picture {kept.name} is drawn otherwise now")
                        yield made, kept


def check(path, build, slow=False, update=False):
    """Runs a guide's commands, and says what differs."""
    guide, start = Guide(path), time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place).resolve()
        shutil.copytree(ROOT / "Examples", folder / "Examples", ignore=shutil.ignore_patterns(".build", "__pycache__"))
        (folder / "Sources").symlink_to(ROOT / "Sources")
        (folder / ".bin").mkdir()
        (folder / ".bin/posterior").symlink_to(build / "posterior")
        (folder / ".bin/swift").write_text(SWIFT.format(build=build))
        (folder / ".bin/swift").chmod(0o755)
        environment = {**os.environ, "PATH": f"{folder}/.bin:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
        renewed = guide.run(folder, environment, slow)
        for made, kept in list(guide.pictures(folder)):
            if update:
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(made, kept)
        if update:
            path.write_text("\n".join(renewed))
    guide.seconds = time.monotonic() - start
    return guide


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("guides", nargs="*", type=pathlib.Path, help="default: README.md and all of Docs")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / ".build/release", help="the folder of the programs")
    parser.add_argument("--slow", action="store_true", help="run what takes long too")
    parser.add_argument("--update", action="store_true", help="write what is printed now")
    options = parser.parse_args()
    guides = options.guides or [ROOT / "README.md", *sorted((ROOT / "Docs").rglob("*.md"))]
    problems, began = [], time.monotonic()
    # Each guide has a folder of its own: as many at a time as there are cores, which most commands use one of.
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        checks = [pool.submit(check, path.resolve(), options.build.resolve(), options.slow, options.update)
                  for path in guides if "```console" in path.read_text()]
        for guide in (check.result() for check in checks):
            passed_over = f", {len(guide.skipped)} commands passed over" if guide.skipped else ""
            print(f"{guide.name}: {guide.seconds:.0f} s{passed_over}", flush=True)
            problems += guide.problems
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"{len(problems)} differences, {time.monotonic() - began:.0f} s")
    sys.exit(1 if problems and not options.update else 0)


if __name__ == "__main__":
    main()
