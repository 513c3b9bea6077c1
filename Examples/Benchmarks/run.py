#!/usr/bin/env python3
"""Runs this library, the C reference and the peers in turn, several rounds, and says which targets are met.

    python3 Examples/Benchmarks/run.py > speed.md

A Markdown page goes to standard output, all numbers to a JSON file, progress to standard error. Environments for the peers, the
data and the programs are made where they are missing. Needs Python 3.11 with venv, a C compiler, make, GSL, Swift and
taskset.
"""
import argparse
import json
import os
import sys
import time
from pathlib import Path

from runner import machine, report
from runner.programs import Programs
from runner.results import Results

HERE = Path(__file__).resolve().parent


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="rounds of everything (default 5)")
    parser.add_argument("--repeats", type=int, default=3, help="timed repeats of a row in a round (default 3)")
    parser.add_argument("--cases", default="ABCD", help="letters of peers/cases.json (default ABCD)")
    parser.add_argument("--parts", default="sampling,written,diagnostics,limits,csv,scaling", help="what to run (default all)")
    parser.add_argument("--quick", action="store_true", help="two rounds of a twentieth of the steps, to see that it works")
    parser.add_argument("--peers", type=Path, default=HERE / "peers",
                        help="the folder of the environments venv and venv-sgmcmcjax (default peers)")
    parser.add_argument("--data", type=Path, default=HERE / "peers/data", help="the folder of the data (default peers/data)")
    parser.add_argument("--core", type=int, default=os.cpu_count() - 1, help="what runs on one core is pinned to this one")
    parser.add_argument("--json", type=Path, default=HERE / "results.json", help="where all numbers go")
    parser.add_argument("--figure", type=Path, help="where the figure of cost against size goes, an SVG")
    parser.add_argument("--from-json", type=Path, help="run nothing: report the numbers of an earlier run")
    return parser.parse_args()


def measure(settings):
    if settings.quick:
        settings.rounds, settings.repeats = 2, 1
    programs = Programs(HERE, settings)
    programs.prepare()
    results = Results(machine.describe(settings))
    begun = time.monotonic()
    for number in range(settings.rounds):
        results.loads.append(os.getloadavg())
        for program in programs.of_round(number):
            print(f"{time.monotonic() - begun:5.0f} s  round {number + 1}: {program}", file=sys.stderr, flush=True)
            for line in program.run():
                results.add(number, json.loads(line))
    return results


def main():
    settings = options()
    if settings.from_json:
        results = Results.read(settings.from_json)
    else:
        results = measure(settings)
        results.write(settings.json)
    print(report.page(results, settings.figure))


if __name__ == "__main__":
    main()
