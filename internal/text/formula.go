package text

// FormulaText has the texts of the panel of the user's own loss.
type FormulaText struct {
	Title, Intro  string
	Editor        string // the name of the field
	Names         string // that a formula may use
	Gallery, Pick string
	Params        string
	Least, Most   string    // of a slider
	Error         string    // with {line}, {column}, {message}
	Problems      Sentences // those of package syntax; none in English
	Kept          string    // what is shown despite an error
	Loss          string    // captions
	Gradients     [2]string // by p_t, by the logit
	Use, Used     string    // as the loss of the page: the button, and what is said of it
	Own, Shown    string    // the lines: the formula, and the loss of the page
	Checks        string
	Holds, Fails  string       // marks of the checks, for those who do not see them
	Check         [7][2]string // by formula.Check: what holds, and with {y}, {from}, {to}, {value} what fails
	Source        string
	Code          string
	Made          string    // of a formula that was made of Python
	Python        Sentences // those of package python; none in English
}

// Sentences are those of a package's errors by their codes, with {0}, {1} … for values. They
// are no map, which a program would make at its start, used or not.
type Sentences [][2]string

// Map returns them as a map, nil if there are none.
func (s Sentences) Map() map[string]string {
	if s == nil {
		return nil
	}
	m := make(map[string]string, len(s))
	for _, one := range s {
		m[one[0]] = one[1]
	}
	return m
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
	Made:   "Made of the function in Python: undo brings the former formula back.",
}

