package scene

import "image/color"

// A Role is the use of a colour.
type Role uint8

// The roles. Blue and orange are the classes and nothing else; one accent is the loss.
const (
	Ink Role = iota
	Soft
	Rule
	Paper
	Loss
	Pos
	Neg
	Cross
	Ramp             // the family over gamma, in its order
	Pin   = Ramp + 4 // the comparison curves
	Roles = Pin + Role(6)
)

// Tokens are the custom properties of the style sheets that hold the roles' colours.
var Tokens = [Roles]string{
	Ink: "--ink", Soft: "--ink-soft", Rule: "--rule", Paper: "--paper",
	Loss: "--accent", Pos: "--pos", Neg: "--neg", Cross: "--ref",
	Ramp: "--ramp-0", Ramp + 1: "--ramp-1", Ramp + 2: "--ramp-2", Ramp + 3: "--ramp-3",
	Pin: "--pin-0", Pin + 1: "--pin-1", Pin + 2: "--pin-2", Pin + 3: "--pin-3", Pin + 4: "--pin-4",
	Pin + 5: "--pin-5",
}

// colours are the colours of web/css/tokens.css, light and dark.
var colours = [Roles][2]uint32{
	Ink:      {0x12161d, 0xeef1f5},
	Soft:     {0x57616e, 0x98a3b1},
	Rule:     {0xe1e5ea, 0x29303a},
	Paper:    {0xffffff, 0x161a21},
	Loss:     {0x611681, 0xd2b0f2},
	Pos:      {0x0a5fa8, 0x74b9ff},
	Neg:      {0xa34700, 0xffae66},
	Cross:    {0x5c6673, 0xa3adba},
	Ramp:     {0x9c49b8, 0xb084d1},
	Ramp + 1: {0x7f2f9e, 0xb98ddb},
	Ramp + 2: {0x611681, 0xd2b0f2},
	Ramp + 3: {0x350450, 0xf0e2ff},
	Pin:      {0x00795c, 0x2fc49b},
	Pin + 1:  {0xa8327e, 0xe58cc8},
	Pin + 2:  {0x8a5a00, 0xd9b44a},
	Pin + 3:  {0x5b3fb0, 0xab9bff},
	Pin + 4:  {0xc2185b, 0xff7fa8},
	Pin + 5:  {0x1b1f24, 0xe8ebef},
}

// Colour returns the colour of a role in the light or the dark theme.
func Colour(r Role, dark bool) color.RGBA {
	c := colours[r][0]
	if dark {
		c = colours[r][1]
	}
	return color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 0xff}
}

// A Palette holds the colours and dashes of the painter of web/js/painter.js.
type Palette struct {
	Tokens []string    `json:"tokens"`
	Paper  Role        `json:"paper"`
	Dashes [][]float64 `json:"dashes"`
}

// Painting returns the palette of all lists.
func Painting() Palette {
	p := Palette{Tokens: Tokens[:], Paper: Paper}
	for _, d := range Dashes {
		p.Dashes = append(p.Dashes, append([]float64{}, d...))
	}
	return p
}
