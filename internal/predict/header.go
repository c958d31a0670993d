package predict

import (
	"errors"
	"strconv"
	"strings"
)

// Header reports whether the first row names columns. Names may be whole numbers,
// such as the numbers of classes; if all are, they count the columns.
func Header(rows [][]string) bool {
	if counts(rows) {
		return true
	}
	header := false
	for i, field := range rows[0] {
		if IsNumber(field) {
			if _, err := strconv.ParseUint(strings.TrimSpace(field), 10, 16); err != nil {
				return false
			}
			continue
		}
		header = header || len(rows) == 1 || i < len(rows[1]) && IsNumber(rows[1][i])
	}
	return header
}

// counts reports whether the first row is 0, 1, 2, … or 1, 2, 3, … above a column all of
// whose fields have a decimal point or an exponent, as whole numbers have not.
func counts(rows [][]string) bool {
	first, err := strconv.Atoi(strings.TrimSpace(rows[0][0]))
	if err != nil || first < 0 || first > 1 || len(rows) == 1 {
		return false
	}
	for i, field := range rows[0] {
		if strings.TrimSpace(field) != strconv.Itoa(first+i) {
			return false
		}
	}
	for i := range rows[0] {
		fractions := true
		for _, row := range rows[1:] {
			fractions = fractions && i < len(row) && strings.ContainsAny(row[i], ".,eE%") &&
				strings.ContainsAny(row[i], "0123456789")
		}
		if fractions {
			return true
		}
	}
	return false
}

// IsNumber reports whether a field is a number.
func IsNumber(s string) bool {
	s = strings.TrimSpace(s)
	_, err := strconv.ParseFloat(s, 64)
	return err == nil || errors.Is(err, strconv.ErrRange)
}
