package text

// Classroom are the texts of the page for lessons as files.
type Classroom struct {
	Title, Lead     string
	Explorer        string // link
	Address         string // of the file
	Open            string
	File            string
	Drop            string
	Example         string // link
	Format          string // link to the format of files
	Present         string
	Leave           string // presenter mode
	Keys            string // of presenter mode
	Back, Next      string
	Show            string // the answer
	Step, Of        string // Step 2 of 5
	TaskTitle, Done string
	GuessTitle      string
	GuessHow        string
	Compare         string
	Forget          string
	Drawn           string // {number}
	// {number}, {mean}, {worst}, {at}, {covered}; on a linear and a logarithmic axis
	Gap, Factor  string
	Trials       string
	None         string // no setting tried
	Setting      string
	Hard, Easy   string
	Task         string
	Copy, Copied string // the table
	CopyFailed   string
	Loading      string
	Failed       string // the program could not be loaded
	Curves       string // the accessible name of the figure

	// Refusals of addresses.
	BadAddress string // {name}
	NoScheme   string // {address}
	NotAllowed string // {address}, {origin}
	Status     string // {address}, {status}
	IsPage     string // {address}
	Many       string // several files were dropped

	// Refusals of files.
	Line                                       string // before others: {line}
	NotText, TooLarge, NoTitle, NoSteps        string
	HTML, BadLine, BadValue, BadTask, BadGuess string // {text}
	Misplaced, BadBlock                        string // {text}
}

// ClassroomOf returns the texts of m's language.
func ClassroomOf(m *Messages) *Classroom {
	if m == &chinese {
		return &chineseClassroom
	}
	return &englishClassroom
}

var englishClassroom = Classroom{
	Title: "Classroom", Lead: "Open a lesson of your own: a Markdown file with curves, tasks and answers.",
	Explorer: "Loss explorer", Address: "Address of a lesson", Open: "Open",
	File: "Choose a file …",
	Drop: "You can also drop a file on this page. It is read in the browser and never leaves your machine.", Example: "Open the example",
	Format: "How to write a lesson", Present: "Present", Leave: "Leave presenter mode",
	Keys: "→ or space: next · ←: back · Esc: leave", Back: "Back", Next: "Next",
	Show: "Show the answer",
	Step: "Step", Of: "of", TaskTitle: "Your turn", Done: "Done.", GuessTitle: "Your guess",
	GuessHow: "Draw the curve of {setting} over the chart of the loss, or focus it and use the arrow keys.",
	Compare:  "Show the curve", Forget: "Clear the guesses", Drawn: "Guess {number} is drawn.",
	Gap:    "Guess {number}: {mean} from the curve on average, {worst} at most, at x = {at}; drawn over {covered}% of the axis.",
	Factor: "Guess {number}: off by a factor of {mean} on average, {worst} at most, at x = {at}; drawn over {covered}% of the axis.",
	Trials: "Settings tried", None: "Move a slider: each setting is listed here.",
	Setting: "Setting",
	Hard:    "Loss at pₜ = 0.1", Easy: "Loss at pₜ = 0.9", Task: "Task", Copy: "Copy as CSV",
	Copied:     "Copied.",
	CopyFailed: "The browser did not allow copying.", Loading: "The lesson is loading …",
	Failed: "The page could not be loaded. Check the network and reload.",
	Curves: "Loss and gradient of the step",

	BadAddress: "The address has {name}, which cannot be read.",
	NoScheme:   "{address} is not the address of a file on the web. It must begin with https:// or be a path on this site.",
	NotAllowed: "{address} could not be loaded: the network failed, or its host does not let {origin} read it. The host must send Access-Control-Allow-Origin. Or download the file and drop it here.",
	Status:     "{address} could not be loaded: the host answered {status}.",
	IsPage:     "{address} is a web page, not a Markdown file. Use the address of the file itself.",
	Many:       "Drop one file at a time.",

	Line: "Line {line}: ", NotText: "This is not a text file in UTF-8.",
	TooLarge: "The file is larger than 1 MB.",
	NoTitle:  "A lesson begins with its title, a line such as “# Focal loss”.",
	NoSteps:  "A lesson needs steps. Each begins with a line such as “## First step”.",
	HTML:     "HTML is not shown in lessons: {text}. Write it as Markdown.",
	BadLine:  "Write “name = value”, as in “gamma = 2”, instead of “{text}”.", BadValue: "{text}",
	BadTask:   "“{text}” is not a condition. Write it like gamma >= 2, label = both or loss(0.9) < 0.01.",
	BadGuess:  "The block “guess” must change the loss, but not the axes.",
	Misplaced: "A step has one block “{text}” at most, after its heading.",
	BadBlock:  "There is no block “{text}”, but loss, guess and task.",
}

