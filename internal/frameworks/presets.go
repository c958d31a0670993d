package frameworks

import (
	"slices"

	"lossexplorer/internal/catalog"
	"lossexplorer/losscore"
)

// Presets returns all presets, grouped by framework. The caller may change the
// slice.
func Presets() []Preset {
	all := []Preset{
		keras(Preset{
			ID:   "keras-binary",
			Call: "keras.losses.BinaryFocalCrossentropy()",
			Params: map[string]float64{
				Gamma: 2, Alpha: 0.25, Balanced: 0, Epsilon: 1e-7, LabelSmoothing: 0,
			},
			Kind: "focal",
			Weights: catalog.Text{
				English: "0.25, but not used unless apply_class_balancing=True",
				Chinese: "0.25，但仅当 apply_class_balancing=True 时才使用",
			},
		}),
		keras(Preset{
			ID:   "keras-binary-balanced",
			Call: "keras.losses.BinaryFocalCrossentropy(apply_class_balancing=True)",
			Params: map[string]float64{
				Gamma: 2, Alpha: 0.25, Balanced: 1, Epsilon: 1e-7, LabelSmoothing: 0,
			},
			Kind: "focal",
			Weights: catalog.Text{
				English: "0.25: α for class 1, 1 − α for class 0",
				Chinese: "0.25：类别 1 的权重为 α，类别 0 为 1 − α",
			},
		}),
		keras(Preset{
			ID:   "keras-binary-smoothed",
			Call: "keras.losses.BinaryFocalCrossentropy(label_smoothing=0.1)",
			Params: map[string]float64{
				Gamma: 2, Alpha: 0.25, Balanced: 0, Epsilon: 1e-7, LabelSmoothing: 0.1,
			},
			Weights: catalog.Text{
				English: "0.25, but not used unless apply_class_balancing=True; then the smoothed y mixes α and 1 − α",
				Chinese: "0.25，但仅当 apply_class_balancing=True 时才使用，此时按平滑后的 y 混合 α 与 1 − α",
			},
		}),
		{
			ID:        "keras-categorical",
			Framework: "Keras",
			Function:  "keras.losses.CategoricalFocalCrossentropy",
			Use:       Classify,
			Evidence:  Ran,
			Ran:       kerasRan,
			Version:   kerasVersion,
			Date:      kerasDate,
			Source:    kerasSource,
			Call:      "keras.losses.CategoricalFocalCrossentropy()",
			Params: map[string]float64{
				Gamma: 2, Alpha: 0.25, Balanced: 1, Epsilon: 1e-7, LabelSmoothing: 0,
			},
			Classes:   true,
			Reduction: Mean,
			Clip: catalog.Text{
				English: "Probabilities are divided by their sum, then clipped to [1e-7, 1 − 1e-7]; on TensorFlow the logarithm uses the logits of a softmax, not clipped",
				Chinese: "概率先除以总和，再裁剪到 [1e-7, 1 − 1e-7]；TensorFlow 后端的对数直接使用 softmax 的 logit，不裁剪",
			},
			Weights: catalog.Text{
				English: "0.25 for every class alike, or a list with one weight for each; always used",
				Chinese: "0.25，各类别相同，也可为每个类别各给一个权重；始终使用",
			},
			Reduces: catalog.Text{
				English: "Sum over the classes, mean over the samples",
				Chinese: "对类别求和，对样本求平均",
			},
			Smoothing: catalog.Text{
				English: "label_smoothing, 0 by default: y becomes (1 − s) y + s/K for K classes",
				Chinese: "label_smoothing，默认 0：K 个类别时 y 变为 (1 − s) y + s/K",
			},
			Input: catalog.Text{
				English: "Probabilities; logits of a softmax with from_logits=True",
				Chinese: "概率；from_logits=True 时为 softmax 的 logit",
			},
		},
		torchvision(Preset{
			ID:     "torchvision",
			Call:   "torchvision.ops.sigmoid_focal_loss(inputs, targets)",
			Params: map[string]float64{Gamma: 2, Alpha: 0.25, Balanced: 1, Epsilon: 0},
			Weights: catalog.Text{
				English: "0.25: α for class 1, 1 − α for class 0",
				Chinese: "0.25：类别 1 的权重为 α，类别 0 为 1 − α",
			},
		}),
		torchvision(Preset{
			ID:     "torchvision-unweighted",
			Call:   "torchvision.ops.sigmoid_focal_loss(inputs, targets, alpha=-1)",
			Params: map[string]float64{Gamma: 2, Alpha: 0.25, Balanced: 0, Epsilon: 0},
			Weights: catalog.Text{
				English: "−1: no weights; since pull request 8882 any other α outside [0, 1] is refused",
				Chinese: "−1：不加权；自 PR 8882 起拒绝其他不在 [0, 1] 内的 α",
			},
		}),
		{
			ID:        "optax",
			Framework: "Optax",
			Function:  "optax.sigmoid_focal_loss",
			Use:       Classify,
			Evidence:  Published, Implementation: "optax",
			Ran: catalog.Text{
				English: "The library was not run; the expectations of its published tests are recomputed, and its operations emulated.",
				Chinese: "未运行该库；复算了其公开测试的期望值，并逐个模拟其运算。",
			},
			Version:   "0.2.9.dev, 2edbcbe",
			Date:      "2026-08-07",
			Source:    "google-deepmind/optax: optax/losses/_classification.py",
			Call:      "optax.sigmoid_focal_loss(logits, labels)",
			Params:    map[string]float64{Gamma: 2, Alpha: 0.25, Balanced: 0, Epsilon: 0},
			Kind:      "focal",
			Reduction: None,
			Clip: catalog.Text{
				English: "None; 1 − pₜ is computed as a logarithm, so it keeps its precision",
				Chinese: "不裁剪；1 − pₜ 以对数计算，因而不损失精度",
			},
			Weights: catalog.Text{
				English: "None: no weights. If given, α for class 1 and 1 − α for class 0",
				Chinese: "None：不加权；若给出，类别 1 的权重为 α，类别 0 为 1 − α",
			},
			Reduces: catalog.Text{
				English: "None: one loss for each prediction",
				Chinese: "无：每个预测一个损失",
			},
			Smoothing: catalog.Text{
				English: "None, but labels may be any number from 0 to 1",
				Chinese: "无，但标签可取 0 到 1 之间的任意值",
			},
			Input: logitsOnly,
		},
		{
			ID:        "monai",
			Framework: "MONAI",
			Function:  "monai.losses.FocalLoss",
			Use:       Segment,
			Version:   monaiVersion,
			Date:      monaiDate,
			Source:    monaiSource,
			Call:      "monai.losses.FocalLoss()",
			Evidence:  Ran, Implementation: "monai",
			Ran:       monaiRan,
			Params:    map[string]float64{Gamma: 2, Alpha: 0.25, Balanced: 0, Epsilon: 0},
			Kind:      "focal",
			Reduction: Mean,
			Clip: catalog.Text{
				English: "None; in float32. Cross-entropy is x − x·y − logsigmoid(x), which cancels: 0 for negatives from a logit of −14.75",
				Chinese: "不裁剪；精度为 float32。交叉熵为 x − x·y − logsigmoid(x)，会相消：负样本 logit 低于 −14.75 时为 0",
			},
			Weights: catalog.Text{
				English: "None: no weights. If given, α for label 1 and 1 − α for label 0, in every channel; weight has one for each channel, and include_background=False leaves the first out",
				Chinese: "None：不加权；若给出，每个通道中标签 1 的权重为 α，标签 0 为 1 − α；weight 为每个通道各给一个权重，include_background=False 则去掉第一个通道",
			},
			Reduces: catalog.Text{
				English: "Mean over samples, channels and places",
				Chinese: "对样本、通道和位置求平均",
			},
			Smoothing: catalog.Text{
				English: "None; for labels between 0 and 1 the focal factor is another than in Keras, torchvision and Optax",
				Chinese: "无；标签介于 0 和 1 之间时，聚焦因子与 Keras、torchvision 和 Optax 不同",
			},
			Input: catalog.Text{
				English: "Logits; class numbers as labels with to_onehot_y=True",
				Chinese: "logit；to_onehot_y=True 时标签为类别编号",
			},
			form: form{logitFactor: true},
		},
		{
			ID:        "monai-softmax",
			Framework: "MONAI",
			Function:  "monai.losses.FocalLoss",
			Use:       Segment,
			Version:   monaiVersion,
			Date:      monaiDate,
			Ran:       monaiRan,
			Source:    monaiSource,
			Call:      "monai.losses.FocalLoss(to_onehot_y=True, use_softmax=True)",
			Evidence:  Ran,
			Params:    map[string]float64{Gamma: 2, Alpha: 0.25, Balanced: 0, Epsilon: 0},
			Classes:   true,
			Reduction: Mean,
			Clip: catalog.Text{
				English: "None; uses log_softmax, in float32",
				Chinese: "不裁剪；使用 log_softmax，精度为 float32",
			},
			Weights: catalog.Text{
				English: "None: no weights. If given, 1 − α for class 0, the background, and α for all others",
				Chinese: "None：不加权；若给出，类别 0（背景）的权重为 1 − α，其余均为 α",
			},
			Reduces: catalog.Text{
				English: "Mean over samples, classes and places: for K classes, 1/K of the mean over samples",
				Chinese: "对样本、类别和位置求平均：K 个类别时为按样本平均的 1/K",
			},
			Smoothing: noSmoothing,
			Input: catalog.Text{
				English: "Logits of a softmax; class numbers as labels with to_onehot_y=True",
				Chinese: "softmax 的 logit；to_onehot_y=True 时标签为类别编号",
			},
			form: form{background: true, everyClass: true},
		},
		tutorial(Preset{
			ID:       "tutorial",
			Function: "binary_focal_loss",
			Call:     "binary_focal_loss(gamma=2, alpha=0.25)",
			Kind:     "focal",
			Weights: catalog.Text{
				English: "0.25: α for class 1, 1 − α for class 0; always used",
				Chinese: "0.25：类别 1 的权重为 α，类别 0 为 1 − α；始终使用",
			},
			form: form{loss: func(f SoftFocal) losscore.Loss {
				return losscore.Focal{Gamma: f.Gamma, Alpha: f.Alpha, Epsilon: f.Epsilon,
					Balanced: f.Balanced}
			}},
		}),
		tutorial(Preset{
			ID:       "tutorial-broken",
			Function: "binary_focal_loss",
			Call:     "binary_focal_loss(gamma=2, alpha=0.25)  # with the wrong p_t",
			Weights: catalog.Text{
				English: "0.25, and in place of pₜ too: the prediction has no effect and the gradient is 0",
				Chinese: "0.25，且被误用作 pₜ：预测不起作用，梯度为 0",
			},
			Rounds: catalog.Text{English: "the gradient is 0 at every logit",
				Chinese: "梯度处处为 0"},
			form: form{loss: func(f SoftFocal) losscore.Loss {
				return Broken{Gamma: f.Gamma, Alpha: f.Alpha}
			}},
		}),
	}
	all = slices.Concat(all, logitLosses(), otherLosses())
	slices.SortStableFunc(all, func(a, b Preset) int {
		return slices.Index(Uses[:], a.Use) - slices.Index(Uses[:], b.Use)
	})
	return all
}

