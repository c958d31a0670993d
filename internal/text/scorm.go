package text

// Scorm are the texts of the module for learning management systems.
type Scorm struct {
	NoAPI string // shown where no learning management system answers
}

// ScormOf returns the texts of m's language.
func ScormOf(m *Messages) *Scorm {
	if m == &chinese {
		return &Scorm{NoAPI: "未找到学习管理系统：课程可以正常使用，但成绩不会上报。"}
	}
	return &Scorm{NoAPI: "No learning management system was found: the lessons work, but no score is reported."}
}
