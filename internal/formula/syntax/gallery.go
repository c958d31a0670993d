package syntax

import "lossexplorer/internal/catalog"

// An Example is a loss of the literature as a formula.
type Example struct {
	Name    catalog.Text
	Source  string
	Formula string
}

// Gallery are losses to start from.
var Gallery = []Example{
	{catalog.Text{English: "Cross-entropy", Chinese: "交叉熵"},
		"Good 1952, “Rational Decisions”", "-log(pt)"},
	{catalog.Text{English: "Focal loss", Chinese: "Focal loss"},
		"Lin et al. 2017, arXiv:1708.02002, equation 5",
		"alpha_t = where(y == 1, alpha, 1 - alpha)\n-alpha_t * (1 - pt)^gamma * log(pt)"},
	{catalog.Text{English: "FL*", Chinese: "FL*"},
		"Lin et al. 2017, arXiv:1708.02002, appendix A",
		"beta = 1\n-log(sigmoid(gamma*xt + beta)) / gamma"},
	{catalog.Text{English: "Brier score (squared error)", Chinese: "Brier 分数（平方误差）"},
		"Brier 1950, “Verification of Forecasts Expressed in Terms of Probability”", "(1 - pt)^2"},
	{catalog.Text{English: "Mean absolute error", Chinese: "平均绝对误差"},
		"Ghosh et al. 2017, arXiv:1712.09482", "1 - pt"},
	{catalog.Text{English: "Generalized cross-entropy", Chinese: "广义交叉熵"},
		"Zhang and Sabuncu 2018, arXiv:1805.07836, equation 6", "q = 0.7\n(1 - pt^q) / q"},
	{catalog.Text{English: "Symmetric cross-entropy", Chinese: "对称交叉熵"},
		"Wang et al. 2019, arXiv:1908.06112, equations 6 and 7; log(0) is −4",
		"a = 0.1\nb = 1\n-a*log(pt) + b*4*(1 - pt)"},
	{catalog.Text{English: "Label smoothing", Chinese: "标签平滑"},
		"Szegedy et al. 2016, arXiv:1512.00567, section 7",
		"s = 0.1\nt = y*(1 - s) + s/2\n-t*log(p) - (1 - t)*log(1 - p)"},
	{catalog.Text{English: "PolyLoss-1", Chinese: "PolyLoss-1（多项式损失）"},
		"Leng et al. 2022, arXiv:2204.12511, equation 5", "eps1 = 2\n-log(pt) + eps1*(1 - pt)"},
	{catalog.Text{English: "Taylor cross-entropy", Chinese: "泰勒交叉熵"},
		"Feng et al. 2020, “Can Cross Entropy Loss Be Robust to Label Noise?”, IJCAI; 2 terms",
		"(1 - pt) + (1 - pt)^2/2"},
	{catalog.Text{English: "Asymmetric loss", Chinese: "非对称损失"},
		"Ben-Baruch et al. 2021, arXiv:2009.14119, equation 7",
		"gamma_pos = 1\ngamma_neg = 4\nm = 0.05\npm = max(p - m, 0)\nwhere(y == 1, -(1 - p)^gamma_pos*log(p), -pm^gamma_neg*log(1 - pm))"},
	{catalog.Text{English: "Hinge", Chinese: "合页损失"},
		"Cortes and Vapnik 1995, “Support-Vector Networks”", "max(0, 1 - xt)"},
	{catalog.Text{English: "Exponential (AdaBoost)", Chinese: "指数损失（AdaBoost）"},
		"Friedman et al. 2000, “Additive Logistic Regression”", "exp(-xt)"},
	{catalog.Text{English: "Savage", Chinese: "Savage 损失"},
		"Masnadi-Shirazi and Vasconcelos 2008, “On the Design of Loss Functions for Classification”", "sigmoid(-2*xt)^2"},
	{catalog.Text{English: "Logit-adjusted cross-entropy", Chinese: "logit 调整交叉熵"},
		"Menon et al. 2021, arXiv:2007.07314; prior is the share of positives",
		"prior = 0.01\ntau = 1\nshift = tau*log(prior/(1 - prior))\nsoftplus(-(2*y - 1)*(x + shift))"},
	{catalog.Text{English: "The tutorial’s broken focal loss", Chinese: "教程中有误的焦点损失"},
		"The tutorial assigns alpha's expression to p_t",
		"p_wrong = where(y == 1, alpha, 1 - alpha)\n-alpha*(1 - p_wrong)^gamma * log(p_wrong) + 0*p"},
}