const (
	kerasVersion = "3.16.0, 3422977"
	kerasDate    = "2026-08-21"
	kerasSource  = "keras-team/keras: keras/src/losses/losses.py"
	monaiVersion = "1.5.0, d388d1c"
	monaiDate    = "2025-06-13"
	monaiSource  = "Project-MONAI/MONAI: monai/losses/focal_loss.py"
)

var (
	kerasRan = catalog.Text{
		English: "Keras 3.16.0 with NumPy computed losses in float64, which agree. Rounding is emulated operation by operation; PyTorch 1.13.1 ran those of its backend.",
		Chinese: "以 NumPy 为后端的 Keras 3.16.0 在 float64 下计算了损失，结果一致。舍入为逐个运算模拟所得；PyTorch 后端的运算由 PyTorch 1.13.1 运行过。",
	}
	monaiRan = catalog.Text{
		English: "MONAI 1.5.0 computed losses and gradients in float64, which agree. Rounding is emulated; PyTorch 1.13.1 ran its operations, too.",
		Chinese: "MONAI 1.5.0 在 float64 下计算了损失和梯度，结果一致。舍入为模拟所得；其运算也由 PyTorch 1.13.1 运行过。",
	}
	logitsOnly  = catalog.Text{English: "Logits only", Chinese: "仅 logit"}
	noSmoothing = catalog.Text{English: "None", Chinese: "无"}
)

