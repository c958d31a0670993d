package predict

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// found describes the columns that were found: the label with its classes, the scores and
// their kind; or the code of the problem.
func found(names string, choice Choice, rows ...string) string {
	split := func(s string) []string { return strings.Split(s, ",") }
	var all [][]string
	for _, row := range rows {
		all = append(all, split(row))
	}
	columns := split(names)
	c, notes, err := choice.Columns(columns, all)
	codes := map[Code]string{Unclear: "unclear", Outside: "outside", Positive: "positive?",
		Classes: "classes?", Hard: "hard?", TwoLabels: "labels?", Confidence: "confidence?",
		OfNegatives: "of 0?", Inside: "inside?", TwoScores: "scores?", Option: "option",
		Format: "convert", NoColumn: "no column"}
	var p *Problem
	if errors.As(err, &p) {
		return codes[p.Code]
	}
	label := ""
	if c.OneHot != nil {
		for _, i := range c.OneHot {
			label += columns[i] + " "
		}
		label = "one-hot " + strings.TrimSpace(label)
	} else {
		label = columns[c.Label]
	}
	for k, v := range c.Labels.Classes {
		if k == 0 && c.Labels.Rest {
			v = "*"
		}
		label += fmt.Sprintf(" %d=%s", k, v)
	}
	var scores []string
	for _, i := range c.Scores {
		scores = append(scores, columns[i])
	}
	s := label + " | " + strings.Join(scores, " ") + " " + c.Kind.String()
	for _, o := range []struct {
		what   string
		column Optional
	}{{"weight", c.Weight}, {"id", c.ID}, {"group", c.Group}} {
		if i, ok := o.column.Index(); ok {
			s += " | " + o.what + " " + columns[i]
		}
	}
	for _, n := range notes {
		s += " | " + map[Note]string{HardScores: "hard", WeightUsed: "uses", WeightUnused: "leaves",
			SplitUnused: "split"}[n.Note] + " " + n.Column
	}
	return s
}

