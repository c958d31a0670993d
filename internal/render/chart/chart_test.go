package chart_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"testing"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/chart"
	"lossexplorer/internal/render/scene"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// option has every field that an option may have: decoding refuses others.
type option struct {
	Animation       *bool    `json:"animation"`
	BackgroundColor string   `json:"backgroundColor"`
	Grid            []grid   `json:"grid"`
	XAxis           []axis   `json:"xAxis"`
	YAxis           []axis   `json:"yAxis"`
	Series          []series `json:"series"`
}

type grid struct {
	Left   int    `json:"left,string"`
	Right  int    `json:"right,string"`
	Top    int    `json:"top,string"`
	Bottom int    `json:"bottom,string"`
	Bounds string `json:"outerBoundsMode"`
}

type axis struct {
	Type         string   `json:"type"`
	Min          *float64 `json:"min"`
	Max          *float64 `json:"max"`
	Name         string   `json:"name"`
	NameLocation string   `json:"nameLocation"`
	NameGap      int      `json:"nameGap"`
	AxisLine     struct {
		Show   bool  `json:"show"`
		OnZero *bool `json:"onZero"`
	} `json:"axisLine"`
	AxisLabel     textStyle `json:"axisLabel"`
	NameTextStyle textStyle `json:"nameTextStyle"`
	NameMoves     *bool     `json:"nameMoveOverlap"`
}

type textStyle struct {
	FontSize   int `json:"fontSize"`
	LineHeight int `json:"lineHeight"`
}

type series struct {
	Type      string    `json:"type"`
	Name      string    `json:"name"`
	Data      []float64 `json:"data"`
	Animation bool      `json:"animation"`
	Symbol    string    `json:"symbol"`
	// False even where there is no symbol, or ECharts compares all points.
	ShowSymbol *bool `json:"showSymbol"`
	Hover      *bool `json:"legendHoverLink"`
	Emphasis   struct {
		Disabled bool `json:"disabled"`
	} `json:"emphasis"`
	Silent    bool `json:"silent"`
	Clip      bool `json:"clip"`
	LineStyle struct {
		Type  string  `json:"type"`
		Width float64 `json:"width"`
	} `json:"lineStyle"`
}

func decode(t *testing.T, s chart.Spec) option {
	t.Helper()
	b, err := s.Option()
	if err != nil {
		t.Fatal(err)
	}
	// An unknown field is a component, a colour or another look that is not
	// the option's to set.
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	var o option
	if err := d.Decode(&o); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	return o
}

func TestOption(t *testing.T) {
	frame := plot.FrameOf(state.Default())
	for _, m := range text.All() {
		names := plot.SayAxes(m, state.Default())
		tests := []struct {
			name, y  string
			min, max float64
		}{
			{"loss", names.Loss, frame.Loss.Min, frame.Loss.Max},
			{"gradient", names.Gradient, frame.Gradient.Min, frame.Gradient.Max},
		}
		specs := chart.Specs(m)
		if len(specs) != len(tests) {
			t.Errorf("%d specs, want %d", len(specs), len(tests))
		}
		for _, tt := range tests {
			t.Run(m.Lang+"/"+tt.name, func(t *testing.T) {
				o := decode(t, specs[tt.name])
				if o.Animation == nil || *o.Animation {
					t.Error("animated")
				}
				if o.BackgroundColor != "transparent" {
					t.Errorf("background %q", o.BackgroundColor)
				}
				if want := (grid{60, 16, 26, 44, "none"}); len(o.Grid) != 1 || o.Grid[0] != want {
					t.Errorf("grid %v, want %v", o.Grid, want)
				}
				checkAxis(t, o.XAxis, m.PtAxis, 0, 1)
				checkAxis(t, o.YAxis, tt.y, tt.min, tt.max)
				checkSeries(t, o.Series, m)
			})
		}
	}
}

func checkAxis(t *testing.T, axes []axis, name string, lo, hi float64) {
	t.Helper()
	if len(axes) != 1 {
		t.Fatalf("%d axes", len(axes))
	}
	a := axes[0]
	if a.Type != "value" || a.Name != name || a.NameLocation != "middle" || a.NameGap == 0 {
		t.Errorf("axis %+v, want a value axis with %q in the middle", a, name)
	}
	if a.Min == nil || *a.Min != lo || a.Max == nil || *a.Max != hi {
		t.Errorf("axis %q not from %v to %v", name, lo, hi)
	}
	if !a.AxisLine.Show || a.AxisLine.OnZero == nil || *a.AxisLine.OnZero {
		t.Errorf("axis %q is not drawn at the edge", name)
	}
	if a.NameMoves == nil || *a.NameMoves {
		t.Errorf("axis %q may move its name", name)
	}
	if want := (textStyle{scene.FontSize, scene.FontSize}); a.AxisLabel != want ||
		a.NameTextStyle != want {
		t.Errorf("axis %q has texts %v and %v, want %v", name, a.AxisLabel, a.NameTextStyle, want)
	}
}

func checkSeries(t *testing.T, all []series, m *text.Messages) {
	t.Helper()
	type line struct {
		name, dash string
		width      float64
	}
	want := []line{
		plot.LossPos:  {text.Fill(m.LineOf, "loss", m.Loss, "y", "1"), "", scene.ThinWidth},
		plot.LossNeg:  {text.Fill(m.LineOf, "loss", m.Loss, "y", "0"), "", scene.ThinWidth},
		plot.WrongPos: {m.Wrong + ", y = 1", "dotted", scene.ThinWidth},
		plot.WrongNeg: {m.Wrong + ", y = 0", "dotted", scene.ThinWidth},
		plot.CrossPos: {m.CrossPos, "dashed", scene.ThinWidth},
		plot.CrossNeg: {m.CrossNeg, "dashed", scene.ThinWidth},
	}
	for i := range 6 {
		name := text.Fill(m.Compare.Pin, "n", strconv.Itoa(i+1))
		want = append(want, line{name + ", y = 1", "", scene.ThinWidth},
			line{name + ", y = 0", "dotted", scene.ThinWidth})
	}
	if len(all) != len(want) {
		t.Fatalf("%d series, want %d", len(all), len(want))
	}
	for i, s := range all {
		if s.Type != "line" || s.Name != want[i].name {
			t.Errorf("series %d is %s %q, want line %q", i, s.Type, s.Name, want[i].name)
		}
		if s.Data == nil || len(s.Data) > 0 || s.Animation || s.Symbol != "none" ||
			s.ShowSymbol == nil || *s.ShowSymbol || s.Hover == nil || *s.Hover ||
			!s.Emphasis.Disabled || !s.Silent || !s.Clip {
			t.Errorf("series %d: %+v, want empty, still, bare, silent and clipped", i, s)
		}
		if s.LineStyle.Type != want[i].dash || s.LineStyle.Width != want[i].width {
			t.Errorf("series %d has line style %+v", i, s.LineStyle)
		}
	}
}
