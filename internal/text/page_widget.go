//go:build widget

package text

// The program of elements without a custom loss shows nothing of the page.
var englishPage, chinesePage Page