func TestChoice(t *testing.T) {
	pair := []string{"0,0.75,0.25", "1,0.1,0.9"}
	for _, test := range []struct {
		names  string
		choice Choice
		rows   []string
		want   string
	}{
		{"y_true,y_pred", Choice{}, []string{"1,0.5"}, "y_true | y_pred probability"},
		{"id,label,score,other", Choice{}, []string{"7,1,0.5,0.25"},
			"label | score probability | id id"},
		{"score,pred,y", Choice{}, []string{"0.5,1,0"}, "y | score probability"},
		{"column 1,column 2", Choice{}, []string{"0.5,1", "0.25,0"},
			"column 2 | column 1 probability"},
		{"target,logits", Choice{}, []string{"1,-4.5"}, "target | logits logit"},
		// Numbered scores are of the labels with their numbers, whichever is positive.
		{"y,proba_0,proba_1", Choice{Positive: "0"}, pair,
			"y 0=1 1=0 | proba_1 proba_0 probability"},
		{"y,proba_0,proba_1", Choice{Positive: "1"}, pair,
			"y 0=0 1=1 | proba_0 proba_1 probability"},
		{"y,proba_1,proba_2", Choice{Positive: "0"}, pair,
			"y 0=1 1=0 | proba_2 proba_1 probability"},
		{"y,logit_0,logit_1", Choice{Positive: "False"}, []string{"False,2.5,-1", "True,-3,0.5"},
			"y 0=True 1=False | logit_1 logit_0 logit"},
		{"y,proba_0,proba_1", Choice{Positive: "0", Ignore: []string{"-1"}},
			append([]string{"-1,0.5,0.5"}, pair...), "y 0=1 1=0 | proba_1 proba_0 probability"},
		{"y,proba_0,proba_1", Choice{Positive: "0"}, pair[:1],
			"y 0=* 1=0 | proba_1 proba_0 probability"},
		{"y_true,y_pred", Choice{}, []string{"0,0", "1,2", "2,2"}, "option"}, // classes for scores
		{"y_true,y_pred", Choice{}, []string{"0,4", "1,97"}, "outside"},      // percent
		// Chosen scores are in the order of the classes, which their names do not contradict.
		{"y,proba_0,proba_1", Choice{Scores: []string{"proba_0", "proba_1"},
			Positive: "0"}, pair, "option"},
		{"y,proba_0,proba_1", Choice{Scores: []string{"proba_1", "proba_0"}, Positive: "0"}, pair,
			"y 0=1 1=0 | proba_1 proba_0 probability"},
		{"y,m_9,m_7", Choice{Scores: []string{"m_9", "m_7"}}, pair, "y | m_9 m_7 probability"},
		{"y,proba_0,proba_1", Choice{Scores: []string{"proba_1", "proba_0"}}, pair, "option"},
		{"y,b,a", Choice{Scores: []string{"a", "b"}}, pair, "y | a b probability"},
		{"y,p_cat,p_dog,p_eel", Choice{Scores: []string{"p_eel", "p_dog", "p_cat"},
			Classes: []string{"cat", "dog", "eel"}},
			[]string{"cat,0.8,0.1,0.1", "eel,0.1,0.1,0.8"}, "option"},
		{"y,proba_0,proba_1", Choice{}, pair, "y | proba_0 proba_1 probability"},
		{"y,logit_0,logit_1", Choice{}, []string{"0,2.5,-1", "1,-3,0.5"},
			"y | logit_0 logit_1 logit"},
		{"Class,P0,p1,p2,p3", Choice{}, []string{"1,0,0,0,1"},
			"Class | P0 p1 p2 p3 probability | hard P0"},
		{"y,p", Choice{}, []string{"1,3.5"}, "outside"},
		{"y,p", Choice{Kind: "logit"}, []string{"1,3.5"}, "y | p logit"},
		{"y,p", Choice{Kind: "percent"}, []string{"1,93.5"}, "y | p percent"},
		{"y,p_percent", Choice{}, []string{"1,93.5"}, "y | p_percent percent"},
		{"a,b,c", Choice{}, []string{"0.5,0.5,0.5"}, "unclear"},
		{"a,b", Choice{}, []string{"x,y"}, "unclear"},

		// Usual names come before numbered pairs, which may be features.
		{"feat_0,feat_1,y_true,y_prob", Choice{}, []string{"0.5,0.9,0,0.1", "0.6,0.2,1,0.8"},
			"y_true | y_prob probability"},
		{"x_0,x_1,y_true", Choice{}, []string{"0.5,0.9,0", "0.6,0.2,1"}, "unclear"},
		{"x_0,x_1,y_true", Choice{}, []string{"0.1,0.9,1", "0.8,0.2,0"},
			"y_true | x_0 x_1 probability"},
		// Classes are no probabilities.
		{"y_true,y_pred,malignant", Choice{}, []string{"0,0,0.1", "1,1,0.9"}, "hard?"},
		{"y_true,y_pred,malignant", Choice{Scores: []string{"malignant"}},
			[]string{"0,0,0.1", "1,1,0.9"}, "y_true | malignant probability"},
		{"y_true,y_pred", Choice{}, []string{"0,0", "1,1"},
			"y_true | y_pred probability | hard y_pred"},
		{"y_true,y_pred,y_prob", Choice{}, []string{"0,0,0.2", "1,1,0.7"},
			"y_true | y_prob probability"},
		// One-hot labels.
		{"y_0,y_1,y_2,p_0,p_1,p_2", Choice{}, []string{"0,1,0,0.2,0.5,0.3", "1,0,0,0.2,0.5,0.3"},
			"one-hot y_0 y_1 y_2 | p_0 p_1 p_2 probability"},
		{"label0,label1,prob", Choice{}, []string{"0,1,0.7", "1,0,0.2"},
			"one-hot label0 label1 | prob probability"},
		// Labels that are not 0 and 1.
		{"y,p", Choice{}, []string{"1,0.5", "-1,0.25"}, "y 0=-1 1=1 | p probability"},
		{"y,p", Choice{}, []string{"1,0.5", "2,0.25"}, "positive?"},
		{"y,p", Choice{Positive: "2"}, []string{"1,0.5", "2,0.25"}, "y 0=1 1=2 | p probability"},
		{"diagnosis,p", Choice{Label: []string{"diagnosis"}},
			[]string{"malignant,0.5", "benign,0.25"}, "positive?"},
		{"label,p", Choice{Positive: "malignant"}, []string{"malignant,0.5", "benign,0.25"},
			"label 0=benign 1=malignant | p probability"},
		{"label,p", Choice{Positive: "cat"}, []string{"cat,0.5", "dog,0.25", "cow,0.1"},
			"label 0=* 1=cat | p probability"},
		{"label,p", Choice{Positive: "bird"}, []string{"cat,0.5", "dog,0.25"}, "option"},
		{"label,p", Choice{}, []string{"Yes,0.5", "No,0.25"}, "label 0=No 1=Yes | p probability"},
		{"label,prob_malignant", Choice{}, []string{"malignant,0.5", "benign,0.25"},
			"label 0=benign 1=malignant | prob_malignant probability"},
		{"label,prob_benign,prob_malignant", Choice{Positive: "benign"},
			[]string{"malignant,0.25,0.75", "benign,0.9,0.1"},
			"label 0=malignant 1=benign | prob_malignant prob_benign probability"},
		{"label,p_cat,p_dog,p_cow", Choice{}, []string{"cat,0.5,0.25,0.25", "cow,0.2,0.2,0.6"},
			"label 0=cat 1=dog 2=cow | p_cat p_dog p_cow probability"},
		{"label,p_1,p_2,p_3", Choice{}, []string{"1,0.5,0.25,0.25", "3,0.2,0.2,0.6"},
			"label 0=1 1=2 2=3 | p_1 p_2 p_3 probability"},
		{"label,a,b,c", Choice{Scores: []string{"a", "b", "c"}},
			[]string{"x,0.5,0.25,0.25", "z,0.2,0.2,0.6"}, "classes?"},
		{"label,a,b,c", Choice{Scores: []string{"a", "b", "c"}, Classes: []string{"x", "y", "z"}},
			[]string{"x,0.5,0.25,0.25", "z,0.2,0.2,0.6"}, "label 0=x 1=y 2=z | a b c probability"},
		// Two scores are in the order of the classes, whatever that of the columns.
		{"label,p_no,p_yes", Choice{}, pair, "label | p_no p_yes probability"},
		{"label,p_yes,p_no", Choice{}, pair, "label | p_no p_yes probability"},
		{"label,TRUE,FALSE", Choice{}, pair, "label | FALSE TRUE probability"},
		{"label,Yes,No", Choice{}, []string{"No,0.25,0.75", "Yes,0.9,0.1"},
			"label 0=No 1=Yes | No Yes probability"},
		{"default,prob_default,prob_no_default", Choice{Label: []string{"default"}}, pair,
			"default | prob_no_default prob_default probability"},
		{"label,good,bad", Choice{}, pair, "scores?"},
		{"label,good,bad", Choice{Scores: []string{"bad"}}, pair, "label | bad probability"},
		{"label,good,bad", Choice{Positive: "good"}, []string{"good,0.75,0.25", "bad,0.1,0.9"},
			"label 0=bad 1=good | bad good probability"},
		{"label,p_2,p_1,p_0", Choice{}, []string{"1,0.5,0.25,0.25", "2,0.2,0.2,0.6", "0,0,0,1"},
			"label | p_0 p_1 p_2 probability"},
		{"label,p_1,p_2,p_3", Choice{}, []string{"1,0.5,0.25,0.25", "2,0.2,0.2,0.6"},
			"label 0=1 1=2 2=3 | p_1 p_2 p_3 probability"},
		{"label,prediction,probability", Choice{}, []string{"1,1,[0.1 0.9]", "0,0,[0.8 0.2]"},
			"hard?"},
		// Other columns.
		{"y,p,sample_weight", Choice{}, []string{"1,0.5,2", "0,0.25,1"},
			"y | p probability | weight sample_weight | uses sample_weight"},
		{"y,p,sample_weight", Choice{}, []string{"1,0.5,-1", "0,0.25,1"},
			"y | p probability | weight sample_weight | uses sample_weight"},
		{"y,p,sample_weight", Choice{}, []string{"1,0.5,heavy", "0,0.25,light"},
			"y | p probability | leaves sample_weight"},
		{"y,p,sample_weight", Choice{}, []string{"1,0.5,", "0,0.25,"}, "y | p probability"},
		{"y,p,importance", Choice{Weight: "importance"}, []string{"1,0.5,2", "0,0.25,1"},
			"y | p probability | weight importance | uses importance"},
		{"y,p,sample_weight", Choice{Weight: None}, []string{"1,0.5,2", "0,0.25,1"},
			"y | p probability"},
		{"y,p,weight", Choice{}, []string{"1,0.5,2", "0,0.25,1"},
			"y | p probability | weight weight | uses weight"},
		{"y,p,weight,height", Choice{}, []string{"1,0.5,82,180", "0,0.25,61,170"},
			"y | p probability | leaves weight"},
		{"y,p,split", Choice{}, []string{"1,0.5,train", "0,0.25,test"},
			"y | p probability | split split"},
		{"y,p,split", Choice{Group: "split"}, []string{"1,0.5,train", "0,0.25,test"},
			"y | p probability | group split"},
		{"y,p,split", Choice{Only: "split"}, []string{"1,0.5,train", "0,0.25,test"}, "option"},
		{"Wall time,Step,Value", Choice{},
			[]string{"1600000000.5,0,0.5", "1600000001.5,10,0.4", "1600000002.5,20,0.3"},
			"unclear"},
		{"a,b", Choice{Label: []string{"d"}}, []string{"1,0.5"}, "no column"},
		{"a,b,1,c", Choice{Label: []string{"1"}, Scores: []string{"4"}},
			[]string{"5,5,0,0.5", "6,6,1,0.25"}, "1 | c probability"},
	} {
		if got := found(test.names, test.choice, test.rows...); got != test.want {
			t.Errorf("%s, %+v, %q:\n%s, want\n%s", test.names, test.choice, test.rows, got,
				test.want)
		}
	}
}

