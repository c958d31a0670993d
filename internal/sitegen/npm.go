package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lossexplorer/internal/widget"
)

// buildPackage writes the folder of the npm package: the element for bundlers, with its
// program beside it or, as loss-explorer/inline, in it.
func buildPackage(dir string) error {
	if err := os.CopyFS(dir, os.DirFS("web/npm")); err != nil {
		return err
	}
	write := func(name string, data []byte) error { return os.WriteFile(filepath.Join(dir, name), data, 0o666) }
	license, err := os.ReadFile("LICENSE")
	if err != nil {
		return err
	}
	if err := write("LICENSE", license); err != nil {
		return err
	}
	var reader []byte
	for _, program := range []widgetProgram{plainProgram, readerProgram} {
		if reader, err = program.compile(program); err != nil {
			return err
		}
		if err := write(program.name, reader); err != nil {
			return err
		}
	}
	script, err := widgetScript(map[string]any{"PROGRAM_PLAIN": "./" + plainProgram.name,
		"PROGRAM_READER": "./" + readerProgram.name})
	if err != nil {
		return err
	}
	packed, err := pack(reader)
	if err != nil {
		return err
	}
	inline, err := inlineScript(elementEntry, packed)
	if err != nil {
		return err
	}
	grid, err := bundle(gridEntry, nil)
	if err != nil {
		return err
	}
	all, err := components()
	if err != nil {
		return err
	}
	shipped := slices.DeleteFunc(all, func(c component) bool { return !c.InPage })
	files := map[string][]byte{
		widgetFile: script, "inline.js": inline, "grid.js": grid,
		"grid.d.ts":            []byte("export declare class LossExplorerGrid extends HTMLElement {}\n"),
		noticesFile:            notices(shipped),
		"custom-elements.json": manifest(), "html-data.json": htmlData(),
	}
	types, err := os.ReadFile("web/npm/loss-explorer.d.ts")
	if err != nil {
		return err
	}
	files["loss-explorer.d.ts"] = bytes.Replace(bytes.Replace(types,
		[]byte("  /* The build puts the properties here. */\n"), properties(), 1),
		[]byte("  /* The build puts the attributes here. */\n"), attributeTypes(), 1)
	for _, name := range []string{"react", "preact", "vue", "svelte", "inline"} {
		files[name+".d.ts"] = append([]byte("export * from \"./loss-explorer.js\";\n"),
			frameworkTypes[name]...)
		if name != "inline" {
			files[name+".js"] = []byte("export * from \"./loss-explorer.js\";\n")
		}
	}
	for name, data := range files {
		err = errors.Join(err, write(name, data))
	}
	return err
}

// pack returns data as gzip, which browsers unpack.
func pack(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(data)
	err = errors.Join(err, w.Close())
	return b.Bytes(), err
}

// frameworkTypes teach the compilers of frameworks the element. React and Preact have an
// Attributes of their own.
var frameworkTypes = map[string]string{
	"react": `import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { Attributes as Own, Listeners, LossExplorer } from "./loss-explorer.js";
declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "loss-explorer": DetailedHTMLProps<HTMLAttributes<LossExplorer>, LossExplorer> & Own & Listeners;
    }
  }
}
`,
	"preact": `import type { JSX as Base } from "preact";
import type { Attributes as Own, Listeners, LossExplorer } from "./loss-explorer.js";
declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "loss-explorer": Omit<Base.HTMLAttributes<LossExplorer>, keyof Own | keyof Listeners> & Own & Listeners;
    }
  }
}
`,
	"vue": `import type { DefineComponent } from "vue";
import type { Attributes as Own, VueListeners } from "./loss-explorer.js";
declare module "vue" {
  interface GlobalComponents {
    "loss-explorer": DefineComponent<Own & VueListeners>;
    LossExplorer: DefineComponent<Own & VueListeners>;
  }
}
`,
	"svelte": `import type { HTMLAttributes } from "svelte/elements";
import type { Attributes as Own, Listeners, LossExplorer } from "./loss-explorer.js";
declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "loss-explorer": Omit<HTMLAttributes<LossExplorer>, keyof Own | keyof Listeners> & Own & Listeners;
  }
}
`,
}

// hint is the sentence about an attribute, with its default.
func hint(a widget.Attribute) string {
	said := strings.TrimSuffix(a.Hint().English, ".") + "."
	if a.Default != "" {
		said += " The default is " + a.Default + "."
	}
	if a.Form != "" {
		said += " An example is " + a.Form + "."
	}
	return said
}

// tsType returns the TypeScript type of an attribute's values.
func tsType(a widget.Attribute) string {
	switch {
	case a.Type == widget.Number:
		return "number | string"
	case a.Type == widget.Switch:
		return "boolean | string | number"
	case a.Type == widget.Choice:
		quoted := make([]string, len(a.Choices))
		for i, c := range a.Choices {
			quoted[i] = fmt.Sprintf("%q", c)
		}
		// Any string is allowed, as from a variable; editors offer the choices.
		return strings.Join(quoted, " | ") + " | (string & {})"
	case a.Name == widget.Height:
		return "number | string"
	case a.Name == widget.Controls || a.Name == widget.Menu:
		return "boolean | string"
	}
	return "string"
}

func properties() []byte {
	var b bytes.Buffer
	for _, a := range widget.Attributes() {
		if a.Name == widget.Lang {
			continue // every element has it
		}
		name := widget.Property(a.Name)
		fmt.Fprintf(&b, "  /** %s */\n  get %s(): string | null;\n  set %s(value: %s | null | undefined);\n", hint(a), name, name, tsType(a))
	}
	return b.Bytes()
}