// keras fills in the fields that all its binary presets use.
func keras(p Preset) Preset {
	p.Framework = "Keras"
	p.Function = "keras.losses.BinaryFocalCrossentropy"
	p.Use = Classify
	p.Evidence, p.Implementation, p.Ran = Ran, "keras-torch", kerasRan
	p.Others = []string{"keras-jax", "keras-tensorflow"}
	p.RoundsNote = catalog.Text{
		English: "16 bits: of the function binary_focal_crossentropy, or with such a dtype; the class alone converts p to float32 first",
		Chinese: "16 位：指函数 binary_focal_crossentropy，或为类指定这种 dtype；类本身默认先把 p 转换为 float32",
	}
	p.Version, p.Date = kerasVersion, kerasDate
	p.Source = kerasSource
	p.Reduction = Mean
	p.Clip = catalog.Text{
		English: "On PyTorch and JAX p is clipped to [1e-7, 1 − 1e-7] in the logarithm, but not in (1 − pₜ)^γ; on TensorFlow nothing is clipped where p comes from a sigmoid, whose logits are used",
		Chinese: "PyTorch 与 JAX 后端：仅对数中的 p 裁剪到 [1e-7, 1 − 1e-7]，(1 − pₜ)^γ 中不裁剪；TensorFlow 后端：若 p 来自 sigmoid，则直接使用其 logit，不裁剪",
	}
	p.Reduces = catalog.Text{
		English: "Mean over all predictions (sum_over_batch_size)",
		Chinese: "对所有预测求平均（sum_over_batch_size）",
	}
	p.Smoothing = catalog.Text{
		English: "label_smoothing, 0 by default: y becomes (1 − s) y + s/2, in pₜ too",
		Chinese: "label_smoothing，默认 0：y 变为 (1 − s) y + s/2，pₜ 中亦然",
	}
	p.Input = catalog.Text{
		English: "Probabilities; logits with from_logits=True, of which the sigmoid is taken first",
		Chinese: "概率；from_logits=True 时为 logit，先取 sigmoid",
	}
	return p
}

