package text

// FormulaText has the texts of the place of the custom loss.
type FormulaText struct {
	Title, Intro  string
	Editor        string // the name of the field
	Names         string // that a formula may use
	NamesTitle    string
	Gallery, Pick string
	Params, More  string
	Min, Max      string    // of a slider
	Error         string    // with {line}, {column}, {message}
	Problems      Sentences // the sentences of package syntax, by their codes; none in English
	Alone         string    // the button that reads one function, with {name}
	Kept          string    // the note on the curve shown despite an error
	Loss          string    // captions
	Gradients     [2]string // by p_t, by the logit
	Use, Used     string    // as the loss of the page: the button, and its note when used
	Round         string    // the button that leads to the place about number formats
	Own, Shown    string    // the lines: the formula, and the loss of the page
	Meant         string    // the line of the repaired loss of code with a fault
	Checks        string
	Holds, Fails  string       // marks of the checks, for those who do not see them
	Check         [7][2]string // by formula.Check: holds, fails with {y}, {from}, {to}, {value}
	Source        string
	Code          string

	Made    string    // of a formula that was read from Python
	ToEdit  string    // the button that puts the formula in the place of the code
	Formula string    // the title of the typeset formula
	ReadAs  string    // the inferred roles of the parameters: {roles}
	Role    Sentences // by python.Role
	Ask     string    // before the answers to a question
	Answer  Sentences // by python.Role, for the parameter {name}
	Note    string    // with {line} and {message}
	Python  Sentences // the sentences of package python, by their codes; none in English
	Faults  string    // the title of the linter's findings
	Sound   string    // that there are none
	Line    string    // the button that leads to the {line} of a finding
	// the size of a fault: {y}, {p}, {loss}, {meant}, {gradient}, {gradient_meant}
	Effect   string
	Compare  string    // the button that draws the repaired loss
	Repaired string    // the title of the repaired code
	Lint     Sentences // the sentences of package lint, by their rules; none in English

	Mine                 string // the title of the saved losses
	Name, Save           string
	Rename, Open, Delete string
	Beside               string // the switch that draws a saved loss too
	Link                 string // the button that copies a link
	Nothing              string // that none are saved
	Full                 string // that no more can be saved
}

