# SPDX-License-Identifier: GPL-3.0-or-later
#
# The forecast package of R on the same series, by the same measures, for the table of bench-forecast.
#
# Usage: Rscript bench-forecast.R FOLDER SECONDS FILE SEASON [FILE SEASON]...
# Prints lines "FILE,METHOD,SERIES,sMAPE,MASE,COVERAGE,MSIS,SECONDS"; a set is left off (with the word
# "partly") once it has taken SECONDS. Gaps are filled by na.interp, because ets () keeps only the
# longest stretch without one; measures count the actual values that are known.

suppressPackageStartupMessages (library (forecast))

options (warn = -1)
args <- commandArgs (trailingOnly = TRUE)
folder <- args[1]
limit_s <- as.numeric (args[2])

score <- function (train, actual, season, f) {
  known <- !is.na (actual)
  scale <- mean (abs (diff (train, lag = season)), na.rm = TRUE)
  y <- actual[known]; mean <- f$mean[known]; lower <- f$lower[known]; upper <- f$upper[known]
  both <- abs (y) + abs (mean)
  c (mean (ifelse (both > 0, 200 * abs (y - mean) / both, 0)),
     mean (abs (y - mean)) / scale,
     100 * mean (lower <= y & y <= upper),
     mean ((upper - lower) + 40 * pmax (lower - y, 0) + 40 * pmax (y - upper, 0)) / scale)
}

plain <- function (f)
  list (mean = as.numeric (f$mean), lower = as.numeric (f$lower), upper = as.numeric (f$upper))

timed <- function (expression) {
  before <- sum (proc.time ()[1:2])
  f <- plain (eval.parent (substitute (expression)))
  f$seconds <- sum (proc.time ()[1:2]) - before
  f
}

forecast_all <- function (train, season, horizon) {
  series <- na.interp (ts (train, frequency = season))
  snaive <- timed (snaive (series, h = horizon, level = 95))
  theta <- timed (thetaf (series, h = horizon, level = 95))
  ets <- timed (forecast (ets (series), h = horizon, level = 95))
  both <- Map (function (one, two) (one + two) / 2, ets[1:3], theta[1:3])
  both$seconds <- ets$seconds + theta$seconds
  list (snaive = snaive, theta = theta, ets = ets, "ets+theta" = both)
}

measure <- function (file, season) {
  rows <- read.csv (file.path (folder, file), stringsAsFactors = FALSE)
  sums <- list (); n_series <- 0; started <- proc.time ()[3]; note <- ""
  for (one in split (rows, factor (rows$series_id, unique (rows$series_id)))) {
    train <- one$value[one$split == "train"]; actual <- one$value[one$split == "test"]
    found <- forecast_all (train, season, length (actual))
    n_series <- n_series + 1
    for (method in names (found)) {
      own <- c (score (train, actual, season, found[[method]]), found[[method]]$seconds)
      sums[[method]] <- if (is.null (sums[[method]])) own else sums[[method]] + own
    }
    if (proc.time ()[3] - started > limit_s) { note <- "partly"; break }
  }
  for (method in names (sums))
    cat (file, method, n_series, paste (round (sums[[method]] / n_series, 6), collapse = ","), note,
         sep = ",", fill = 1000)
}

for (place in seq (3, length (args), by = 2))
  measure (args[place], as.integer (args[place + 1]))
