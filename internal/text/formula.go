package text

// FormulaText has the texts of the panel of the user's own loss.
type FormulaText struct {
	Title, Intro  string
	Editor        string // the name of the field
	Names         string // that a formula may use
	Gallery, Pick string
	Params        string
	Least, Most   string            // of a slider
	Error         string            // with {line}, {column}, {message}
	Problems      map[string]string // the messages of package formula, by their formats; none in English
	Kept          string            // what is shown despite an error
	Loss          string            // captions
	Gradients     [2]string         // by p_t, by the logit
	Use, Used     string            // as the loss of the page: the button, and what is said of it
	Own, Shown    string            // the lines: the formula, and the loss of the page
	Checks        string
	Holds, Fails  string       // marks of the checks, for those who do not see them
	Check         [7][2]string // by formula.Check: what holds, and with {y}, {from}, {to}, {value} what fails
	Source        string
	Code          string
	Python        string // said of a formula that was made of Python
}

// FormulaOf returns them in the language of m.
func FormulaOf(m *Messages) *FormulaText {
	if m == &chinese {
		return &formulaChinese
	}
	return &formulaEnglish
}

var formulaEnglish = FormulaText{
	Title:   "Write your own loss",
	Intro:   "A loss is a function of the truth and the prediction. Write one, lines with names and the loss last, or paste a function in Python, for Keras, PyTorch or JAX.",
	Editor:  "Formula",
	Names:   "y, p, pt, x (logit), xt (that of pt), epsilon; + − * / ^; < <= == != && ||; log log1p exp expm1 sqrt abs min max pow clip where sigmoid softplus tanh. Any other name is a parameter; a line such as tau = 0.5 gives it a value. # begins a comment.",
	Gallery: "Losses of the literature", Pick: "Choose one to start from …",
	Params: "Parameters of the formula", Least: "Least", Most: "Most",
	Error:     "Line {line}, column {column}: {message}.",
	Kept:      "Shown is what could be read last.",
	Loss:      "Loss of the formula",
	Gradients: [2]string{"Gradient dL/dpₜ of the formula", "Gradient dL/dx to the logit, of the formula"},
	Use:       "Use as the loss of the page",
	Used:      "This is the loss of the page: its curves, pins, sandbox, training and code follow.",
	Own:       "your formula", Shown: "the loss above",
	Checks: "What to know of it", Holds: "Holds:", Fails: "Fails:",
	Check: [7][2]string{
		{"Loss and gradient are finite for every prediction.", "Loss or gradient is not a finite number for y = {y} with pₜ from {from} to {to}."},
		{"The loss is never negative.", "The loss is negative for y = {y} with pₜ from {from} to {to}, down to {value}."},
		{"The more probability the truth gets, the lower the loss.", "For y = {y} with pₜ from {from} to {to} a better prediction costs more: training moves away from the truth."},
		{"Wrong predictions have a gradient.", "Wrong predictions hardly learn: for y = {y} with pₜ from {from} to {to} the gradient to the logit falls to {value}."},
		{"The gradient to the logit stays bounded.", "The gradient to the logit grows to {value} for y = {y} with pₜ from {from} to {to}: few wrong labels may lead the training."},
		{"It is convex in the logit: a linear model has one minimum only.", "It is not convex in the logit for y = {y} with pₜ from {from} to {to}: even a linear model may have several minima."},
		{"It is proper: the expected loss is least at the true probability.", "It is not proper: where the true probability is {from}, the expected loss is least at p = {to}. Its predictions need calibration."},
	},
	Source: "Source:",
	Code:   "The formula as code",
	Python: "Made of the function in Python: undo brings the former formula back.",
}

