package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/color"
	"math"
	"os"
	"path/filepath"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"

	"lossexplorer/internal/text"
)

// The icon is a curve of focal loss below the curve of cross-entropy, in a square of iconSize
// units whose y axis points down.
const iconSize = 24

var (
	iconPaper = color.RGBA{0x12, 0x16, 0x1d, 0xff}
	iconLine  = color.RGBA{0xff, 0xff, 0xff, 0xff}
)

// iconCurve returns points of the curve of gamma: -(1-p)^gamma ln p over p.
func iconCurve(gamma float64) (points [][2]float64) {
	const n, left, top, size = 48, 5, 4.5, 14
	for i := range n + 1 {
		p := 0.03 + 0.97*float64(i)/n
		y := -math.Pow(1-p, gamma) * math.Log(p) / -math.Log(0.03)
		points = append(points, [2]float64{left + size*p, top + size*(1-y)})
	}
	return points
}

// buildIcons writes the icons of the page, its manifests, one a language, and robots.txt.
func buildIcons() error {
	files := map[string][]byte{"icon.svg": iconSVG(),
		"robots.txt": []byte("User-agent: *\nAllow: /\n")}
	type icon struct {
		Src     string `json:"src"`
		Sizes   string `json:"sizes"`
		Type    string `json:"type"`
		Purpose string `json:"purpose,omitempty"`
	}
	icons := []icon{{Src: "icon.svg", Sizes: "any", Type: "image/svg+xml"}}
	for _, size := range []int{192, 512} {
		name := fmt.Sprintf("icon-%d.png", size)
		png, err := iconPNG(size)
		if err != nil {
			return err
		}
		files[name] = png
		icons = append(icons, icon{name, fmt.Sprintf("%dx%[1]d", size), "image/png",
			"any maskable"})
	}
	for _, m := range text.All() {
		manifest, err := json.Marshal(map[string]any{
			"name": m.Title, "short_name": m.Title, "description": m.Tagline, "lang": m.Lang,
			"start_url": "./?lang=" + m.Code, "id": "./", "scope": "./", "display": "standalone",
			"theme_color": "#ffffff", "background_color": "#f5f6f8", "icons": icons,
		})
		if err != nil {
			return err
		}
		files[manifestFile(m)] = manifest
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dist, name), data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// manifestFile is the file of a language's manifest.
func manifestFile(m *text.Messages) string { return "manifest." + m.Code + ".webmanifest" }

func iconSVG() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %[1]d"><rect width="%[1]d" height="%[1]d" rx="6" fill="#12161d"/>`, iconSize)
	writeIconCurve(&b, 0, `stroke-width="1.2" stroke-dasharray="2 2"`)
	writeIconCurve(&b, 2, `stroke-width="2.2"`)
	b.WriteString("</svg>\n")
	return b.Bytes()
}

func writeIconCurve(b *bytes.Buffer, gamma float64, rest string) {
	b.WriteString(`<path fill="none" stroke="#fff" stroke-linecap="round" ` + rest + ` d="`)
	for i, p := range iconCurve(gamma) {
		command := "L"
		if i == 0 {
			command = "M"
		}
		fmt.Fprintf(b, "%s%.2f %.2f", command, p[0], p[1])
	}
	b.WriteString(`"/>`)
}

// iconPNG draws the icon without rounded corners, which systems cut as they like.
func iconPNG(size int) ([]byte, error) {
	c := vgimg.PngCanvas{Canvas: vgimg.NewWith(
		vgimg.UseWH(vg.Length(size), vg.Length(size)), vgimg.UseDPI(72),
		vgimg.UseBackgroundColor(iconPaper))}
	unit := vg.Length(size) / iconSize
	c.SetColor(iconLine)
	for _, curve := range []struct {
		gamma, width float64
		dashes       []vg.Length
	}{{0, 1.2, []vg.Length{2 * unit, 2 * unit}}, {2, 2.2, nil}} {
		var path vg.Path
		for i, p := range iconCurve(curve.gamma) {
			at := vg.Point{X: vg.Length(p[0]) * unit, Y: vg.Length(iconSize-p[1]) * unit}
			if i == 0 {
				path.Move(at)
			} else {
				path.Line(at)
			}
		}
		c.SetLineWidth(vg.Length(curve.width) * unit)
		c.SetLineDash(curve.dashes, 0)
		c.Stroke(path)
	}
	var b bytes.Buffer
	_, err := c.WriteTo(&b)
	return b.Bytes(), err
}
