// Package sqlquery writes an SQL query that counts predictions in bins in the database that
// holds them. The result of the query is a file of predictions with weights and a few
// thousand rows. Numbers computed from it equal the numbers computed from the predictions
// themselves, within the bound of package bins.
//
// A row of the result stands for the examples of one label in one bin of the logit, as one
// of the two nodes that package bins gives a bin: it has the same number of examples, and
// the nodes the same first three moments. Bins are divided where something jumps: at the
// ends of the bars and of the calibration's groups, at p = 0.5, and at the clip. A node is
// at least 1e-9 from such a place, so that rounding does not move it across. Rows that
// cannot be read are counted in a row without a label. The table is read once: no part of
// the query that has all its rows is used twice, which databases would keep. No name of a
// column stands for another thing in the same SELECT, as ClickHouse would read it.
package sqlquery

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Query defines the rows to count.
type Query struct {
	Dialect  string
	Table    string // a table, or an expression in its place after FROM
	Label    string // column
	Score    string
	Logits   bool   // the score is a logit
	Percent  bool   // or a probability times 100
	Positive string // the label of class 1; else 1 and true are

	// Threshold is the label from which on a number from 0 to 1 is of class 1, 0 for none.
	// Without it a label between 0 and 1 cannot be read: the loss for soft labels is not a
	// sum over bins of the logit.
	Threshold float64

	Weight  string // the column of sample weights, "" for none
	Group   string // a column used to group the rows, "" for none
	Epsilon float64
}

// The names of the result's columns, which readers of files use to recognise it.
const (
	LabelColumn  = "label"
	LogitColumn  = "bin_logit"
	WeightColumn = "bin_weight"
	RowsColumn   = "bin_rows"
	GroupColumn  = "bin_group"
)

// dialect holds the syntax in which databases differ.
type dialect struct {
	quote    string
	float    string // a type
	text     string // a type
	tryFloat string // an expression of %s, NULL if it is no number
	infinity string // an expression of a sign
	whole    string // of %s
	number   string // a condition that the label %[1]s, as text %[2]s, is the number %[3]d
}

var dialects = map[string]dialect{
	"duckdb": {`"`, "DOUBLE", "VARCHAR", "TRY_CAST(%s AS DOUBLE)", "CAST('%sinf' AS DOUBLE)",
		"CAST(FLOOR(%s) AS BIGINT)", "TRY_CAST(%[1]s AS DOUBLE) = %[3]d"},
	"postgres": {`"`, "DOUBLE PRECISION", "TEXT", "CAST(%s AS DOUBLE PRECISION)",
		"CAST('%sInfinity' AS DOUBLE PRECISION)", "CAST(FLOOR(%s) AS BIGINT)",
		`%[2]s ~ '^0*%[3]d(\.0*)?$'`},
	"spark": {"`", "DOUBLE", "STRING", "TRY_CAST(%s AS DOUBLE)",
		"CAST('%sInfinity' AS DOUBLE)", "CAST(FLOOR(%s) AS BIGINT)",
		"TRY_CAST(%[1]s AS DOUBLE) = %[3]d"},
	"bigquery": {"`", "FLOAT64", "STRING", "SAFE_CAST(%s AS FLOAT64)", "CAST('%sinf' AS FLOAT64)",
		"CAST(FLOOR(%s) AS INT64)", "SAFE_CAST(%[2]s AS FLOAT64) = %[3]d"},
	"snowflake": {`"`, "DOUBLE", "VARCHAR", "TRY_TO_DOUBLE(TO_VARCHAR(%s))",
		"CAST('%sinf' AS DOUBLE)", "CAST(FLOOR(%s) AS INTEGER)", "TRY_TO_DOUBLE(%[2]s) = %[3]d"},
	"clickhouse": {"`", "Float64", "Nullable(String)", "toFloat64OrNull(toString(%s))",
		"CAST('%sinf' AS Float64)", "CAST(FLOOR(%s) AS Int64)", "toFloat64OrNull(%[2]s) = %[3]d"},
}

// Dialects returns the names of the dialects.
func Dialects() []string { return slices.Sorted(maps.Keys(dialects)) }

var plain = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// name returns a column's name as the dialect writes it.
func (d dialect) name(column string) string {
	if plain.MatchString(column) {
		return column
	}
	return d.quote + strings.ReplaceAll(column, d.quote, d.quote+d.quote) + d.quote
}

