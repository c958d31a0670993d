package classweights

import (
	"errors"
	"slices"
	"testing"
)

func TestParseCounts(t *testing.T) {
	bare := func(n ...float64) (all []Class) {
		for _, v := range n {
			all = append(all, Class{"", v})
		}
		return all
	}
	for text, want := range map[string][]Class{
		"":                          nil,
		"900k/700k/60k":             bare(900e3, 700e3, 60e3),
		"900, 90, 10":               bare(900, 90, 10),
		"900 90 10":                 bare(900, 90, 10),
		"900\n90\n10\n":             bare(900, 90, 10),
		"[1_000_000, 1.2M, 3e4]":    bare(1e6, 1.2e6, 3e4),
		"900，90、10":                 bare(900, 90, 10),
		"{'cat': 900, \"dog\": 90}": {{"cat", 900}, {"dog", 90}},
		"cat=900; big dog=90":       {{"cat", 900}, {"big dog", 90}},
		"Counter({0: 900, 1: 90})":  {{"0", 900}, {"1", 90}},
		"cat 900, big dog 90":       {{"cat", 900}, {"big dog", 90}},
		"label\n0    900\n1     90\nName: count, dtype: int64": {{"0", 900}, {"1", 90}},
		"cat    900\ndog     90\ndtype: int64":                 {{"cat", 900}, {"dog", 90}},

		// The most frequent class is first in pandas, the class 0 in a framework.
		"label\n1    900\n0     90\nName: count, dtype: int64": {{"0", 90}, {"1", 900}},
		"1.0    900\n0.0     90\n2.0      7": {{"0.0", 90}, {"1.0", 900},
			{"2.0", 7}},
		"True    900\nFalse    90":     {{"False", 90}, {"True", 900}},
		"{10: 5, 2: 900, -1: 8}":       {{"-1", 8}, {"2", 900}, {"10", 5}},
		"Counter({'b': 900, 'a': 90})": {{"b", 900}, {"a", 90}},

		"label,count\n1,900\n0,90\n":                         {{"0", 90}, {"1", 900}},
		"0,900\n1,100":                                       {{"0", 900}, {"1", 100}},
		"\"big dog\",900\ncat,90":                            {{"big dog", 900}, {"cat", 90}},
		"900,70\n60,50":                                      bare(900, 70, 60, 50),
		"100,200,300":                                        bare(100, 200, 300),
		"array([900,  90,  10])":                             bare(900, 90, 10),
		"tensor([900, 90], dtype=torch.int32)":               bare(900, 90),
		"(array([0, 1, 2]), array([900,  90,  10]))":         {{"0", 900}, {"1", 90}, {"2", 10}},
		"(array(['a', 'b'], dtype='<U1'), array([900, 90]))": {{"a", 900}, {"b", 90}},
		"tensor([900., 90.], device='cuda:1')":               bare(900, 90),
		"[(1, 900), (2, 90)]":                                {{"1", 900}, {"2", 90}},
		"[('cat', 900), ('big, dog', 90)]":                   {{"cat", 900}, {"big, dog", 90}},
		"dict_items([(1, 900), (0, 90)])":                    {{"0", 90}, {"1", 900}},
		"{'a:b': 900, 'c=d': 90}":                            {{"a:b", 900}, {"c=d", 90}},
		"       count\nlabel\n1        900\n0         90":    {{"0", 90}, {"1", 900}},
		"猫：９００，狗：90":                                         {{"猫", 900}, {"狗", 90}},
		"class 1 900\nclass 2 90":                            {{"class 1", 900}, {"class 2", 90}},
		"0.900 0.100":                                        bare(0.9, 0.1),
		"900.1250 90.0":                                      bare(900.125, 90),
		"{np.int64(1): 900, np.int64(0): 90}":                {{"0", 90}, {"1", 900}},
	} {
		got, err := ParseCounts(text)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
	// A thousand separator is not taken for one between counts.
	for _, text := range []string{"900,000", "many", "cat: many", "cat dog", "1 -2", "900 many",
		"1e999",
		"cat 900 dog 90\nbird 5 fish 6", "n=900 p=90\nx=1 y=2", "[[900 90]\n [5 7]]",
		"[[900, 90], [5, 7]]", "1.234.567; 890.123.456"} {
		got, err := ParseCounts(text)
		if !errors.As(err, new(*TextError)) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}

// A comma between digits is asked about where it may be one between thousands.
func TestSeparators(t *testing.T) {
	for text, want := range map[string]string{
		"900,123\n700,456\n60,789": "900,123",
		"900,123, 700,456":         "900,123",
		"cat: 900,123; dog: 50":    "900,123",
		"1,900\n2,100":             "1,900",
		"900.000; 700.000; 60.000": "900.000",
		"cat 900.123\ndog 50":      "900.123",
	} {
		got, err := ParseCounts(text)
		var separator *SeparatorError
		if !errors.As(err, &separator) || separator.Text != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}

func FuzzParseCounts(f *testing.F) {
	f.Add("cat: 900, dog 90\n10")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := ParseCounts(text)
		for _, c := range all {
			if err == nil && !(c.Count >= 0) {
				t.Errorf("%q: %v", text, all)
			}
		}
	})
}