// Columns found by name alone are doubted where the fields contradict the names.
func TestDoubt(t *testing.T) {
	confident := slices.Repeat([]string{"0,0.9", "1,0.6", "0,0.51", "1,1"}, 6)
	for _, test := range []struct {
		names  string
		choice Choice
		rows   []string
		want   string
	}{
		{"target,label,score", Choice{}, []string{"1,0,0.5", "0,0,0.2", "1,1,0.7"}, "labels?"},
		{"target,label,score", Choice{Label: []string{"target"}},
			[]string{"1,0,0.5", "0,0,0.2", "1,1,0.7"}, "target | score probability"},
		{"y_true,label,score", Choice{}, []string{"1,POSITIVE,0.5", "0,NEGATIVE,0.2"},
			"y_true | score probability"},
		{"y,p,p", Choice{}, []string{"1,0.5,0.5", "0,0.2,0.8"}, "unclear"},
		{"y,p,p", Choice{}, []string{"1,0.5,0.5", "0,0.2,0.2"}, "y | p probability"},
		{"y,p", Choice{}, confident, "confidence?"},
		{"y,p", Choice{}, []string{"1,0.5", "0,1.0000001"}, "outside"},
		{"y,p", Choice{Kind: "probability"}, []string{"1,0.5", "0,1.0000001"}, "y | p probability"},
		{"y,p", Choice{Scores: []string{"p"}}, confident, "y | p probability"},
		{"y,p", Choice{Kind: "probability"}, confident, "y | p probability"},
		{"y,p", Choice{}, append([]string{"0,0.4"}, confident...), "y | p probability"},
		{"y,p", Choice{}, confident[:4], "y | p probability"},
		{"y,prob_0", Choice{}, []string{"1,0.1", "0,0.8"}, "of 0?"},
		{"y,prob_negative", Choice{}, []string{"1,0.1", "0,0.8"}, "of 0?"},
		{"y,p_error", Choice{}, []string{"1,0.1", "0,0.8"}, "of 0?"},
		{"y,prob_0", Choice{Positive: "0"}, []string{"1,0.1", "0,0.8"},
			"y 0=1 1=0 | prob_0 probability"},
		{"y,p_benign", Choice{Positive: "malignant"}, []string{"malignant,0.1", "benign,0.8"},
			"of 0?"},
		{"y,benign", Choice{Positive: "malignant"},
			[]string{"malignant,0.1", "benign,0.8"}, "of 0?"},
		{"y,p_benign", Choice{Positive: "benign"}, []string{"malignant,0.1", "benign,0.8"},
			"y 0=malignant 1=benign | p_benign probability"},
		{"y,p_benign", Choice{Positive: "malignant", Scores: []string{"p_benign"}},
			[]string{"malignant,0.1", "benign,0.8"},
			"y 0=benign 1=malignant | p_benign probability"},
		{"y,prob_1", Choice{Positive: "0"}, []string{"1,0.1", "0,0.8"}, "of 0?"},
		{"y,p", Choice{Positive: "malignant"}, []string{"malignant,0.1", "benign,0.8"},
			"y 0=benign 1=malignant | p probability"},
		// Lists in CSV are converted first; other text in brackets is no list.
		{"label,probs", Choice{}, []string{"1,[0.25 0.75]", "0,[ 0.5  0.5]"}, "convert"},
		{"a,probs", Choice{Label: []string{"a"}, Scores: []string{"probs"}},
			[]string{"1,[0.25]"}, "convert"},
		{"label,text", Choice{}, []string{"1,[CLS] 0.5 [SEP]"}, "unclear"},
		{"label,bin_logit,bin_weight,bin_rows", Choice{}, []string{",,0,80"}, "option"},
		{"y,_", Choice{}, []string{"1,0.1", "0,0.8"}, "y | _ probability"},
		{"y,", Choice{}, []string{"1,0.1", "0,0.8"}, "unclear"},
		{"y,logit", Choice{}, confident, "inside?"},
		{"y,prob_pct", Choice{}, append([]string{"0,0.4"}, confident...), "inside?"},
		{"y,prob_pct", Choice{Kind: "percent"}, append([]string{"0,0.4"}, confident...),
			"y | prob_pct percent"},
		{"y,p,score", Choice{}, []string{"1,0.5,0.9", "0,0.2,0.3"}, "scores?"},
		{"y,p,score", Choice{Scores: []string{"score"}}, []string{"1,0.5,0.9", "0,0.2,0.3"},
			"y | score probability"},
		{"y,logit", Choice{Kind: "logit"}, confident, "y | logit logit"},
	} {
		if got := found(test.names, test.choice, test.rows...); got != test.want {
			t.Errorf("%s, %+v, %q:\n%s, want\n%s", test.names, test.choice, test.rows, got,
				test.want)
		}
	}
}

