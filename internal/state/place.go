package state

// Place is the screen of the page that is shown.
type Place string

// The places, in the order of the page's navigation.
const (
	PlaceExplore   Place = "explore"   // the charts
	PlaceTrain     Place = "train"     // a small training, and the imbalance sandbox
	PlaceData      Place = "data"      // the user's predictions
	PlaceLoss      Place = "loss"      // a custom loss
	PlacePrecision Place = "precision" // where the loss is exact in each number format
	PlaceReference Place = "reference" // formulas, code, frameworks, several classes
	PlaceLessons   Place = "lessons"   // the guided lessons
)

// Places returns all places, in the order of the page's navigation.
func Places() []Place {
	return []Place{PlaceExplore, PlaceTrain, PlaceData, PlaceLoss, PlacePrecision, PlaceReference,
		PlaceLessons}
}

// PlaceKey is the name of the URL's parameter of the place.
const PlaceKey = "place"

// At returns s at a place. It closes the views of other places and opens the views of this
// one; their values are kept. A lesson opens the views that it needs itself.
func (s State) At(p Place) State {
	if p == s.Place {
		return s
	}
	s.Place = p
	if p != PlaceLessons {
		s.Lesson = ""
	}
	s.Train.Shown, s.Sandbox.Shown = p == PlaceTrain, p == PlaceTrain
	s.Predict = p == PlaceData
	s.Formula.Shown = p == PlaceLoss
	s.Precision.Shown = p == PlacePrecision
	s.Code, s.Classes.Shown = p == PlaceReference, p == PlaceReference
	return s
}

// placeOf returns the place that has the view that a key opens, "" if the key opens none.
func placeOf(key string) Place {
	switch key {
	case ProbeKey:
		return PlaceExplore
	case TrainKey, SandboxKey:
		return PlaceTrain
	case PredictKey:
		return PlaceData
	case FormulaKey:
		return PlaceLoss
	case CodeKey, ClassesKey:
		return PlaceReference
	case ImplementationKey:
		return PlacePrecision
	case LessonKey:
		return PlaceLessons
	}
	return ""
}

// follow returns s, in which key was set to value, at the place to which that leads:
// opening a view leads to its place. A lesson stays where it is.
func (s State) follow(key, value string) State {
	p := placeOf(key)
	if p == "" || value == Off || s.Place == PlaceLessons && p != PlaceLessons {
		return s
	}
	lesson := s.Lesson
	s = s.At(p)
	s.Lesson = lesson
	return s
}

// stays reports whether a view is shown as long as its place is: it is closed by going
// elsewhere.
func (s State) stays(key string) bool {
	return s.Place == placeOf(key) && s.Place != PlaceExplore && s.Place != PlaceLessons
}

// kept returns the value that the key of a hidden view would have if the view were shown,
// "" if the view has no value of its own.
func (s State) kept(key string) string {
	switch key {
	case TrainKey:
		s.Train.Shown = true
	case SandboxKey:
		s.Sandbox.Shown = true
	case ClassesKey:
		s.Classes.Shown = true
	case ImplementationKey:
		s.Precision.Shown = true
	default:
		return ""
	}
	return s.Value(key)
}