// torchvision fills in the fields that all its presets use.
func torchvision(p Preset) Preset {
	p.Framework = "torchvision"
	p.Function = "torchvision.ops.sigmoid_focal_loss"
	p.Use = Detect
	p.Evidence, p.Implementation = Ran, "torchvision"
	p.Ran = catalog.Text{
		English: "torchvision 0.14.1 computed losses and gradients in float64, float32 and bfloat16, which agree.",
		Chinese: "torchvision 0.14.1 在 float64、float32 和 bfloat16 下计算了损失和梯度，结果一致。",
	}
	p.Version, p.Date = "0.14.1-2 of Debian", "2023-02-08"
	p.Source = "pytorch/vision: torchvision/ops/focal_loss.py"
	p.Kind = "focal"
	p.Reduction = None
	p.Clip = catalog.Text{
		English: "None; but 1 − pₜ is rounded: in float32 the loss is 0 from a logit of 16.75, and for γ below 1 its gradient NaN",
		Chinese: "不裁剪；但 1 − pₜ 有舍入：float32 下 logit 达到 16.75 时损失为 0，γ 小于 1 时梯度为 NaN",
	}
	p.Reduces = catalog.Text{
		English: "None: one loss for each prediction; RetinaNet divides their sum by the number of positives",
		Chinese: "无：每个预测一个损失；RetinaNet 将其总和除以正样本数",
	}
	p.Smoothing = catalog.Text{
		English: "None, but labels may be any number from 0 to 1",
		Chinese: "无，但标签可取 0 到 1 之间的任意值",
	}
	p.Input = logitsOnly
	return p
}

// tutorial fills in the fields that all its presets use.
func tutorial(p Preset) Preset {
	p.Framework = "Keras tutorial"
	p.Use = Tutorial
	p.Version = "of a Chinese page on custom losses"
	p.Source = "whose listing gives p_t the expression of alpha_t"
	p.Implementation, p.Evidence = "clip", Emulated
	p.Params = map[string]float64{Gamma: 2, Alpha: 0.25, Balanced: 1, Epsilon: 1e-7}
	p.Reduction = Mean
	p.Clip = catalog.Text{
		English: "p is clipped to [1e-7, 1 − 1e-7] everywhere (K.epsilon())",
		Chinese: "p 裁剪到 [1e-7, 1 − 1e-7]，处处使用裁剪后的值（K.epsilon()）",
	}
	p.Reduces = catalog.Text{
		English: "Sum over the outputs, mean over the samples",
		Chinese: "对输出求和，对样本求平均",
	}
	p.Smoothing = catalog.Text{
		English: "None; any label but exactly 1 counts as 0",
		Chinese: "无；标签不恰好为 1 即视为 0",
	}
	p.Input = catalog.Text{English: "Probabilities only", Chinese: "仅概率"}
	p.hard = true
	return p
}

// Table returns the table of the differences between the presets: the heads of the
// columns, and for each preset its cells.
func Table() (head []catalog.Text, rows [][]catalog.Text) {
	head = []catalog.Text{
		{English: "Call", Chinese: "调用"},
		{English: "Clip ε", Chinese: "裁剪 ε"},
		{English: "α, by default", Chinese: "α（默认值）"},
		{English: "Reduction, by default", Chinese: "归约（默认）"},
		{English: "Label smoothing", Chinese: "标签平滑"},
		{English: "Input", Chinese: "输入"},
		{English: "Gradient in float32 / bfloat16 / float16",
			Chinese: "梯度：float32 / bfloat16 / float16"},
		{English: "What was run", Chinese: "运行过什么"},
	}
	for _, p := range Presets() {
		call := catalog.Text{English: p.Call, Chinese: p.Call}
		rows = append(rows, []catalog.Text{call, p.Clip, p.Weights, p.Reduces, p.Smoothing, p.Input,
			p.rounding(), p.checked()})
	}
	return head, rows
}