// literal returns a string.
func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Write returns the query. The error is one of the dialect, or of a part that is missing.
func (q Query) Write() (string, error) {
	d, ok := dialects[q.Dialect]
	if !ok {
		return "", fmt.Errorf("sqlquery: the dialect is %q; it is one of %s", q.Dialect,
			strings.Join(Dialects(), ", "))
	}
	for what, s := range map[string]string{"table": q.Table, "label": q.Label, "score": q.Score} {
		if s == "" {
			return "", fmt.Errorf("sqlquery: no %s", what)
		}
	}
	if q.Threshold != 0 && (!(q.Threshold > 0 && q.Threshold <= 1) || q.Positive != "") {
		return "", fmt.Errorf("sqlquery: the threshold of labels is %v; it is above 0 and at most 1, and for numbers, not for a label of class 1", q.Threshold)
	}
	if !(q.Epsilon >= 0 && q.Epsilon < 0.5) {
		return "", fmt.Errorf("sqlquery: epsilon is %v; allowed: from 0 to below 0.5", q.Epsilon)
	}
	text := "LOWER(CAST(" + d.name(q.Label) + " AS " + d.text + "))"
	is := func(n int) string { return fmt.Sprintf(d.number, d.name(q.Label), text, n) }
	// As a number first: text takes databases longer.
	label := "CASE WHEN " + is(1) + " THEN 1 WHEN " + is(0) + " THEN 0 WHEN " + text +
		" IN ('true', 't') THEN 1 WHEN " + text + " IN ('false', 'f') THEN 0 END"
	between := fmt.Sprintf(d.tryFloat, d.name(q.Label))
	switch {
	case q.Threshold > 0:
		at := strconv.FormatFloat(q.Threshold, 'g', -1, 64)
		label = "CASE WHEN " + between + " >= " + at + " AND " + between + " <= 1 THEN 1 WHEN " +
			between + " >= 0 AND " + between + " < " + at + " THEN 0 END"
	case q.Positive != "":
		text = "CAST(" + d.name(q.Label) + " AS " + d.text + ")"
		label = "CASE WHEN " + text + " = " + literal(q.Positive) + " THEN 1 WHEN " + text +
			" IS NOT NULL AND " + text + " <> '' THEN 0 END"
	}
	number := func(column string) string { return fmt.Sprintf(d.tryFloat, d.name(column)) }
	score, weight, group := number(q.Score), "CAST(1 AS "+d.float+")", "''"
	if q.Percent {
		score += " / 100"
	}
	if q.Weight != "" {
		weight = number(q.Weight)
	}
	if q.Group != "" {
		group = "CAST(" + d.name(q.Group) + " AS " + d.text + ")"
	}
	// Whether a score is readable, and p and z of class 1.
	readable, p, z := "bin_s >= 0 AND bin_s <= 1", "bin_s",
		"CASE WHEN bin_s > 0 AND bin_s < 1 THEN LN(bin_s / (1 - bin_s)) ELSE 0 END"
	if q.Logits {
		readable = "bin_s > -1e300 AND bin_s < 1e300"
		p = "CASE WHEN bin_s < -700 THEN 0 WHEN bin_s > 700 THEN 1 ELSE 1 / (1 + EXP(-bin_s)) END"
		z = "CASE WHEN bin_s < -799 THEN -799 WHEN bin_s > 799 THEN 799 ELSE bin_s END"
	}
	edge := "CASE WHEN p = 0 THEN -1 WHEN p = 1 THEN 1 ELSE 0 END"
	if q.Logits {
		edge = "0" // every logit has a place
	}
	eps := strconv.FormatFloat(q.Epsilon, 'g', -1, 64)
	clip := "CASE WHEN p < " + eps + " THEN -1 WHEN 1 - p < " + eps + " THEN 1 ELSE 0 END"
	low, high := "", ""
	if q.Epsilon > 0 {
		edgeZ := fmt.Sprintf("LN(%s / (1 - %s))", eps, eps)
		low = fmt.Sprintf(", CASE WHEN clip = 0 THEN %s + 1e-9 WHEN clip = 1 THEN -(%s) + 1e-9 ELSE -1e9 END", edgeZ, edgeZ)
		high = fmt.Sprintf(", CASE WHEN clip = 0 THEN -(%s) - 1e-9 WHEN clip = -1 THEN %s - 1e-9 ELSE 1e9 END", edgeZ, edgeZ)
	}
	of := strings.NewReplacer(
		"{table}", q.Table, "{label}", label, "{score}", score, "{weight}", weight,
		"{group}", group,
		"{readable}", readable, "{p}", p, "{z}", z, "{edge}", edge, "{clip}", clip, "{low}", low,
		"{high}", high,
		"{float}", d.float, "{-inf}", fmt.Sprintf(d.infinity, "-"), "{+inf}",
		fmt.Sprintf(d.infinity, "+"),
		"{bar}", bucket(d, 50), "{part}", bucket(d, 15), "{cell}", fmt.Sprintf(d.whole, "z * 256"),
	)
	query := of.Replace(template)
	if q.Group == "" {
		query = strings.ReplaceAll(query, ", g AS "+GroupColumn, "")
		query = strings.ReplaceAll(query, ", NULL AS "+GroupColumn, "")
	}
	return query, nil
}

// bucket is the interval of p of n from 0, without the rounding of p·n at the ends.
func bucket(d dialect, n int) string {
	k := fmt.Sprintf("FLOOR(p * %d)", n)
	whole := fmt.Sprintf("(%[1]s + CASE WHEN p >= (%[1]s + 1) / %[2]d.0 THEN 1 WHEN p < %[1]s / %[2]d.0 THEN -1 ELSE 0 END)", k, n)
	return fmt.Sprintf("CASE WHEN p >= 1 THEN %d ELSE %s END", n-1, fmt.Sprintf(d.whole, whole))
}

