package browser

import (
	"strings"
	"testing"
)

// awaiting are the tests that hold expectations of the page before its redesign, or
// were not seen to pass since. Each is to be repaired and taken off this list; a test
// that is not on it must pass.
var awaiting = map[string]bool{
	"TestScreenshots": true,
}

// skipAwaiting skips a test on the list, and says so.
func skipAwaiting(t testing.TB) {
	t.Helper()
	if name, _, _ := strings.Cut(t.Name(), "/"); awaiting[name] {
		t.Skip("awaits repair after the redesign of the page, see awaiting_test.go")
	}
}
