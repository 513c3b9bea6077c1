#!/usr/bin/env python3
"""How accurate samplers are for what they cost, on problems whose posteriors are known: exactly, or by a very long run of NUTS.

    python3 Examples/AccuracyBenchmark/run.py --quick                 a smoke of a minute
    python3 Examples/AccuracyBenchmark/run.py banana rare_events      two of the problems
    python3 Examples/AccuracyBenchmark/run.py --list                  what there is

Everything goes to the folder of --output: for each problem its data, its reference run, which is used again, and the sweep; for
all of them, those of earlier runs too, index.html and results.json. Needs the posterior command.
"""
import argparse
import csv
import itertools
import json
import subprocess
import sys
import time
from pathlib import Path

import page
import problems
from problems import Refused

BEGUN = time.monotonic()


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("problems", nargs="*", metavar="PROBLEM", help="names of problems (default all)")
    add("--list", action="store_true", help="list the problems, and run nothing")
    add("--posterior", default="posterior", metavar="COMMAND", help="the command (default posterior)")
    add("--output", type=Path, default=Path("accuracy"), metavar="DIR", help="where everything goes (default accuracy)")
    add("--posteriordb", type=Path, metavar="DIR", help="tables and moments, NAME.csv and NAME.json: adds problems")
    add("--others", type=Path, metavar="DIR", help="draws of other programs, PROBLEM/PROGRAM/ with a cost.json")
    add("--samplers", default="sgld,sgworld,calm,sms-ubu", metavar="A,B", help="default sgld,sgworld,calm,sms-ubu")
    add("--chains", type=int, default=8, metavar="C", help="chains a point (default 8)")
    add("--evaluations", type=int, metavar="G", help="gradients of a chain (default 20000 N, at most 10000000)")
    add("--reference-draws", type=int, default=50000, metavar="N", help="of each of four chains (default 50000)")
    add("--prepare", action="store_true", help="data and references alone, for the scripts in others")
    add("--quick", action="store_true", help="short references and chains, to see that it works")
    return parser.parse_args()


def posterior(settings, *words):
    """What the command prints, and its warnings; its own message where it fails."""
    try:
        done = subprocess.run([settings.posterior, *map(str, words)], capture_output=True, text=True)
    except OSError as error:
        raise Refused(f"{settings.posterior}: {error.strerror}; name the command by --posterior")
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"status {done.returncode}"]
        raise Refused(f"posterior {words[0]}: {lines[0].removeprefix('posterior: ')}")
    return done.stdout, [line for line in done.stderr.splitlines() if "warning: " in line]


def say(text):
    print(f"{time.monotonic() - BEGUN:5.0f} s  {text}", file=sys.stderr, flush=True)


def prepared(problem, settings):
    """The problem's folder with its data and its reference run, which is made, gone on with, or found finished."""
    folder = settings.output / problem.name
    folder.mkdir(parents=True, exist_ok=True)
    problem.write_data(folder / "data.csv")
    (folder / "problem.json").write_text(json.dumps({"batch": problem.batch, "rates": problem.rates}))
    reference, draws = folder / "reference", 2000 if settings.quick else settings.reference_draws
    if problem.same_as:
        other = next(other for other in problems.named() if other.name == problem.same_as)
        borrow(prepared(other, settings) / "reference", reference, problem.parameters)
        return folder
    manifest = reference / "manifest.json"
    made = problems.read(manifest).get("settings", {}).get("draws") or 0 if manifest.exists() else 0
    if made >= (1 if problem.exact else draws):
        posterior(settings, "resume", reference, "--quiet")  # It says so where the model or the data have changed.
    else:
        say(f"{problem.name}: reference")
        kind = ["--sampler", "exact", "--draws", 1000] if problem.exact else ["--draws", draws]
        posterior(settings, "sample", *problem.words(folder), *kind, "--seed", 2, "--output", reference, "--overwrite",
                  "--quiet")
    return folder


