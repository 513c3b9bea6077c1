#!/usr/bin/env Rscript
# Holds the files of `posterior sample --output` against what R's rstan and posterior read in them, with and without a
# warm-up, and the diagnostics of R's posterior against those of the command.
#
#   apt-get install r-cran-rstan r-cran-posterior r-cran-jsonlite
#   Rscript check_stan_csv.R [path of the command]
#
# Last seen so: rstan 2.21.7, posterior 1.4.0.
suppressPackageStartupMessages({library(rstan); library(posterior)})

arguments <- commandArgs(trailingOnly = TRUE)
program <- if (length(arguments) > 0) arguments[1] else ".build/release/posterior"
rate <- c("--learning-rate", "0.05")
samplers <- list(nuts = c(), hmc = c(), exact = c(), sgld = rate, mala = rate, `random-walk` = rate)
parameters <- c("intercept", "sex", "bmi", "bp", "hdl", "ltg")

rows <- function(file) as.matrix(read.csv(file, comment.char = "#", check.names = FALSE))

for (sampler in names(samplers)) {
  for (saved in c(FALSE, TRUE)) {
    run <- file.path(tempfile(), "run")
    status <- system2(program, c(
      "sample", "linear-regression", "--sampler", sampler, samplers[[sampler]], "--chains", "3", "--draws", "200",
      "--warm-up", "100", "--no-summary", "--quiet", if (saved) "--save-warm-up", "--output", run))
    stopifnot(status == 0)
    files <- sort(list.files(run, "^chain-.*csv$", full.names = TRUE))
    fit <- read_stan_csv(files)
    warm_up <- if (saved) 100 else 0
    held <- lapply(files, rows)
    read <- rstan::extract(fit, permuted = FALSE, inc_warmup = saved)
    for (chain in seq_along(files)) for (name in parameters) {
      stopifnot(identical(unname(read[, chain, name]), unname(held[[chain]][, name])))
    }
    # Draws behind the warm-up, and what R's posterior and the command say of them.
    kept <- array(0, c(200, 3, length(parameters)), list(NULL, NULL, parameters))
    for (chain in 1:3) kept[, chain, ] <- held[[chain]][warm_up + 1:200, parameters]
    r <- summarise_draws(as_draws_array(kept), "mean", "sd", "rhat", "ess_bulk", "ess_tail", "mcse_mean")
    text <- system2(program, c("diagnose", run, "--format", "json", "--quiet"), stdout = TRUE)
    ours <- jsonlite::fromJSON(paste(text, collapse = "\n"))$parameters
    ours <- ours[match(r$variable, ours$name), ]
    figures <- list(mean = "mean", sd = "sd", rhat = "rHat", ess_bulk = "essBulk", ess_tail = "essTail", mcse_mean = "mcseMean")
    apart <- max(mapply(function(theirs, own) max(abs(r[[theirs]] / ours[[own]] - 1)), names(figures), figures))
    stopifnot(apart < 1e-6)
    cat(sprintf("%s%s: rstan reads every draw, posterior's diagnostics are within %.1e\n",
                sampler, if (saved) " --save-warm-up" else "", apart))
  }
}