var formulaChinese = FormulaText{
	Title:   "编写自己的损失函数",
	Intro:   "损失是真实标签和预测值的函数。写一个试试：每行给一个名字赋值，最后一行是损失；也可以粘贴 Keras、PyTorch 或 JAX 的 Python 函数。",
	Editor:  "公式",
	Names:   "可用：y、p、pt、x（logit）、xt（pt 的 logit）、epsilon；+ − * / ^；< <= == != && ||；log log1p exp expm1 sqrt abs min max pow clip where sigmoid softplus tanh。其他名字都是参数；tau = 0.5 这样的一行给出其初值。# 之后是注释。",
	Gallery: "文献中的损失", Pick: "选择一个作为起点……",
	Params: "公式的参数", Least: "最小值", Most: "最大值",
	Error: "第 {line} 行第 {column} 列：{message}。",
	Problems: map[string]string{
		"%s already has a value":  "%s 已有值",
		"%s cannot be understood": "无法理解 %s",
		"%s cannot be understood; a formula has assignments and one result": "无法理解 %s；公式只有赋值和一个结果",
		"%s has a meaning and cannot be assigned to":                        "%s 已有含义，不能赋值",
		"%s has no value yet":                                       "%s 尚无值",
		"%s is a function; expected %s":                             "%s 是函数，应写作 %s",
		"%s is not a number that can be had":                        "%s 超出了可表示的范围",
		"%s would be parameter %d; a formula has at most %d":        "%s 将是第 %d 个参数；公式最多有 %d 个",
		"a formula has at most %d characters":                       "公式最多 %d 个字符",
		"a function has at most %d characters":                      "函数最多 %d 个字符",
		"expected %d arguments of %s, found %d":                     "%[2]s 应有 %[1]d 个参数，却有 %[3]d 个",
		"expected %s, found %d arguments":                           "应写作 %s，却有 %d 个参数",
		"expected %s, found %s":                                     "此处应为 %s，却是 %s",
		"expected %s, found the end of the line":                    "此处应为 %s，却到了行尾",
		"expected )":                                                "此处应为 )",
		"expected =, found %s":                                      "此处应为 =，却是 %s",
		"expected a formula at the end":                             "最后应有一个公式",
		"expected a formula, such as -log(pt)":                      "请输入公式，例如 -log(pt)",
		"expected a function that returns a loss":                   "应有一个返回损失的函数",
		"expected a name":                                           "此处应是名字",
		"expected a name before =":                                  "= 之前应是名字",
		"expected a number, a name or (, found %s":                  "此处应是数、名字或 (，却是 %s",
		"expected a number, a name or (, found *":                   "此处应是数、名字或 (，却是 *",
		"expected a number, a name or (, found the end of the line": "此处应是数、名字或 (，却到了行尾",
		"expected a number, found %s":                               "此处应是数，却是 %s",
		"expected an assignment or a return, found %s":              "此处应是赋值或 return，却是 %s",
		"expected an expression":                                    "此处应是表达式",
		"expected an expression of numbers, names and functions":    "此处应是由数、名字和函数组成的表达式",
		"expected an expression, or name = expression":              "此处应是表达式，或 名字 = 表达式",
		"expected an operator or the name of a function before (":   "( 之前应是运算符或函数名",
		"expected one name and one expression":                      "应是一个名字和一个表达式",
		"expected something before **":                              "** 之前缺少内容",
		"expected the end of a text":                                "字符串没有结尾",
		"expected the name of a parameter, found %s":                "此处应是参数名，却是 %s",
		"only one return can be understood":                         "只能有一个 return",
		"only the last line has no name; expected name = …":         "只有最后一行可以没有名字；此处应为 名字 = …",
		"the formula has more than %d operations":                   "公式的运算超过 %d 个",
		"the function %s cannot be understood":                      "无法理解函数 %s",
		"there is no %s to be understood":                           "无法理解 %s",
		"there is no function %s; there are %s":                     "没有函数 %s；可用的有 %s",
		"there is no operator %s":                                   "没有运算符 %s",
		"this cannot be understood; expected name = expression":     "无法理解；此处应为 名字 = 表达式",
		"this is nested too deep":                                   "嵌套过深",
		"this is no formula (%s)":                                   "这不是公式（%s）",
		"what becomes of it is no formula: %s":                      "转换结果不是公式：%s",
	},
	Kept:      "图中仍是上一个可读的公式。",
	Loss:      "公式的损失",
	Gradients: [2]string{"公式的梯度 dL/dpₜ", "公式对 logit 的梯度 dL/dx"},
	Use:       "作为页面的损失函数",
	Used:      "这就是页面的损失函数：曲线、固定的曲线、沙盒、训练和代码都随之变化。",
	Own:       "您的公式", Shown: "上方的损失",
	Checks: "须知", Holds: "成立：", Fails: "不成立：",
	Check: [7][2]string{
		{"对任何预测，损失和梯度都是有限的。", "y = {y} 时，pₜ 从 {from} 到 {to}，损失或梯度不是有限的数。"},
		{"损失从不为负。", "y = {y} 时，pₜ 从 {from} 到 {to}，损失为负，最低为 {value}。"},
		{"真实类别的概率越大，损失越小。", "y = {y} 时，pₜ 从 {from} 到 {to}，预测越好代价反而越高：训练会远离真实标签。"},
		{"错误的预测有梯度。", "错误的预测几乎学不到东西：y = {y} 时，pₜ 从 {from} 到 {to}，对 logit 的梯度降到 {value}。"},
		{"对 logit 的梯度有界。", "y = {y} 时，pₜ 从 {from} 到 {to}，对 logit 的梯度增大到 {value}：少数错误标签就可能左右训练。"},
		{"对 logit 是凸的：线性模型只有一个极小值。", "y = {y} 时，pₜ 从 {from} 到 {to}，对 logit 不是凸的：即使线性模型也可能有多个极小值。"},
		{"是恰当的（proper）：期望损失在真实概率处最小。", "不是恰当的（proper）：真实概率为 {from} 时，期望损失在 p = {to} 处最小。其预测需要校准。"},
	},
	Source: "来源：",
	Code:   "公式的代码",
	Python: "已由 Python 函数转换而成；撤销可恢复先前的公式。",
}