def borrow(source, reference, names):
    """Copies the draws of some parameters, those called by the names and their elements."""
    reference.mkdir(exist_ok=True)
    for chain in sorted(source.glob("chain-*.csv")):
        with open(chain) as file, open(reference / chain.name, "w", newline="") as copy:
            rows = csv.reader(line for line in file if not line.startswith("#"))
            head = next(rows)
            places = [place for place, name in enumerate(head) if name.split("[")[0] in names]
            csv.writer(copy).writerows([row[place] for place in places] for row in itertools.chain([head], rows))


def others_of(problem, settings):
    """What other programs say of their draws of a problem, by their names, and the options that add the draws."""
    found, words = {}, []
    for cost in sorted(settings.others.glob(f"{problem.name}/*/cost.json")) if settings.others else []:
        known, name = problems.read(cost), cost.parent.name
        try:
            words += ["--also", f"{name}={cost.parent}:{known['gradients']:d}:{known['seconds']:.6g}"]
        except (ValueError, KeyError, TypeError):
            raise Refused(f"{cost}: give the numbers gradients and seconds, what each chain took")
        found[name] = known
    return found, words


def run(problem, settings):
    folder = prepared(problem, settings)
    if settings.prepare:
        return
    summary = json.loads(posterior(settings, "diagnose", folder / "reference", "--format", "json")[0])
    others, also = others_of(problem, settings)
    samplers = dict.fromkeys(settings.samplers.split(",") + [known["like"] for known in others.values() if "like" in known])
    rows = sum(1 for _ in open(folder / "data.csv")) - 1
    budget = settings.evaluations or min(20000 * rows, 1000000 if settings.quick else 10000000)
    words = [*problem.words(folder), "--against", "cost", "--samplers", ",".join(samplers), "--batch-size", problem.batch,
             "--evaluations", budget, "--chains", settings.chains]
    words += [] if problem.exact else ["--reference", folder / "reference"]
    words += (["--learning-rates", problem.rates] if problem.rates else []) + also
    say(f"{problem.name}: {budget} gradients a chain")
    text, warnings = posterior(settings, "sweep", *words, "--format", "json", "--plot", folder / "cost.svg", "--quiet")
    result = {
        "name": problem.name, "title": problem.title, "command": ["posterior", "sweep", *map(str, words)],
        "reference": None if problem.exact else summary, "known": problem.moments, "others": others,
        "warnings": warnings, "sweep": json.loads(text)}
    (folder / "result.json").write_text(json.dumps(result, indent=1))


def main():
    settings = options()
    for option in "posteriordb", "others":
        folder = getattr(settings, option)
        if folder and not folder.is_dir():
            raise Refused(f"--{option}: there is no folder {folder}")
    known = problems.named() + (problems.of_posteriordb(settings.posteriordb) if settings.posteriordb else [])
    names = [problem.name for problem in known]
    if settings.list:
        return print("\n".join(f"{problem.name:45} {problem.title}" for problem in known))
    for name in settings.problems:
        if name not in names:
            raise Refused(f"there is no problem '{name}': --list shows those there are, with --posteriordb DIR more")
    if settings.others and not any(next(settings.others.glob(f"{name}/*/cost.json"), None) for name in names):
        raise Refused(f"--others: {settings.others} has no PROBLEM/PROGRAM/cost.json of a problem")
    for problem in known:
        if problem.name in (settings.problems or names):
            run(problem, settings)
    if not settings.prepare:
        results = [problems.read(path) for path in sorted(settings.output.glob("*/result.json"))]
        (settings.output / "results.json").write_text(json.dumps(results, indent=1))
        (settings.output / "index.html").write_text(page.page(results, settings.output))
        say(f"{settings.output}/index.html and results.json")


if __name__ == "__main__":
    try:
        main()
    except (Refused, OSError) as error:
        sys.exit(f"run.py: {error}")
    except KeyboardInterrupt:
        sys.exit("run.py: interrupted; finished problems and references are kept")
