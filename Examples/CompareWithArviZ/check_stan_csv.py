#!/usr/bin/env python3
"""Holds the files of `posterior sample --output` against what CmdStanPy and ArviZ read in them, with and without a warm-up.

    pip install cmdstanpy arviz
    python3 check_stan_csv.py [--posterior .build/release/posterior]

Every draw must be the file's to the bit. CmdStanPy takes a file with fewer than seven of the sampler's own columns for one of
fixed parameters, which has no warm-up, and refuses it where there is one: of --save-warm-up it reads the files of nuts alone.
Last seen so: CmdStanPy 1.3.2, ArviZ 0.23.4.
"""
import argparse
import glob
import logging
import os
import subprocess
import sys
import tempfile
import warnings

warnings.filterwarnings("ignore")
import arviz as az  # noqa: E402
import cmdstanpy  # noqa: E402
import numpy as np  # noqa: E402

logging.getLogger("cmdstanpy").setLevel(logging.CRITICAL)
SAMPLERS = {"nuts": [], "hmc": [], "exact": [], **{name: ["--learning-rate", "0.05"] for name in ("sgld", "mala", "random-walk")}}
PARAMETER, WARM_UP, THIN = "bmi", 50, 2


def column(path):
    """The numbers of the parameter, row after row."""
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n").split(",") for line in file if not line.startswith("#")]
    return [float(cells[lines[0].index(PARAMETER)]) for cells in lines[1:]]


def check(files, saved):
    """Whether CmdStanPy reads the files; what is read must be what they hold."""
    held = np.array([column(path) for path in files])
    before = WARM_UP // THIN if saved else 0
    data = az.from_cmdstan(files, save_warmup=saved)
    assert np.array_equal(data.posterior[PARAMETER].values, held[:, before:]), "ArviZ reads other draws"
    if saved:
        assert np.array_equal(data.warmup_posterior[PARAMETER].values, held[:, :before]), "ArviZ reads another warm-up"
    try:
        fit = cmdstanpy.from_csv(files)
    except ValueError:
        return False
    place = fit.column_names.index(PARAMETER)
    assert np.array_equal(fit.draws(inc_warmup=saved)[:, :, place].T, held), "CmdStanPy reads other draws"
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posterior", default=".build/release/posterior")
    program = parser.parse_args().posterior
    for sampler, options in SAMPLERS.items():
        for saved in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                run = os.path.join(folder, "run")
                command = [program, "sample", "linear-regression", "--sampler", sampler, *options, "--chains", "2"]
                command += ["--draws", "40", "--warm-up", str(WARM_UP), "--thin", str(THIN), "--no-summary", "--quiet"]
                subprocess.run(command + ["--save-warm-up"] * saved + ["--output", run], check=True)
                reads = check(sorted(glob.glob(run + "/chain-*.csv")), saved)
            print(f"{sampler}{' --save-warm-up' * saved}: ArviZ and CmdStanPy" if reads else f"{sampler} --save-warm-up: ArviZ")
            assert reads == (sampler == "nuts" or not saved), "CmdStanPy is not what it was"


if __name__ == "__main__":
    sys.exit(main())