var chineseClassroom = Classroom{
	Title: "课堂", Lead: "打开自己写的课程：一个 Markdown 文件，可含曲线、任务和答案。",
	Explorer: "损失函数探索器", Address: "课程文件的网址", Open: "打开", File: "选择文件……",
	Drop: "也可以把文件拖到本页。文件只在浏览器中读取，不会离开你的电脑。", Example: "打开示例",
	Format: "课程文件的写法", Present: "演示模式", Leave: "退出演示模式",
	Keys: "→ 或空格：下一步 · ←：上一步 · Esc：退出", Back: "上一步", Next: "下一步", Show: "显示答案",
	Step: "步骤", Of: "/", TaskTitle: "轮到你了", Done: "完成。", GuessTitle: "你的猜测",
	GuessHow: "在损失图上画出 {setting} 的曲线；也可以让图获得焦点后用方向键画。",
	Compare:  "显示曲线", Forget: "清除猜测", Drawn: "已画出猜测 {number}。",
	Gap:    "猜测 {number}：与曲线平均相差 {mean}，最多相差 {worst}（x = {at} 处）；画了横轴的 {covered}%。",
	Factor: "猜测 {number}：与曲线平均相差 {mean} 倍，最多 {worst} 倍（x = {at} 处）；画了横轴的 {covered}%。",
	Trials: "试过的设置", None: "移动滑块后，每个设置都会列在这里。", Setting: "设置",
	Hard: "pₜ = 0.1 处的损失", Easy: "pₜ = 0.9 处的损失", Task: "任务", Copy: "复制为 CSV", Copied: "已复制。",
	CopyFailed: "浏览器不允许复制。", Loading: "正在加载课程……",
	Failed: "页面未能加载。请检查网络后重新加载。", Curves: "本步骤的损失与梯度",

	BadAddress: "无法读取网址中的 {name}。",
	NoScheme:   "{address} 不是网络文件的网址。应以 https:// 开头，或是本站内的路径。",
	NotAllowed: "未能加载 {address}：网络出错，或对方主机不允许 {origin} 读取。对方主机须发送 Access-Control-Allow-Origin；也可以下载文件后拖到这里。",
	Status:     "未能加载 {address}：对方主机返回 {status}。",
	IsPage:     "{address} 是网页，不是 Markdown 文件。请使用文件本身的网址。",
	Many:       "一次只能拖入一个文件。",

	Line: "第 {line} 行：", NotText: "这不是 UTF-8 文本文件。", TooLarge: "文件超过 1 MB。",
	NoTitle: "课程以标题开头，例如“# 焦点损失”。",
	NoSteps: "课程要有步骤，每一步以“## 第一步”这样的一行开头。",
	HTML:    "课程中不显示 HTML：{text}。请改用 Markdown。",
	BadLine: "请写“名称 = 值”，例如“gamma = 2”，而不是“{text}”。", BadValue: "{text}",
	BadTask:   "“{text}”不是条件。写法如 gamma >= 2、label = both 或 loss(0.9) < 0.01。",
	BadGuess:  "“guess”块须改变损失，但不能改变坐标轴。",
	Misplaced: "每一步最多有一个“{text}”块，写在其标题之后。",
	BadBlock:  "没有“{text}”块，可用的块为 loss、guess 和 task。",
}
