"""PSIS-LOO by ArviZ of the run that `posterior export` has written to run.zarr."""
import warnings

import arviz
import xarray

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    data = arviz.InferenceData.from_datatree(xarray.open_datatree("run.zarr", engine="zarr"))
loo = arviz.loo(data, var_name="y")
print(f"elpd_loo {loo.elpd_loo:.2f}  se {loo.se:.2f}  p_loo {loo.p_loo:.2f}")
