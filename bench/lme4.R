# Rscript lme4.R RATINGS FORMULA: fits by REML, with lme4's own defaults; prints one line of JSON.
suppressMessages(library(lme4))
said <- commandArgs(trailingOnly = TRUE)
ratings <- read.csv(said[1])
for (name in setdiff(names(ratings), "level")) ratings[[name]] <- factor(ratings[[name]])
time <- system.time(fit <- lmer(as.formula(said[2]), ratings, REML = TRUE))
variance <- as.data.frame(VarCorr(fit))
memory <- 0
if (file.exists("/proc/self/status")) {
  memory <- as.numeric(gsub("[^0-9]", "", grep("VmHWM", readLines("/proc/self/status"), value = TRUE)))
}
parts <- sprintf("\"variance %s\": %.12g", sub(":.*", "", variance$grp), variance$vcov)
cat(sprintf("{\"seconds\": %.6f, \"kibibytes\": %.0f, \"n\": %d, \"criterion\": %.12g, %s}\n", time[["elapsed"]], memory,
            nrow(ratings), REMLcrit(fit), paste(parts, collapse = ", ")))
