// Package predict holds the predictions of a model as columns and reports the problems
// of a file of them. The readers of the formats are in its folders, so
// that a program has only those it needs.
//
// A file is a [Reader]: it names its columns, and hands out its rows in parts that
// can be decoded at the same time. [Guess] finds the columns of labels and scores,
// [Each] decodes all parts on several goroutines, and a [Tally] finds the
// problems of a whole file, such as the lack of positives.
package predict