// Sentences are the texts of a package's errors by their codes, with {0}, {1} … for values.
// They are not a map: a program would build it at its start even if it is not used.
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
	Title:  "Write or paste your loss",
	Intro:  "Define names line by line; the last line is the loss. Or paste a function or class in Python, for PyTorch, Keras, TensorFlow, JAX or NumPy. It is read, never run.",
	Editor: "Formula or Python",
	Names:  "y (label), p (predicted probability), pt (probability of the true class), x (logit), xt (logit of pt), epsilon; + − * / ^; < <= == != && ||; log log1p exp expm1 sqrt abs min max pow clip where sigmoid softplus tanh stop. Any other name is a parameter; a line such as tau = 0.5 gives it a value. # begins a comment.", NamesTitle: "Names and functions",
	Gallery: "Losses from the literature", Pick: "Choose one to start from …",
	Params: "Parameters", More: "More parameters", Min: "Min", Max: "Max",
	Error:     "Line {line}, column {column}: {message}.",
	Alone:     "Read {name} alone",
	Kept:      "Showing your last valid formula.",
	Loss:      "Loss",
	Gradients: [2]string{"Gradient dL/dpₜ", "Gradient dL/dx with respect to the logit"},
	Use:       "Use this loss in the explorer",
	Round:     "Where does it fail in half precision?",
	Used:      "The explorer uses this loss: its curves, comparison curves, training and code follow.",
	Own:       "your loss", Shown: "the explorer’s loss", Meant: "what is meant",
	Checks: "Checks", Holds: "Holds:", Fails: "Fails:",
	Check: [7][2]string{
		{"Loss and gradient are finite for every prediction.",
			"Loss or gradient is not a finite number for y = {y} with pₜ from {from} to {to}."},
		{"The loss is never negative.", "The loss is negative for y = {y} with pₜ from {from} to {to}, down to {value}."},
		{"The higher the probability of the true class, the lower the loss.",
			"For y = {y} with pₜ from {from} to {to} a better prediction costs more: training moves away from the label."},
		{"Wrong predictions have a gradient.",
			"Wrong predictions hardly learn: for y = {y} with pₜ from {from} to {to} the gradient with respect to the logit falls to {value}."},
		{"The gradient with respect to the logit stays bounded.",
			"The gradient with respect to the logit grows to {value} for y = {y} with pₜ from {from} to {to}: a few wrong labels may dominate training."},
		{"It is convex in the logit: every local minimum of a linear model is a global one.",
			"It is not convex in the logit for y = {y} with pₜ from {from} to {to}: even a linear model may have several local minima."},
		{"It is proper: the expected loss is least at the true probability.",
			"It is not proper: where the true probability is {from}, the expected loss is least at p = {to}. Its predictions need calibration."},
	},
	Source: "Source:",
	Code:   "This loss as code",

	Made: "Read from the Python code, which stays as it is.", ToEdit: "Edit the formula instead",
	Formula: "Formula",
	ReadAs:  "Read as {roles}.",
	Role: Sentences{{"label", "label"}, {"signed-label", "label of −1 or 1"},
		{"probability", "probability"}, {"logit", "logit"}, {"p_t", "pₜ"},
		{"log-probability", "logarithm of a probability"}, {"parameter", "parameter"},
		{"epsilon", "epsilon"}, {"loss-of-logits", "BCEWithLogitsLoss"},
		{"loss-of-probabilities", "BCELoss"}},
	Ask: "Which is it?",
	Answer: Sentences{{"label", "{name} is the label"}, {"signed-label", "{name} is −1 or 1"},
		{"probability", "{name} is a probability"}, {"logit", "{name} is a logit"},
		{"loss-of-logits", "{name} is BCEWithLogitsLoss"},
		{"loss-of-probabilities", "{name} is BCELoss"}},
	Note:   "Line {line}: {message}.",
	Faults: "What the code does, and what is meant", Sound: "No known fault was found in the code.",
	Line:    "Line {line}",
	Effect:  "For y = {y} and p = {p} the loss is {loss} instead of {meant}, and the gradient with respect to the logit {gradient} instead of {gradient_meant}.",
	Compare: "Draw what is meant", Repaired: "Repaired code",

	Mine: "My losses", Name: "Name", Save: "Save", Rename: "Rename", Open: "Open", Delete: "Delete",
	Beside: "Compare", Link: "Copy link",
	Nothing: "Losses that you save are kept in this browser.",
	Full:    "No more losses can be saved; delete one.",
}

