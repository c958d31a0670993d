package python

import (
	"slices"
	"strings"
)

var labelNames = strings.Fields("y true target targets label labels gt gts truth groundtruth ground actual actuals observed tgt trg gold onehot reference")

var predNames = strings.Fields("pred preds predt prediction predictions predicted prob probs proba probas probability probabilities logit logits output outputs out input inputs score scores hat yhat pr estimate estimates approx confidence conf yp x z p preact logp logprob logprobs")

var knownParams = map[string]bool{"gamma": true, "alpha": true, "beta": true, "eps": true,
	"epsilon": true, "weight": true, "weights": true, "pos_weight": true, "class_weight": true,
	"class_weights": true, "smoothing": true, "label_smoothing": true, "delta": true, "tau": true,
	"temperature": true, "margin": true, "m": true, "q": true, "k": true, "c": true,
	"lambda_": true, "smooth": true,
	"num_classes": true, "n_classes": true, "reduction": true, "w": true, "sample_weight": true,
	"mask": true, "avg_factor": true, "scale": true}

// numberNames are names of numbers that a slider should have, where the code assigns one.
var numberNames = map[string]bool{"gamma": true, "alpha": true, "beta": true, "eps": true,
	"epsilon": true, "pos_weight": true, "label_smoothing": true, "smoothing": true,
	"gamma_pos": true, "gamma_neg": true, "delta": true, "tau": true, "temperature": true,
	"margin": true}

// words splits a name at underscores and capitals.
func words(name string) []string {
	var b []byte
	for i := range len(name) {
		c := name[i]
		if c >= 'A' && c <= 'Z' {
			if i > 0 && name[i-1] >= 'a' && name[i-1] <= 'z' {
				b = append(b, '_')
			}
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return strings.FieldsFunc(string(b), func(r rune) bool { return r == '_' })
}

// nameRole returns the role that a name suggests, "" for none.
func nameRole(name string) Role {
	all := words(name)
	switch n := strings.Join(all, "_"); n {
	case "t", "y", "yt", "y_t", "lab":
		return RoleLabel
	case "pt", "p_t", "prob_true":
		return RoleProbTrue
	case "y_hat", "y_pred", "y_prob", "y_score", "y_logit", "y_logits", "y_out", "y_output":
		return rolePrediction
	}
	has := func(names []string) bool {
		return slices.ContainsFunc(all, func(w string) bool { return slices.Contains(names, w) })
	}
	switch {
	case len(all) > 1 && all[0] == "y" && !slices.Contains(all, "true"):
		all = all[1:] // y_pred_logits
		if has(labelNames) {
			return RoleLabel
		}
	case has(labelNames):
		return RoleLabel
	}
	if has(predNames) {
		return rolePrediction
	}
	return ""
}

// sureProb reports whether a name is one of a probability and of nothing else.
func sureProb(name string) bool {
	return name == "p" || namedAs(name, "prob", "probs", "proba", "probas", "probability",
		"probabilities", "confidence")
}

// logProb reports whether a name is used for the logarithm of a probability.
func logProb(name string) bool {
	return namedAs(name, "logp", "logprob", "logprobs", "logprobability") ||
		namedAs(name, "log") && namedAs(name, "p", "prob", "probs", "proba", "probability",
			"probabilities")
}

func namedAs(name string, names ...string) bool {
	return slices.ContainsFunc(words(name),
		func(w string) bool { return slices.Contains(names, w) })
}