func attributeTypes() []byte {
	var b bytes.Buffer
	for _, a := range widget.Attributes() {
		fmt.Fprintf(&b, "  /** %s */\n  %q?: %s;\n", hint(a), a.Name, tsType(a))
		if property := widget.Property(a.Name); property != a.Name {
			fmt.Fprintf(&b, "  %s?: %s;\n", property, tsType(a))
		}
	}
	return b.Bytes()
}

// Parts, slots, events, states and custom properties of the element, with descriptions in English
// and Chinese.
var (
	parts = []described{
		{"figure", "the frame around all", "整个组件的外框"},
		{"caption", "the caption", "说明文字"},
		{"controls", "the sliders", "滑块"},
		{"charts", "all charts", "全部图表"},
		{"title", "the title of a chart", "图表标题"},
		{"plot", "a chart", "一个图表"},
		{"reading", "the values that are read", "读数"},
		{"legend", "the legend", "图例"},
		{"menu", "the menu", "菜单"},
		{"note", "what is wrong", "错误说明"},
	}
	slots = []described{{"caption", "a caption", "说明文字"},
		{"", "what is shown before the curves, as a picture", "曲线出现前显示的内容，例如图片"}}
	events = []described{
		{"ready", "The curves are drawn for the first time.", "曲线首次绘出。"},
		{"change", "A control was let go; detail has the values.", "松开了控件；detail 中是各参数的值。"},
		{"error", "Something cannot be read or loaded; detail.problems has the sentences.",
			"有内容无法读取或加载；detail.problems 中是说明。"},
	}
	states = []described{{"ready", "the curves are drawn", "曲线已绘出"},
		{"dark", "the dark colours are shown", "正在显示深色配色"}}
	customProperties = []described{
		{"--paper", "the background", "背景"}, {"--ink", "the texts", "文字"},
		{"--ink-soft", "the axes", "坐标轴"}, {"--rule", "the grid", "网格"},
		{"--accent", "sliders and links", "滑块与链接"}, {"--error", "what is wrong", "错误说明"},
		{"--line-0", "the curve of y = 1", "y = 1 的曲线"},
		{"--line-1", "the curve of y = 0", "y = 0 的曲线"},
		{"--line-4", "cross-entropy", "交叉熵"},
		{"--pin-0", "the first comparison curve, to --pin-5", "第一条对比曲线，直到 --pin-5"},
	}
	methods = []described{
		{"toCSV", "The curves as CSV.", "以 CSV 返回曲线。"},
		{"toSVG", "A chart as an SVG document.", "以 SVG 文档返回一个图表。"},
		{"toPNG", "A chart as a PNG file.", "以 PNG 文件返回一个图表。"},
	}
)

// A described is a name with its description.
type described struct{ Name, English, Chinese string }

// manifest returns custom-elements.json, as
// https://github.com/webcomponents/custom-elements-manifest has it.
func manifest() []byte {
	type object = map[string]any
	named := func(all []described) (out []object) {
		for _, p := range all {
			out = append(out, object{"name": p.Name, "description": p.English})
		}
		return out
	}
	var attributes, members []object
	for _, a := range widget.Attributes() {
		attributes = append(attributes,
			object{"name": a.Name, "fieldName": widget.Property(a.Name), "description": hint(a),
				"default": a.Default, "type": object{"text": tsType(a)}})
		members = append(members,
			object{"kind": "field", "name": widget.Property(a.Name), "attribute": a.Name,
				"reflects": true, "description": hint(a), "type": object{"text": tsType(a)}})
	}
	for _, m := range methods {
		members = append(members, object{"kind": "method", "name": m.Name,
			"description": m.English})
	}
	heard := named(events)
	for _, e := range heard {
		e["type"] = object{"text": "CustomEvent"}
	}
	return marshal(object{
		"schemaVersion": "2.1.0",
		"modules": []object{{
			"kind": "javascript-module", "path": widgetFile,
			"declarations": []object{{
				"kind": "class", "name": "LossExplorer", "customElement": true,
				"tagName":     "loss-explorer",
				"description": "Loss curves with sliders.",
				"superclass":  object{"name": "HTMLElement"},
				"attributes":  attributes, "members": members, "events": heard,
				"slots": named(slots), "cssParts": named(parts),
				"cssProperties": named(customProperties), "cssStates": named(states),
			}},
			"exports": []object{
				{"kind": "js", "name": "LossExplorer",
					"declaration": object{"name": "LossExplorer", "module": widgetFile}},
				{"kind": "custom-element-definition", "name": "loss-explorer",
					"declaration": object{"name": "LossExplorer", "module": widgetFile}},
			},
		}},
	})
}

// htmlData returns html-data.json, which editors use
// (https://github.com/microsoft/vscode-custom-data).
func htmlData() []byte {
	type object = map[string]any
	var attributes []object
	for _, a := range widget.Attributes() {
		one := object{"name": a.Name, "description": hint(a)}
		if a.Type == widget.Switch {
			one["valueSet"] = "v"
		}
		var values []object
		for _, c := range a.Choices {
			values = append(values, object{"name": c})
		}
		if values != nil {
			one["values"] = values
		}
		attributes = append(attributes, one)
	}
	return marshal(object{"version": 1.1,
		"tags": []object{{"name": "loss-explorer", "description": "Loss curves with sliders.",
			"attributes": attributes}}})
}

func marshal(v any) []byte {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(err) // it has texts only
	}
	return append(data, '\n')
}
