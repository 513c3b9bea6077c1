# Reads the run in the folder `run`, and sums it up by R's posterior.
suppressPackageStartupMessages(library(posterior))
chains <- lapply(sort(Sys.glob("run/chain-*.csv")), read.csv, comment.char = "#", check.names = FALSE)
draws <- do.call(bind_draws, c(lapply(chains, as_draws_df), along = "chain"))
figures <- summarise_draws(subset_draws(draws, c("mu", "tau")), "mean", "sd", "mcse_mean", "ess_bulk", "ess_tail", "rhat")
print(data.frame(lapply(figures, unclass)), digits = 6, row.names = FALSE)
