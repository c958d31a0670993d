package precision

import "slices"

// A Case is a report from a public issue tracker that the lab shows.
type Case struct {
	ID             string // in addresses: "kornia-918"
	URL            string
	Implementation string
	Setting        Setting
	Label          float64
	Logit          float64 // to look at
	Reported       string  // the value in the report at that logit, as written there
}

// Cases returns the reports. The slice is the caller's.
func Cases() []Case { return slices.Clone(cases[:]) }

// CaseOf returns the case with the ID.
func CaseOf(id string) (Case, bool) {
	for _, c := range cases {
		if c.ID == id {
			return c, true
		}
	}
	return Case{}, false
}

var cases = [...]Case{
	{
		ID: "kornia-918", URL: "https://github.com/kornia/kornia/issues/918",
		Implementation: "kornia-0.5.0", Label: 1, Logit: 100,
		Setting:  Setting{Gamma: 0.5, Balanced: true, Alpha: 0.25, Format: Float32},
		Reported: "tensor([[nan, nan, nan, nan]])",
	},
	{
		ID: "sam3-575", URL: "https://github.com/facebookresearch/sam3/issues/575",
		Implementation: "sam3", Label: 1, Logit: 18,
		Setting:  Setting{Gamma: 0, Balanced: true, Alpha: 0.5, Format: Float32},
		Reported: "x.grad = tensor([[nan]])",
	},
	{
		ID: "optax-1267", URL: "https://github.com/google-deepmind/optax/issues/1267",
		Implementation: "optax-0.2.4", Label: 1, Logit: 100, // there 1000, beyond the axis
		Setting:  Setting{Gamma: 0, Format: Float32},
		Reported: "nan",
	},
	{
		ID: "keras-retinanet-706", URL: "https://github.com/fizyr/keras-retinanet/issues/706",
		Implementation: "keras-retinanet", Label: 1, Logit: 20,
		Setting:  Setting{Gamma: 0.5, Balanced: true, Alpha: 0.5, Format: Float32},
		Reported: "NaN",
	},
}
