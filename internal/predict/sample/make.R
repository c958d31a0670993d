# Makes satellite.csv: out-of-fold predictions of a neural network on real data.
#
#   Rscript make.R    needs R with mlbench and nnet; on Debian r-cran-mlbench, r-cran-nnet
#
# The data are the 6435 examples of Statlog (Landsat Satellite), A. Srinivasan 1993,
# UCI Machine Learning Repository, doi:10.24432/C55887, licence CC BY 4.0, as in the R
# package mlbench: brightness of 3 x 3 pixels in four bands. The positives are the 626
# of damp grey soil, its rarest class and the one most often confused. The model is a
# network with one hidden layer of 8 units, trained with cross-entropy and weight
# decay. Each example is predicted by a network that was trained without it, in ten
# folds of equal shares of the classes. Examples overlap with those of pixels nearby, also
# across folds, so that these predictions are better than on another image.
library(mlbench)
library(nnet)
data(Satellite)
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20171007)
x <- scale(as.matrix(Satellite[, -37]))
y <- as.integer(Satellite$classes == "damp grey soil")
stopifnot(nrow(x) == 6435, sum(y) == 626)
fold <- integer(length(y))
for (class in 0:1) fold[y == class] <- sample(rep_len(1:10, sum(y == class)))
p <- numeric(length(y))
for (k in 1:10) {
  out <- fold == k
  net <- nnet(x[!out, ], y[!out], size = 8, entropy = TRUE, decay = 1,
              maxit = 300, MaxNWts = 1000, trace = FALSE)
  p[out] <- predict(net, x[out, ])
}
write.table(data.frame(example = seq_along(y), y_true = y, y_score = sprintf("%.6g", p)),
            "satellite.csv", sep = ",", row.names = FALSE, quote = FALSE)