var formulaChinese = FormulaText{
	Title:   "编写自己的损失函数",
	Intro:   "损失是真实标签和预测值的函数。写一个试试：每行给一个名字赋值，最后一行是损失；也可以粘贴 Keras、PyTorch 或 JAX 的 Python 函数。",
	Editor:  "公式",
	Names:   "可用：y、p、pt、x（logit）、xt（pt 的 logit）、epsilon；+ − * / ^；< <= == != && ||；log log1p exp expm1 sqrt abs min max pow clip where sigmoid softplus tanh。其他名字都是参数；tau = 0.5 这样的一行给出其初值。# 之后是注释。",
	Gallery: "文献中的损失", Pick: "选择一个作为起点……",
	Params: "公式的参数", Least: "最小值", Most: "最大值",
	Error: "第 {line} 行第 {column} 列：{message}。",
	Problems: Sentences{
		{"too-long", "公式最多 {0} 个字符"},
		{"empty", "请输入公式，例如 -log(pt)"},
		{"no-result", "最后应有一个公式"},
		{"not-last", "只有最后一行可以没有名字；此处应为 名字 = …"},
		{"operand", "此处应是数、名字或 (，却是 {0}"},
		{"operand-end", "此处应是数、名字或 (，却到了行尾"},
		{"expected", "此处应为 {0}，却是 {1}"},
		{"end", "此处应为 {0}，却到了行尾"},
		{"unexpected", "此处应是运算符或行尾，却是 {0}"},
		{"meaning", "{0} 已有含义，不能赋值"},
		{"value", "{0} 已有值"},
		{"assign", "= 之前应是名字"},
		{"range", "{0} 超出了可表示的范围"},
		{"params", "{0} 将是第 {1} 个参数；公式最多有 {2} 个"},
		{"is-function", "{0} 是函数，应写作 {1}"},
		{"arguments", "应写作 {0}，却有 {1} 个参数"},
		{"no-function", "没有函数 {0}；可用的有 {1}"},
		{"no-operator", "没有运算符 {0}"},
		{"whole", "{0} 没有导数，不支持"},
		{"character", "{0} 在此没有含义"},
		{"deep", "嵌套过深"},
		{"size", "公式的运算超过 {0} 个"},
		{"ambiguous", "/ 之后省略乘号有两种读法；请写出 * 或括号"},
		{"latex", "不支持 LaTeX 命令 {0}"},
	},
	Python: Sentences{
		{"argument", "不支持 {1} 的参数 {0}；请去掉它，或把它的作用写成算式"},
		{"argument-order", "{0} 的参数用了另一个框架的顺序：{1} 是标签，{2} 是预测；请交换"},
		{"assign", "无法理解这个赋值；请赋给一个名字"},
		{"attribute", "{0} 在这里没有值；请写出它的值，或一并粘贴其定义"},
		{"batch-statistic", "{0} 需要整个批次；这是批次的损失，不是单个预测的损失"},
		{"batch", "这是整个批次的损失，不是单个预测的损失；图中是只有一个样本的批次"},
		{"both-uses", "{0} 在第 {1} 行当作 logit，在第 {2} 行当作概率；它是哪一个？"},
		{"branch", "if 的两个分支结果不同，而条件未知；请给条件一个默认值"},
		{"branch-name", "{0} 只在 if 的一个分支中有值；请在之前赋值"},
		{"call", "这里调用的不是函数；请一并粘贴其定义"},
		{"call-none", "这里调用了 None；请给参数一个默认值"},
		{"class-logits", "softmax 的参数须是 logit 本身"},
		{"class-smoothing", "多类别的标签平滑取决于类别数；请去掉它，或写出二分类的损失"},
		{"classes", "标签只有 0 和 1，{0} 个权重没有意义；请给两个"},
		{"classes-sum", "这里对类别求和的项在其他类别上不为 0；单个预测的损失无法表示"},
		{"classes-unknown", "这里按标签选取的内容不是按类别的；请从 softmax 或 log_softmax 中选取"},
		{"column", "这里从算出的结果中取第 {0} 列；请从参数中取"},
		{"columns", "用到了 {0} 的多列；请把它们作为单独的参数"},
		{"expression", "无法理解这个表达式；请用算术和数组函数"},
		{"floor", "不支持数组的 {0}；这样的损失没有导数"},
		{"formula", "转换结果不是公式：{0}"},
		{"function", "不认识函数 {0}；请一并粘贴其定义"},
		{"generator", "不支持 yield；请用 return 返回损失"},
		{"index", "无法理解这个下标；请用 where 或掩码"},
		{"loop", "不支持次数未知或很多的循环；请不用循环写出损失"},
		{"mask", "这里合并了选取方式不同的数组；请选取相同的元素"},
		{"matrix-product", "不支持矩阵乘法 @；单个预测的损失里没有它"},
		{"method", "不认识方法 {0}；请写出它计算的内容"},
		{"missing-argument", "{1} 缺少参数 {0}"},
		{"no-inputs", "{0} 没有不带默认值的参数：请把标签和预测作为参数"},
		{"no-loss", "这里没有含损失的函数或类；请粘贴一个"},
		{"no-name", "这里没有函数或类 {0}"},
		{"no-prediction", "结果与预测无关；哪个参数是预测？"},
		{"no-return", "没有返回损失；请在函数最后 return 损失"},
		{"no-syntax", "不支持 {0}；请写成赋值或 if"},
		{"no-value", "{0} 尚无值；请定义它，或一并粘贴其定义"},
		{"not-utf8", "这不是 UTF-8 文本；请另存为 UTF-8"},
		{"objective", "这里返回梯度和 Hessian，没有损失；检查会核对二者是否一致"},
		{"operand", "这不是能计算的数或数组"},
		{"operator", "不支持这个运算符；请用 + - * / **"},
		{"option", "{0} 的一个选项的值未知；请写出来"},
		{"raises", "按默认值这里会抛出异常；请更改默认值"},
		{"reduction", "不认识归约方式 {0}；请用 none、mean 或 sum"},
		{"several", "有多个损失：{0}；请选择一个"},
		{"several-results", "返回了 {0} 个结果；图中是第一个"},
		{"shape", "这取决于数组的形状；请直接给出数字"},
		{"slice", "这里取了数组的一部分；请把它作为单独的参数"},
		{"softmax", "这是多类别的损失；图中是它对真实类别概率的函数"},
		{"star", "* 或 ** 传递的内容未知；请写出各个参数"},
		{"statement", "无法理解这个语句；请用赋值、if 和 return"},
		{"store", "无法理解对元素的赋值；请用 where"},
		{"syntax", "在 {0} 附近不是可读的 Python"},
		{"text-end", "字符串没有结尾；请补上引号"},
		{"too-deep", "嵌套过深；请给各部分命名"},
		{"too-long", "源代码超过 {0} 字节；请只粘贴损失"},
		{"too-many-arguments", "{0} 的参数过多"},
		{"too-much", "步骤过多；请只粘贴损失"},
		{"unclosed", "括号没有闭合"},
		{"unpack", "这里没有可赋值的 {0} 个部分"},
		{"which-kind", "{0} 是概率还是 logit？从用法无法判断"},
		{"which-label", "{0} 中哪一个是标签？"},
		{"which-signs", "{0} 是 0 和 1，还是 -1 和 1？标签为 0 时，这个损失与预测无关"},
		{"batch-overlap", "这是 {0}，是整个批次的损失，不是单个预测的损失；图中是只有一个样本的批次"},
		{"batch-labels", "这取决于批次中的正类占比，这里是参数 {0}"},
		{"unread-check", "{0} 在别处定义；从名字看是检查，因此略去"},
		{"whole", "{0} 会把并非整数的值取整；这样的损失没有导数"},
		{"with", "不支持 with {0}；请不用它写出损失"},
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
	Made:   "已由 Python 函数转换而成；撤销可恢复先前的公式。",
}