// Probabilities of several classes may have been written with few digits.
func TestFewDigits(t *testing.T) {
	c := Columns{Label: 0, Scores: []int{1, 2, 3}}
	var r Rows
	r.Reset(c)
	r.AddText(1, []string{"0", "0.333", "0.333", "0.333"})
	r.AddText(2, []string{"2", "0.33", "0.33", "0.33"})
	r.AddText(3, []string{"2", "0.9", "0.9", "0.1"})
	if len(r.Class) != 2 || len(r.Bad) != 1 || r.Bad[0].Reason != SumNotOne {
		t.Errorf("%+v", r)
	}
}

// Labels to ignore are left out without being faults; others are faults, with the values
// that are allowed.
func TestIgnore(t *testing.T) {
	var r Rows
	r.Reset(Columns{Label: 0, Scores: []int{1}, Labels: Labels{Ignore: []string{"-1", "void"}}})
	for i, label := range []string{"1", "-1", "-1.0", "void", "255", "0"} {
		r.AddText(i+1, []string{label, "0.5"})
	}
	if len(r.Class) != 2 || r.Ignored != 3 || len(r.Bad) != 1 ||
		r.Bad[0].Value != `"255"` && r.Bad[0].Value != "255" {
		t.Errorf("%+v", r)
	}
}
