package snippet

import (
	"encoding/json"
	"html"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"

	"lossexplorer/internal/render/export"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/internal/widget"
)

const base = "https://example.org/loss/"

// queries are states with all that must be escaped.
var queries = []string{
	"",
	"gamma=3&class=both",
	"loss=varifocal&alpha=0.5&epsilon=off&gradient=logit&x=logit&scale=log",
	"pins=focal:5,1,0.25,1e-7~poly1:1,1,1e-7&pin_names=%22a%22+%26+%3Cb%3E+%7Bc%7D~'d'&x_range=0,0.5&loss_range=0,2",
	"balanced=1&alpha=0.9&quantity=ratio&wrong=1",
	"place=train&train=on&gamma=1",
}

func view(query string) View {
	q, err := url.ParseQuery(query)
	if err != nil {
		panic(err)
	}
	s, problems := state.Parse(func(key string) (string, bool) { return q.Get(key), q.Has(key) })
	if len(problems) > 0 {
		panic(problems)
	}
	m := text.For("en")
	s = s.At(state.PlaceExplore)
	return View{State: s, Lang: m.Code, Title: export.Caption(m, s), Base: base}
}

var attribute = regexp.MustCompile(`([\w-]+)="([^"]*)"`)

// shown returns the state that a snippet shows: of its element, or of an address in it.
func shown(t *testing.T, snippet string) state.State {
	t.Helper()
	set := map[string]string{}
	if _, tag, ok := strings.Cut(snippet, "<loss-explorer"); ok {
		tag, _, _ = strings.Cut(tag, ">")
		for _, m := range attribute.FindAllStringSubmatch(tag, -1) {
			set[m[1]] = html.UnescapeString(m[2])
		}
	} else {
		address := regexp.MustCompile(regexp.QuoteMeta(base) + `[^" ]*`).FindString(
			html.UnescapeString(snippet))
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		for key, values := range u.Query() {
			set[key] = values[0]
		}
	}
	s, problems := state.Parse(widget.Query(func(name string) (string, bool) { v, ok := set[name]; return v, ok }))
	if len(problems) > 0 {
		t.Errorf("%v in\n%s", problems, snippet)
	}
	return s
}

// A snippet has the view from which it was written.
func TestWrite(t *testing.T) {
	for _, query := range queries {
		v := view(query)
		for _, f := range Forms() {
			s := Write(f, v)
			if got := shown(t, s); got.Query() != v.State.Query() {
				t.Errorf("%s of %q shows %q:\n%s", f, query, got.Query(), s)
			}
		}
	}
	want := `<script type="module" blocking="render" src="https://example.org/loss/loss-explorer.js"></script>
<loss-explorer gamma="3" label="both" lang="en"></loss-explorer>
`
	if got := Write(Element, view(queries[1])); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// React's is JSX that makes the element with the attributes' values.
func TestReact(t *testing.T) {
	for _, query := range queries {
		v := view(query)
		r := api.Transform(Write(React, v),
			api.TransformOptions{Loader: api.LoaderJSX, JSXFactory: "h"})
		if len(r.Errors) > 0 {
			t.Fatalf("%v", r.Errors)
		}
		for _, set := range widget.Set(v.State) {
			if code := string(r.Code); !strings.Contains(code, `"`+set[1]+`"`) &&
				!strings.Contains(code, "`"+set[1]+"`") {
				t.Errorf("%s: %s is not in %s", query, set[1], code)
			}
		}
	}
}

// Python reads Jupyter's.
func TestJupyter(t *testing.T) {
	for _, query := range queries {
		cmd := exec.Command("/usr/bin/python3", "-c", `
import ast, sys
call = ast.parse(sys.stdin.read()).body[-1].value
print(ast.literal_eval(call.args[0]))`)
		cmd.Stdin = strings.NewReader(Write(Jupyter, view(query)))
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.HasPrefix(string(out), base+"embed.html?") {
			t.Errorf("%v: %s", err, out)
		}
	}
}

// The compilers of Vue and MDX, which the examples are built with, read theirs, and find the
// values of the attributes.
func TestCompiled(t *testing.T) {
	const program = `
import { compile } from "@mdx-js/mdx";
import { parse } from "vue/compiler-sfc";
let source = "";
for await (const chunk of process.stdin) source += chunk;
const out = [];
for (const { vue, mdx } of JSON.parse(source)) {
  const { descriptor, errors } = parse(vue);
  if (errors.length) throw errors[0];
  const tag = descriptor.template.ast.children.find((n) => n.tag === "loss-explorer");
  const set = Object.fromEntries(tag.props.map((p) => [p.name, p.value?.content]));
  const code = String(await compile(mdx));
  out.push({ set, code });
}
console.log(JSON.stringify(out));`
	var in []map[string]string
	for _, query := range queries {
		in = append(in, map[string]string{"vue": Write(Vue, view(query)),
			"mdx": Write(MDX, view(query))})
	}
	source, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "--input-type=module", "-e", program)
	cmd.Dir = "../../web/examples"
	cmd.Stdin = strings.NewReader(string(source))
	data, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v; npm ci in web/examples installs the compilers: %s", err,
			err.(*exec.ExitError).Stderr)
	}
	var out []struct {
		Set  map[string]string
		Code string
	}
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	for i, query := range queries {
		for _, set := range widget.Set(view(query).State) {
			if got := out[i].Set[set[0]]; got != set[1] {
				t.Errorf("%s in Vue: %s is %q, want %q", query, set[0], got, set[1])
			}
			if !strings.Contains(out[i].Code, `"loss-explorer"`) {
				t.Errorf("%s in MDX: %s", query, out[i].Code)
			}
		}
	}
}
