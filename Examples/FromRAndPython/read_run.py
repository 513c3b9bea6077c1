"""Reads the run in the folder `run` by ArviZ, and sums it up."""
import glob

import arviz

data = arviz.from_cmdstan(posterior=sorted(glob.glob("run/chain-*.csv")))
print(arviz.summary(data, var_names=["mu", "tau"], round_to=5)[["mean", "sd", "mcse_mean", "ess_bulk", "ess_tail", "r_hat"]])
print("divergences:", int(data.sample_stats["diverging"].sum()))
