#!/usr/bin/env python3
"""Holds `posterior diagnose` against ArviZ on the same Stan CSV files, one file a chain.

    pip install "arviz<1"
    python3 compare_with_arviz.py DIRECTORY [--posterior .build/release/posterior]

Both read DIRECTORY/*.csv. The largest relative difference over all parameters is printed for each statistic; the exit
status is 1 when one of them is above 1e-9. Last seen to agree: ArviZ 0.23.4, numpy 2.4.6, SciPy 1.17.1.

Two rules differ on purpose, and are compared as they are. ArviZ takes a parameter whose draws lie within 1e-15 of each
other for constant, whatever its scale; here only equal draws are. With an odd number of draws `az.rhat` folds around the
median without the middle draws, `az.summary` and R's posterior around that of all draws: here, as in these two.
"""
import argparse
import glob
import json
import math
import os
import re
import subprocess
import sys
import urllib.parse
import warnings

warnings.filterwarnings("ignore")
import arviz as az  # noqa: E402
import numpy as np  # noqa: E402

COLUMNS = {
    "mean": "mean", "sd": "sd", "mcseMean": "mcse_mean", "mcseSD": "mcse_sd",
    "essBulk": "ess_bulk", "essTail": "ess_tail", "rHat": "r_hat",
}
QUANTILES = {"q5": 0.05, "median": 0.5, "q95": 0.95}


def difference(ours, theirs):
    """Relative; 0 where both have no value (null here, NaN there)."""
    ours = math.nan if ours is None else ours
    if not math.isfinite(theirs):
        return 0.0 if not math.isfinite(ours) else math.inf
    return abs(ours - theirs) / max(abs(theirs), sys.float_info.min)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory")
    parser.add_argument("--posterior", default="posterior", help="the command to run")
    options = parser.parse_args()
    files = sorted(glob.glob(os.path.join(options.directory, "*.csv")))
    if not files:
        sys.exit(f"there are no CSV files in {options.directory}")

    output = subprocess.run(
        [options.posterior, "diagnose", *files, "--format", "json"], check=True, capture_output=True, text=True)
    ours = json.loads(output.stdout)
    data = az.from_cmdstan(files)
    summary = az.summary(data, round_to="none")

    chains, draws = data.posterior.sizes["chain"], data.posterior.sizes["draw"]
    if (ours["chains"], ours["drawsPerChain"]) != (chains, draws):
        sys.exit(f"{ours['chains']} × {ours['drawsPerChain']} draws here, {chains} × {draws} in ArviZ")
    # Names that CSV cannot carry are percent-encoded in the files.
    variables = {urllib.parse.unquote(name): name for name in data.posterior}
    largest = {key: (0.0, "") for key in [*COLUMNS, *QUANTILES]}
    for parameter in ours["parameters"]:
        # "L[2,1]" is "L[1, 0]" in ArviZ, which counts from 0.
        array = re.fullmatch(r"(.+)\[(\d+(?:,\d+)*)\]", parameter["name"])
        name = variables[array[1] if array else parameter["name"]]
        index = [int(i) - 1 for i in array[2].split(",")] if array else []
        row = summary.loc[f"{name}[{', '.join(map(str, index))}]" if index else name]
        values = data.posterior[name].values[(slice(None), slice(None), *index)]
        for key in largest:
            theirs = float(row[COLUMNS[key]] if key in COLUMNS else np.quantile(values, QUANTILES[key]))
            largest[key] = max(largest[key], (difference(parameter[key], theirs), parameter["name"]))

    if "energy" in data.get("sample_stats", {}):
        theirs = az.bfmi(data)
        worst = max(difference(a, b) for a, b in zip(ours["eBFMI"], theirs, strict=True))
        largest["eBFMI"] = (worst, f"chains: {', '.join(f'{value:.3f}' for value in theirs)}")
        diverging = data.sample_stats.get("diverging")
        if diverging is not None and ours["divergences"] != diverging.sum("draw").values.tolist():
            sys.exit(f"divergences: {ours['divergences']} here, {diverging.sum('draw').values.tolist()} in ArviZ")

    print(f"ArviZ {az.__version__}: {chains} chains of {draws} draws, {len(ours['parameters'])} parameters")
    for key, (value, name) in largest.items():
        print(f"  {key:9} {value:.1e}  {name}")
    worst = max(value for value, _ in largest.values())
    print(f"largest relative difference: {worst:.1e}")
    sys.exit(0 if worst <= 1e-9 else 1)


if __name__ == "__main__":
    main()
