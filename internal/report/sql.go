package report

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"

	"lossexplorer/internal/predict/sqlquery"
)

const sqlUsage = `Usage: lossexplorer sql -dialect DIALECT -table TABLE -label COLUMN -score COLUMN [flags]

Prints the query that counts the predictions of a table in bins, for two classes. Run it in
the database, save the result with its column names as CSV or Parquet, and read it as the
predictions themselves: lossexplorer report -in result.csv, or on the page. It has a few
thousand rows, whatever the table has.

`

// RunSQL is the command sql. It prints the query to stdout.
func RunSQL(_ context.Context, args []string, _ fs.FS, stdout, _ io.Writer) error {
	var q sqlquery.Query
	flags := flag.NewFlagSet("lossexplorer sql", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller prints the error, once
	flags.StringVar(&q.Dialect, "dialect", "duckdb",
		"the `database`: duckdb or postgres, in which the tests run the query; spark, bigquery or snowflake, whose query they parse; or clickhouse")
	flags.StringVar(&q.Table, "table", "",
		"the `table`, or what may stand after FROM, such as read_parquet('*.parquet')")
	flags.StringVar(&q.Label, "label", "",
		"the `column` of the label, 0 and 1 or false and true; soft labels are counted as not readable: read their rows with report -soft")
	flags.StringVar(&q.Score, "score", "", "the `column` of the probability of class 1")
	kind := flags.String("kind", "probability",
		"the `kind` of the score: probability, logit or percent")
	flags.StringVar(&q.Positive, "positive", "",
		"the `label` that is class 1; all others are class 0, soft labels too")
	flags.Float64Var(&q.Threshold, "label-threshold", 0,
		"labels are numbers from 0 to 1, and from this `number` on class 1, such as 0.5")
	flags.StringVar(&q.Weight, "weight", "", "the `column` of sample weights")
	flags.StringVar(&q.Group, "group", "",
		"keep the rows of each value of this `column` apart; report -group bin_group compares them")
	flags.Float64Var(&q.Epsilon, "epsilon", 1e-7,
		"the `clip` at which bins are divided, 0 for none: that of the losses to look at")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, sqlUsage)
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return nil
	} else if err != nil {
		return fmt.Errorf("%w; sql -help lists the flags", err)
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q; sql -help lists the flags", flags.Arg(0))
	}
	switch *kind {
	case "probability":
	case "logit":
		q.Logits = true
	case "percent":
		q.Percent = true
	default:
		return fmt.Errorf("-kind is %q; it is probability, logit or percent", *kind)
	}
	text, err := q.Write()
	if err != nil {
		return err
	}
	_, err = io.WriteString(stdout, text)
	return err
}