const template = `WITH source AS (
  SELECT {label} AS bin_y, {score} AS bin_s, {weight} AS bin_w, {group} AS bin_g
  FROM {table}
), readable AS (
  SELECT bin_y, bin_s, bin_w, bin_g,
    CASE WHEN bin_y IS NOT NULL AND {readable} AND bin_w >= 0 AND bin_w < 1e300 THEN 1 ELSE 0 END AS ok
  FROM source
), placed AS (
  SELECT CASE WHEN ok = 1 THEN bin_y END AS y, CASE WHEN ok = 1 THEN bin_w ELSE 0 END AS w, CASE WHEN ok = 1 THEN bin_g END AS g,
    CASE WHEN ok = 1 THEN {p} ELSE 0 END AS p, CASE WHEN ok = 1 THEN {z} ELSE 0 END AS z
  FROM readable
), cells AS (
  SELECT y, w, g, z, {cell} AS cell, {bar} AS bar, {part} AS part,
    CASE WHEN p = 0.5 THEN 1 ELSE 0 END AS half, {edge} AS edge, {clip} AS clip
  FROM placed
), offsets AS (
  SELECT y, w, g, cell, bar, part, half, edge, clip, z - (cell + 0.5) / 256 AS d FROM cells
), sums AS (
  SELECT y, g, cell, bar, part, half, edge, clip, COUNT(*) AS n, SUM(w) AS weight,
    SUM(w * d) AS d1, SUM(w * d * d) AS d2, SUM(w * d * d * d) AS d3
  FROM offsets GROUP BY y, g, cell, bar, part, half, edge, clip
), means AS (
  SELECT y, g, cell, bar, part, half, edge, clip, n, weight,
    CASE WHEN weight > 0 THEN d1 / weight ELSE 0 END AS mean, CASE WHEN weight > 0 THEN d2 / weight ELSE 0 END AS m2,
    CASE WHEN weight > 0 THEN d3 / weight ELSE 0 END AS m3
  FROM sums WHERE y IS NOT NULL
), spreads AS (
  SELECT y, g, cell, bar, part, half, edge, clip, n, weight, mean, m3, m2 - mean * mean AS v,
    CASE WHEN m2 - mean * mean > 3.9e-15 THEN SQRT(m2 - mean * mean) ELSE 0 END AS sd
  FROM means
), skews AS (
  SELECT y, g, cell, bar, part, half, edge, clip, n, weight, mean, sd,
    CASE WHEN sd > 0 THEN (m3 - mean * (3 * v + mean * mean)) / (v * sd) ELSE 0 END AS skew
  FROM spreads
), roots AS (
  SELECT y, g, cell, bar, part, half, edge, clip, n, weight, mean, sd,
    CASE WHEN skew < 0 THEN 2 / (SQRT(skew * skew + 4) - skew) ELSE (skew + SQRT(skew * skew + 4)) / 2 END AS above
  FROM skews
), bounds AS (
  SELECT y, g, cell, half, edge, clip, n, weight, mean, sd, above, 1 / (1 + above * above) AS share,
    GREATEST(cell / 256.0, CASE WHEN bar = 0 THEN -1e9 ELSE LN(bar / (50.0 - bar)) + 1e-9 END,
      CASE WHEN part = 0 THEN -1e9 ELSE LN(part / (15.0 - part)) + 1e-9 END{low}) AS lo,
    LEAST((cell + 1) / 256.0, CASE WHEN bar = 49 THEN 1e9 ELSE LN((bar + 1) / (49.0 - bar)) - 1e-9 END,
      CASE WHEN part = 14 THEN 1e9 ELSE LN((part + 1) / (14.0 - part)) - 1e-9 END{high}) AS hi
  FROM roots
), nodes AS (
  SELECT y, g, half, edge, lo, hi, (cell + 0.5) / 256 + mean - (CASE WHEN sd > 0 THEN sd / above ELSE 0 END) AS z,
    CASE WHEN sd > 0 THEN weight * (1 - share) ELSE weight END AS w, n
  FROM bounds
  UNION ALL
  SELECT y, g, half, edge, lo, hi, (cell + 0.5) / 256 + mean + sd * above AS z, weight * share AS w, 0 AS n
  FROM bounds WHERE sd > 0
)
SELECT y AS label,
  CASE WHEN edge = -1 THEN {-inf} WHEN edge = 1 THEN {+inf} WHEN half = 1 THEN 0 WHEN z < lo THEN lo WHEN z > hi THEN hi ELSE z END AS bin_logit,
  w AS bin_weight, n AS bin_rows, g AS bin_group
FROM nodes
UNION ALL
SELECT NULL AS label, NULL AS bin_logit, 0 AS bin_weight, SUM(n) AS bin_rows, NULL AS bin_group
FROM sums WHERE y IS NULL HAVING SUM(n) > 0
`
