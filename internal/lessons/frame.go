package lessons

import (
	"strconv"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// A Frame holds the texts around the lessons in one language.
type Frame struct {
	Title      string // and the link that opens them
	Close      string
	Own        string // the link to the page for lessons as files
	StartAgain string
	Before     string // before the number of lessons that are done
	After      string // and after it
	StepDone   string // after the name of a lesson

	Prediction string // above the question
	Reveal     string
	Right      string // before the explanation of the answer
	Wrong      string

	Task      string
	ToControl string
	Done      string
	Next      string
	Last      string
	Retry     string // asks the question again
	Summary   string // the heading of the takeaways, after the last lesson
	ToTrain   string // the link that follows them

	Squares [3]string // the picture of the losses: of cross-entropy, of this loss, and the areas

	Table string // the caption of the paper's table of γ, α and AP
}

// FrameIn returns the texts around the lessons in the language of m.
func FrameIn(m *text.Messages) Frame {
	all := strconv.Itoa(len(lessons))
	if m.Code == "zh" {
		return Frame{
			Title:      "课程",
			Close:      "关闭",
			Own:        "自己写的课程",
			StartAgain: "重新开始",
			Before:     "已完成 ",
			After:      "/" + all,
			StepDone:   "已完成",

			Prediction: "你的预测？",
			Reveal:     "揭晓",
			Right:      "正确。",
			Wrong:      "不太对。",

			Task:      "轮到你了",
			ToControl: "转到控件",
			Done:      "完成。",
			Next:      "下一课",
			Last:      "这是最后一课。",
			Retry:     "再试一次",
			Summary:   "你看到了什么",
			ToTrain:   "用焦点损失训练一个模型",

			Squares: [3]string{"交叉熵", "当前损失", "面积 = 损失"},

			Table: "每个 γ 下最好的 α 及相应的平均精度 AP：Lin 等，2017，表 1b",
		}
	}
	return Frame{
		Title:      "Lessons",
		Close:      "Close",
		Own:        "Lessons of your own",
		StartAgain: "Start again",
		Before:     "Done: ",
		After:      " of " + all,
		StepDone:   "done",

		Prediction: "What do you expect?",
		Reveal:     "Reveal",
		Right:      "Right. ",
		Wrong:      "Not quite. ",

		Task:      "Your turn",
		ToControl: "Go to the control",
		Done:      "Done.",
		Next:      "Next lesson",
		Last:      "That was the last lesson.",
		Retry:     "Try again",
		Summary:   "What you have seen",
		ToTrain:   "Train a model with focal loss",

		Squares: [3]string{"Cross-entropy", "This loss", "area = loss"},

		Table: "For each γ the best α and the average precision, AP, with it: Lin et al. 2017, table 1b",
	}
}

// Stray returns the message to a learner who moved {moved}, which the lesson is
// not about.
func (l *Lesson) Stray(m *text.Messages) string {
	said := bilingual{
		"You changed {moved}; this lesson is about {controls}. “Reset” starts its task again.",
		"你改动了“{moved}”；这一课的主题是“{controls}”。按“重置”可重新开始本课的任务。",
	}
	and := bilingual{" and ", "”与“"}
	var controls []string
	for _, key := range l.Controls {
		controls = append(controls, Controls(m)[key])
	}
	return text.Fill(plot.In(m, catalog.Text(said)), "controls",
		strings.Join(controls, plot.In(m, catalog.Text(and))))
}

// Controls returns the names of the controls that Result.Stray may name, by
// their keys.
func Controls(m *text.Messages) map[string]string {
	names := map[string]string{}
	for key, name := range map[string]bilingual{
		state.LossKey:       {"the loss", "损失函数"},
		state.ClassesKey:    {"the number of classes", "类别数"},
		state.LogitsKey:     {"the predictions of the classes", "各类的预测"},
		state.AlphasKey:     {"the weights α of the classes", "各类的权重 α"},
		state.BackgroundKey: {"the background class", "背景类"},
		state.BatchKey:      {"the labels of the batch", "批次的标签"},
		state.ClassGamma:    {"the γ of several classes", "多分类的 γ"},
	} {
		names[key] = plot.In(m, catalog.Text(name))
	}
	names[state.SmoothingKey] = m.Smoothing
	for _, k := range catalog.Kinds() {
		for _, p := range k.Params {
			names[p.Name] = plot.Label(m, p)
		}
	}
	return names
}