var formulaChinese = FormulaText{
	Title:  "编写或粘贴你的损失",
	Intro:  "每行给一个名字赋值，最后一行是损失。也可以粘贴 PyTorch、Keras、TensorFlow、JAX 或 NumPy 的 Python 函数或类：只读取，从不运行。",
	Editor: "公式或 Python", NamesTitle: "可用的名字和函数",
	Names:   "y（标签）、p（预测概率）、pt（真实类别的概率）、x（logit）、xt（pt 的 logit）、epsilon；+ − * / ^；< <= == != && ||；log log1p exp expm1 sqrt abs min max pow clip where sigmoid softplus tanh stop。其他名字都是参数；tau = 0.5 这样的一行给出其初值。# 之后是注释。",
	Gallery: "文献中的损失", Pick: "选择一个作为起点……",
	Params: "参数", More: "更多参数", Min: "最小值", Max: "最大值",
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
		{"argument", "不支持 {1} 的参数 {0}；请把它的作用写成算式"},
		{"argument-order", "{0} 的参数用了另一个框架的顺序：{1} 是标签，{2} 是预测；请交换"},
		{"assign", "无法理解这个赋值；请赋给一个名字"},
		{"attribute", "{0} 在这里没有值；请写出它的值，或一并粘贴其定义"},
		{"pairs", "这里把一批中的每个预测与其他预测两两相比，形状为 (N, 1) 与 (1, N)；成对的损失没有单个预测的曲线"},
		{"batch-statistic", "{0} 需要整个批次；这是批次的损失，不是单个预测的损失"},
		{"batch", "这是整个批次的损失，不是单个预测的损失；图中是只有一个样本的批次"},
		{"both-uses", "{0} 在第 {1} 行当作 logit，在第 {2} 行当作概率；它是哪一个？"},
		{"branch", "if 的两个分支结果不同，而条件未知；请给条件一个默认值"},
		{"branch-name", "{0} 只在 if 的一个分支中有值；请在之前赋值"},
		{"class-number", "这里的类别序号由标签算出，是另一个类别；单个类别的损失无法表示"},
		{"label-range", "标签为 0 和 1 时，这里的目标值是 {0} 和 {1}；请直接传入 0 和 1 的标签，并去掉这一转换"},
		{"by-name", "按 Keras 的约定把 {0} 当作概率；如果它是 logit，请指定角色"},
		{"bce-clamp", "PyTorch 的 binary_cross_entropy 把对数限制在 −100 以上，求梯度时除数至少为 1e-12：logit 超过 ±27.6 时它的梯度小于公式，超过 ±100 时损失也小于公式"},
		{"inline-loss", "{0} 在训练过程中自己计算损失；请把这部分写成标签和预测值的函数"},
		{"trained", "这里显示的是 {0}：{1} 对它求梯度"},
		{"trained-more", "这里只显示 {0} 本身；训练时在此处还对其输入或结果做了运算"},
		{"calls-model", "{0} 在此处作为模型被调用；请改为把它的预测值作为参数传入"},
		{"notebook", "这是 Jupyter 笔记本文件；请用 jupyter nbconvert --to script 导出为脚本，或粘贴其中的代码"},
		{"trained-objective", "这里显示的是 {0}；训练使用的是 {1} 在此处返回的导数"},
		{"trained-values", "此处传给 {0} 的值可能与所示的不同"},
		{"trained-other", "这里只显示 {0} 本身；训练时还用到此处的损失"},
		{"passed-value", "这里传给 {0} 的值无法得知；显示的是它的默认值"},
		{"loss-by-use", "{0} 当作 BCEWithLogitsLoss，因为同一个 logit 也经过 sigmoid"},
		{"contraction", "{0} 沿未知的轴求乘积之和；请用 * 和 sum 写出"},
		{"log-sum", "{0} 的参数须是 logit 本身；请改用 log_softmax(logits)"},
		{"greatest", "沿轴的 {0} 取决于所有类别，而图中只有一个；二分类请写 max(x, 0)，x 为两类 logit 之差"},
		{"vector", "{0} 是向量的运算；单个预测的损失里没有向量"},
		{"random", "{0} 是随机的；曲线要求每次的值相同"},
		{"library", "不支持框架的函数 {0}；请写出它计算的内容"},
		{"loop-one", "这里对一批预测循环；图中是其中一个"},
		{"two-classes", "这里取两个类别，x 是 {0} 的类别 1 与类别 0 的 logit 之差"},
		{"call", "这里调用的不是函数；请一并粘贴其定义"},
		{"call-none", "这里调用了 None；请给参数一个默认值"},
		{"class-norm", "这里对各类 logit 的依赖不止经过 softmax，因此不只取决于 pₜ；请写成二分类的损失，两类的 logit 为 0 和 x"},
		{"class-logits", "softmax 的参数须是 logit 本身"},
		{"class-smoothing", "多类别的标签平滑取决于类别数；请写出二分类的损失，标签为 y*(1 - s) + s/2"},
		{"classes", "标签只有 0 和 1，{0} 个权重没有意义；请给两个"},
		{"classes-sum", "这里对类别求和的项在其他类别上不为 0；请写成两个类别之和，一类用 p，另一类用 1 - p"},
		{"classes-unknown", "这里按标签选取的内容不是按类别的；请从 softmax 或 log_softmax 中选取"},
		{"classes-log", "这里对所有类别的对数求和（如标签平滑、归一化交叉熵），结果取决于其他类别如何分配 1 - pₜ；请写成两个类别之和 log(p) + log(1 - p)"},
		{"smoothing-argument", "{1} 没有参数 {0}；请先平滑标签：y*(1 - s) + s/2"},
		{"no-formula", "公式中没有 {0}；请用 log、exp、sqrt、abs、tanh、sigmoid 和 softplus 写出"},
		{"column", "这里从算出的结果中取第 {0} 列；请把该列作为参数传入"},
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
		{"several-results", "返回了 {0} 个结果；图中是第 {1} 个"},
		{"shape", "这取决于数组的形状；请直接给出数字"},
		{"shared", "这也会改变与之共享数据的 {0}；请改为生成新的数组"},
		{"slice", "这里取了数组的一部分；请把它作为单独的参数"},
		{"softmax", "这是多类别的损失；图中是它对真实类别概率的函数"},
		{"star", "* 或 ** 传递的内容未知；请写出各个参数"},
		{"statement", "无法理解这个语句；请用赋值、if 和 return"},
		{"store", "无法理解对元素的赋值；请用 where"},
		{"syntax", "在 {0} 附近不是可读的 Python"},
		{"syntax-end", "不是可读的 Python：这里缺少内容，或缩进不一致"},
		{"text-end", "字符串没有结尾；请补上引号"},
		{"too-deep", "嵌套过深；请给各部分命名"},
		{"too-long", "源代码超过 {0} 字节；请只粘贴损失"},
		{"too-many-arguments", "{0} 的参数过多"},
		{"too-much", "步骤过多；请只粘贴损失"},
		{"unclosed", "括号没有闭合"},
		{"unpack", "这里没有可赋值的 {0} 个部分"},
		{"which-kind", "{0} 是概率还是 logit？从用法无法判断"},
		{"which-label", "{0} 中哪一个是标签？"},
		{"which-signs", "{0} 是 0 和 1，还是 -1 和 1？代码对它的用法更像后者"},
		{"batch-overlap", "这是 {0}，是整个批次的损失，不是单个预测的损失；图中是只有一个样本的批次"},
		{"unread-backward", "无法理解这里手写的导数；图中是由函数值求得的导数"},
		{"batch-size", "这取决于批次中的样本数，这里是参数 {0}；图中是单个样本的部分乘以该数"},
		{"batch-labels", "这取决于批次中的正类占比，这里是参数 {0}"},
		{"classes-normalised", "{0} 除以其各类之和；图中假定和为 1"},
		{"one-hot", "标签是类别编号；图中是一个类别对其余类别，该类别的 y 为 1"},
		{"own-definition", "{0} 采用这里的定义，而不是导入的同名函数"},
		{"float32-eps", "这里取 float32 的 eps，即 1.19e-7"},
		{"stacked", "不支持对堆叠数组的 {0}；请对每个数组分别写出"},
		{"state", "{0} 会随每次调用改变；图中是第一次调用"},
		{"weighted-mean", "PyTorch 取平均时除以批次中权重之和；图中是加权后的损失"},
		{"taken-for", "{0} 没有默认值，这里取 {1}"},
		{"unread-decorator", "不认识装饰器 {0}，因此略去"},
		{"rank", "这取决于数组的维数；请直接给出数字"},
		{"which-loss", "{0} 是哪个损失？它作为参数传入"},
		{"unread-check", "{0} 在别处定义；从名字看是检查，因此略去"},
		{"whole", "{0} 会把并非整数的值取整；这样的损失没有导数"},
		{"with", "不支持 with {0}；请写出它对数值的作用"},
	},
	Alone:     "只读取 {name}",
	Kept:      "图中仍是上一个可读的公式。",
	Loss:      "损失",
	Gradients: [2]string{"梯度 dL/dpₜ", "对 logit 的梯度 dL/dx"},
	Use:       "在整个页面使用这个损失",
	Round:     "它在半精度下哪里会出错？",
	Used:      "整个页面正在使用这个损失：曲线、对比曲线、训练和代码都随之变化。",
	Own:       "你的损失", Shown: "页面当前的损失", Meant: "本意",
	Checks: "性质检查", Holds: "成立：", Fails: "不成立：",
	Check: [7][2]string{
		{"对任何预测，损失和梯度都是有限的。", "y = {y} 时，pₜ 从 {from} 到 {to}，损失或梯度不是有限的数。"},
		{"损失从不为负。", "y = {y} 时，pₜ 从 {from} 到 {to}，损失为负，最低为 {value}。"},
		{"真实类别的概率越大，损失越小。", "y = {y} 时，pₜ 从 {from} 到 {to}，预测越好代价反而越高：训练会远离标签。"},
		{"错误的预测有梯度。", "错误的预测几乎学不到东西：y = {y} 时，pₜ 从 {from} 到 {to}，对 logit 的梯度降到 {value}。"},
		{"对 logit 的梯度有界。", "y = {y} 时，pₜ 从 {from} 到 {to}，对 logit 的梯度增大到 {value}：少数错误标签就可能左右训练。"},
		{"对 logit 是凸的：线性模型的局部极小值都是全局最小值。", "y = {y} 时，pₜ 从 {from} 到 {to}，对 logit 不是凸的：即使线性模型也可能有多个局部极小值。"},
		{"是恰当的（proper）：期望损失在真实概率处最小。", "不是恰当的（proper）：真实概率为 {from} 时，期望损失在 p = {to} 处最小。其预测需要校准。"},
	},
	Source: "来源：",
	Code:   "这个损失的代码",

	Made: "由 Python 代码读出；代码保持不变。", ToEdit: "改为编辑公式", Formula: "公式",
	ReadAs: "读作：{roles}。",
	Role:   Sentences{{"label", "标签"}, {"signed-label", "−1 或 1 的标签"}, {"probability", "概率"}, {"logit", "logit"}, {"p_t", "pₜ"}, {"log-probability", "概率的对数"}, {"parameter", "参数"}, {"epsilon", "ε"}, {"loss-of-logits", "BCEWithLogitsLoss"}, {"loss-of-probabilities", "BCELoss"}},
	Ask:    "请选择：",
	Answer: Sentences{{"label", "{name} 是标签"}, {"signed-label", "{name} 是 −1 或 1"}, {"probability", "{name} 是概率"}, {"logit", "{name} 是 logit"}, {"loss-of-logits", "{name} 是 BCEWithLogitsLoss"}, {"loss-of-probabilities", "{name} 是 BCELoss"}},
	Note:   "第 {line} 行：{message}。",
	Faults: "代码的实际行为与本意", Sound: "代码中没有发现已知的错误。", Line: "第 {line} 行",
	Effect:  "y = {y}、p = {p} 时，损失是 {loss} 而不是 {meant}，对 logit 的梯度是 {gradient} 而不是 {gradient_meant}。",
	Compare: "画出本意的曲线", Repaired: "修正后的代码",
	Lint: Sentences{
		{"mean-before-factor", "先取平均再乘调制因子，整个批次就共用同一个因子：99 个 0.9 的易分样本加 1 个 0.1 的难分样本时，难分样本只占梯度的 {0}%，而应占 {1}%；请保留每个样本的损失（如 reduction=\"none\"），最后再取平均"},
		{"weight-in-pt", "类别权重 {0} 进入了 pₜ：pₜ = 0.9 时，损失是未加权的 {1} 倍，而应是 {2} 倍；请用未加权的交叉熵计算 pₜ，之后再乘权重"},
		{"smoothing-in-pt", "标签平滑进入了 pₜ，使它不会超过 {0}：在 0.9 处损失是 {1} 而不是 {2}；请用未平滑的标签计算 pₜ"},
		{"detached-pt", "调制因子不参与求导：损失的数值不变，但其最优解相当于温度 {0}（logit 除以它），0.1 处难分样本的梯度变为 {1} 倍；请去掉 {2}"},
		{"sigmoid-twice", "{0} 的参数应是 logit，而这里已经过 sigmoid 或 softmax；请直接传入 logit"},
		{"logits-as-probabilities", "{0} 在第 {1} 行当作 logit，在第 {2} 行当作概率；请在当作概率之前做一次 sigmoid"},
		{"used-as-probability", "{0} 从名字看是 logit，却当作概率使用；请先做 sigmoid，或改用接受 logit 的函数"},
		{"used-as-logit", "{0} 从名字看是概率，却当作 logit 使用；请传入 logit，或改用接受概率的函数"},
		{"used-as-log-probability", "{0} 从名字看是 logit，却当作概率的对数使用；请先做 log_softmax 或 logsigmoid"},
		{"raw-score", "{0} 是原始得分，不是概率：提升树传入的是 logit；请先做 sigmoid"},
		{"probability-gradient", "这是对概率的梯度：y = {1}、p = {2} 处为 {0}；提升树需要对原始得分的梯度 {3}，请乘以 p*(1 - p)"},
		{"shape-refused", "标签和预测一个形状为 (N,)、另一个为 (N, 1) 时，{0} 会报错；请统一形状"},
		{"model-squashes", "{1} 返回的是概率，而 {0} 需要 logit；请在这里返回 logit，需要概率时再做 sigmoid 或 softmax"},
		{"call-order", "这里调用 {0} 时参数顺序不对：第一个是 {1}，第二个是 {2}"},
		{"keras-order", "Keras 先传标签，而 {0} 的第一个参数是 {1}：请交换它的参数"},
		{"upstream", "手写的导数没有用到 {0}，即后续运算传回的梯度（例如求平均的 1/N）：请乘以 {0}"},
		{"wrong-sign", "梯度的符号反了，预测越好损失越大：y = 1、p = {1} 处为 {0}，而 Hessian {2} 对应的是 {3}"},
		{"one-alpha", "{1} = {0} 对两个类别相同，只是缩放了损失；正类请用 {1}，负类请用 1 - {1}"},
		{"epsilon-does-nothing", "{2} 无法表示 {1}{0}，所以 {0} 的 ε 不起作用；请用 {3}"},
		{"epsilon-kills-gradient", "裁剪到 {0}，使超出范围的预测都没有梯度，其中包括错得最多的；请用 {1}"},
		{"nan-gradient", "(1 - pₜ)^{0} 在 pₜ = 1 处的导数不是有限的，反向传播会得到 NaN；请给底数设下限，或使用不小于 1 的指数"},
		{"argument-order", "{0} 的参数用了另一个框架的顺序：{1} 是标签，{2} 是预测；请交换"},
		{"wrong-derivative", "手写的导数不是这个损失的导数：y = {3}、p = {2} 处是 {0} 而不是 {1}；请交给自动求导，或改正它"},
		{"wrong-hessian", "手写的 Hessian 不是梯度的导数：y = {3}、p = {2} 处是 {0} 而不是 {1}"},
		{"wrong-objective", "{0} 返回的梯度不是 {1} 的梯度：y = {4}、p = {5} 处对 logit 的梯度是 {2} 而不是 {3}，树学到的是另一个损失；请返回 {1} 的导数"},
		{"weights-twice", "类别权重 {0} 乘了两次；请保留一次"},
		{"shape-mismatch", "标签和预测一个形状为 (N, 1)、另一个为 (N,) 或 (1, N)，会广播成 (N, N)；请统一形状"},
		{"log-missing", "nll_loss 的输入应是概率的对数，而这里是概率：预测越错，梯度反而越小；请用 log_softmax"},
	},

	Mine: "我的损失", Name: "名称", Save: "保存", Rename: "重命名", Open: "打开", Delete: "删除", Beside: "对比", Link: "复制链接",
	Nothing: "保存的损失只留在这个浏览器里。", Full: "不能再保存更多；请先删除一个。",
}
