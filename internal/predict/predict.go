// Package predict holds the predictions of a model as columns and reports the problems of a
// file of predictions. Each format has a package of its own, such as csvfile, so that a
// program contains only the formats that it uses.
//
// An open file is a [Reader]: it names its columns, and hands out its rows in parts that
// can be decoded at the same time. Use [Guess] to find the columns of labels and scores,
// [Each] to decode all parts on several goroutines, and a [Tally] to find the problems
// of a whole file, such as the lack of positives.
package predict
