package frameworks

import (
	"maps"

	"lossexplorer/internal/catalog"
)

// logitLosses are focal losses of logits that differ from torchvision's in their
// defaults and in the effects of rounding.
func logitLosses() []Preset {
	weighted := catalog.Text{
		English: "0.25: α for class 1, 1 − α for class 0",
		Chinese: "0.25：类别 1 的权重为 α，类别 0 为 1 − α",
	}
	soft := catalog.Text{
		English: "None, but labels may be any number from 0 to 1",
		Chinese: "无，但标签可取 0 到 1 之间的任意值",
	}
	noClip := catalog.Text{English: "None; 1 − pₜ is rounded", Chinese: "不裁剪；1 − pₜ 有舍入"}
	kernelClip := catalog.Text{
		English: "None; 1 − pₜ is rounded. On CUDA MMCV’s kernel has p and 1 − p of at least 1.2e-38 in the logarithm",
		Chinese: "不裁剪；1 − pₜ 有舍入。在 CUDA 上使用 MMCV 的 kernel，对数中 p 与 1 − p 不小于 1.2e-38",
	}
	each := catalog.Text{English: "None: one loss for each prediction",
		Chinese: "无：每个预测一个损失"}
	mean := catalog.Text{English: "Mean over all predictions", Chinese: "对所有预测求平均"}
	all := []Preset{
		{
			ID: "fvcore", Framework: "fvcore, Detectron2", Function: "fvcore.nn.sigmoid_focal_loss",
			Version: "3378afe", Date: "2026-02-25", Use: Detect,
			Source: "facebookresearch/fvcore: fvcore/nn/focal_loss.py", Implementation: "fvcore",
			Call: "fvcore.nn.sigmoid_focal_loss(inputs, targets)", Reduction: None,
			Clip: catalog.Text{English: "None; computed in float32",
				Chinese: "不裁剪；以 float32 计算"},
			Weights: catalog.Text{
				English: "−1: no weights. Detectron2’s RetinaNet passes 0.25",
				Chinese: "−1：不加权；Detectron2 的 RetinaNet 传入 0.25",
			},
			Reduces: each,
		},
		{
			ID: "mmdet", Framework: "MMDetection", Function: "mmdet.models.losses.FocalLoss",
			Version: "d898526", Use: Detect,
			Source:         "open-mmlab/mmdetection: mmdet/models/losses/focal_loss.py",
			Implementation: "mmdet", Others: []string{"mmcv"}, Evidence: Kernel,
			Call: "mmdet.models.losses.FocalLoss()", Reduction: Mean, Clip: kernelClip,
			Weights: weighted,
			Params:  map[string]float64{Balanced: 1},
			Smoothing: catalog.Text{
				English: "None: labels are class numbers, and the number of classes is the background",
				Chinese: "无：标签为类别编号，等于类别数的编号表示背景",
			},
			Reduces: catalog.Text{
				English: "Mean over all elements; detectors pass avg_factor, the number of positives, to divide by",
				Chinese: "对所有元素求平均；检测器传入 avg_factor（正样本数）作为分母",
			},
		},
		{
			ID: "mmcv", Framework: "MMCV", Function: "mmcv.ops.sigmoid_focal_loss",
			Version: "2.2.0, a8073c7", Date: "2026-01-16", Use: Detect,
			Source:         "open-mmlab/mmcv: mmcv/ops/csrc/common/cuda/sigmoid_focal_loss_cuda_kernel.cuh",
			Implementation: "mmcv",
			Call:           "mmcv.ops.sigmoid_focal_loss(input, target)", Reduction: Mean,
			Clip: catalog.Text{
				English: "p and 1 − p are at least 1.2e-38 in the logarithm; 1 − p is rounded",
				Chinese: "对数中 p 与 1 − p 不小于 1.2e-38；1 − p 有舍入",
			},
			Weights: catalog.Text{
				English: "0.25: α for the label’s class, 1 − α for the others; weight has a factor for each label",
				Chinese: "0.25：标签所属类别的权重为 α，其余为 1 − α；weight 为每种标签各给一个因子",
			},
			Params: map[string]float64{Balanced: 1},
			Reduces: catalog.Text{
				English: "Sum over the classes, mean over the rows",
				Chinese: "对类别求和，对行求平均",
			},
			Smoothing: catalog.Text{English: "None: labels are class numbers",
				Chinese: "无：标签为类别编号"},
			Evidence: Emulated,
		},
		{
			ID: "paddle", Framework: "Paddle", Function: "paddle.nn.functional.sigmoid_focal_loss",
			Version: "0046768", Use: Detect,
			Source:         "PaddlePaddle/Paddle: python/paddle/nn/functional/loss.py",
			Implementation: "paddle",
			Call:           "paddle.nn.functional.sigmoid_focal_loss(logit, label)", Reduction: Sum,
			Clip: noClip, Weights: weighted,
			Params:   map[string]float64{Balanced: 1},
			Evidence: Emulated,
			Reduces: catalog.Text{
				English: "Sum over all predictions, divided by normalizer if it is given",
				Chinese: "对所有预测求和；若给出 normalizer 则除以它",
			},
		},
		{
			ID: "kornia", Framework: "Kornia",
			Function: "kornia.losses.binary_focal_loss_with_logits", Version: "b4f5a78",
			Date: "2026-08-18", Use: Segment,
			Source: "kornia/kornia: kornia/losses/focal.py", Implementation: "kornia",
			Call: "kornia.losses.binary_focal_loss_with_logits(pred, target)", Reduction: None,
			Clip: catalog.Text{
				English: "None; logsigmoid, but its exponential is raised to γ",
				Chinese: "不裁剪；使用 logsigmoid，但取指数后再求 γ 次幂",
			},
			Weights: weighted, Params: map[string]float64{Balanced: 1},
			Reduces: each,
		},
		{
			ID: "smp", Framework: "Segmentation Models",
			Function: "segmentation_models_pytorch.losses.FocalLoss", Version: "5006616",
			Date: "2026-08-14", Use: Segment,
			Source:         "qubvel-org/segmentation_models.pytorch: segmentation_models_pytorch/losses/_functional.py",
			Implementation: "smp",
			Call:           `segmentation_models_pytorch.losses.FocalLoss("binary")`,
			Reduction:      Mean, Clip: noClip,
			Weights: catalog.Text{
				English: "None: no weights. If given, α for class 1 and 1 − α for class 0",
				Chinese: "None：不加权；若给出，类别 1 的权重为 α，类别 0 为 1 − α",
			},
			Reduces: mean,
		},
		{
			ID: "mmseg", Framework: "MMSegmentation", Function: "mmseg.models.losses.FocalLoss",
			Version: "07cd6c9", Use: Segment,
			Source:         "open-mmlab/mmsegmentation: mmseg/models/losses/focal_loss.py",
			Implementation: "mmdet", Others: []string{"mmcv"}, Evidence: Kernel,
			Call: "mmseg.models.losses.FocalLoss()", Reduction: Mean, Clip: kernelClip,
			Smoothing: catalog.Text{
				English: "None: labels are class numbers or one-hot; on CUDA other labels count as their largest class",
				Chinese: "无：标签为类别编号或 one-hot；在 CUDA 上，其他标签按其最大的类别计",
			},
			Params: map[string]float64{Balanced: 1, Alpha: 0.5},
			Weights: catalog.Text{
				English: "0.5: both classes alike, which halves the loss. A list has an α for each class; class_weight is another factor",
				Chinese: "0.5：两类相同，损失减半；可为每个类别各给一个 α；class_weight 是另一个因子",
			},
			Reduces: catalog.Text{
				English: "Mean over all elements; ignored pixels have a loss of 0, but count",
				Chinese: "对所有元素求平均；被忽略的像素损失为 0，但计入分母",
			},
		},
		{
			ID: "detr", Framework: "DETR", Function: "models.segmentation.sigmoid_focal_loss",
			Version: "29901c5", Date: "2024-03-12", Use: Detect,
			Source: "facebookresearch/detr: models/segmentation.py", Implementation: "torchvision",
			Call:      "models.segmentation.sigmoid_focal_loss(inputs, targets, num_boxes)",
			Reduction: None, Clip: noClip, Weights: weighted,
			Params: map[string]float64{Balanced: 1},
			Reduces: catalog.Text{
				English: "Mean over the elements of each row, summed, divided by num_boxes",
				Chinese: "每行元素求平均，再求和，除以 num_boxes",
			},
		},
		{
			ID: "yolov5", Framework: "YOLOv5", Function: "utils.loss.FocalLoss", Version: "5081342",
			Date: "2026-08-21", Use: Detect,
			Source: "ultralytics/yolov5: utils/loss.py", Implementation: "torchvision",
			Call: "utils.loss.FocalLoss(nn.BCEWithLogitsLoss())", Reduction: Mean, Clip: noClip,
			Weights: weighted,
			Params:  map[string]float64{Balanced: 1, Gamma: 1.5},
			Reduces: catalog.Text{
				English: "That of the loss that it is given, by default the mean. γ is 1.5 there, but fl_gamma is 0 in its hyperparameters: focal loss is off",
				Chinese: "取决于传入的损失，默认求平均。γ 默认为 1.5，但其超参数 fl_gamma 为 0：默认不使用焦点损失",
			},
		},
		{
			ID: "ultralytics", Framework: "Ultralytics",
			Function: "ultralytics.utils.loss.FocalLoss", Version: "e4e6110", Use: Detect,
			Source:         "ultralytics/ultralytics: ultralytics/utils/loss.py",
			Implementation: "torchvision",
			Call:           "ultralytics.utils.loss.FocalLoss()", Reduction: None, Clip: noClip,
			Weights: weighted,
			Params:  map[string]float64{Balanced: 1, Gamma: 1.5},
			Reduces: catalog.Text{
				English: "Mean over axis 1, summed. Its loss of detection is cross-entropy and does not use this class",
				Chinese: "对第 1 轴求平均再求和。其检测损失为交叉熵，并不使用该类",
			},
		},
	}
	for i := range all {
		p := &all[i]
		params := map[string]float64{Gamma: 2, Alpha: 0.25, Balanced: 0, Epsilon: 0}
		maps.Copy(params, p.Params)
		p.Params = params
		p.Kind, p.Input = "focal", logitsOnly
		if p.Smoothing.English == "" {
			p.Smoothing = soft
		}
		if p.Evidence == Read {
			p.Evidence = Operated
		}
	}
	return all
}
