package frameworks

import "lossexplorer/internal/catalog"

// logitLosses are focal losses of logits that differ from torchvision's in their
// defaults and in what rounding does to them.
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
	each := catalog.Text{English: "None: one loss for each prediction", Chinese: "无：每个预测一个损失"}
	mean := catalog.Text{English: "Mean over all predictions", Chinese: "对所有预测求平均"}
	all := []Preset{
		{
			ID: "fvcore", Framework: "fvcore, Detectron2", Function: "fvcore.nn.sigmoid_focal_loss", Version: "3378afe",
			Source: "facebookresearch/fvcore: fvcore/nn/focal_loss.py", Implementation: "fvcore",
			Call: "fvcore.nn.sigmoid_focal_loss(inputs, targets)", Reduction: None,
			Clip: catalog.Text{English: "None; computed in float32", Chinese: "不裁剪；以 float32 计算"},
			Weights: catalog.Text{
				English: "−1: no weights. Detectron2’s RetinaNet passes 0.25",
				Chinese: "−1：不加权；Detectron2 的 RetinaNet 传入 0.25",
			},
			Reduces: each,
		},
		{
			ID: "mmdet", Framework: "MMDetection", Function: "mmdet.models.losses.FocalLoss", Version: "00e9730",
			Source: "open-mmlab/mmdetection: mmdet/models/losses/focal_loss.py", Implementation: "mmdet",
			Call: "mmdet.models.losses.FocalLoss()", Reduction: Mean, Clip: noClip, Weights: weighted,
			Params: map[string]float64{Balanced: 1},
			Reduces: catalog.Text{
				English: "Mean over all elements; detectors pass avg_factor, the number of positives, to divide by",
				Chinese: "对所有元素求平均；检测器传入 avg_factor（正样本数）作为分母",
			},
		},
		{
			ID: "paddle", Framework: "Paddle", Function: "paddle.nn.functional.sigmoid_focal_loss", Version: "0046768",
			Source: "PaddlePaddle/Paddle: python/paddle/nn/functional/loss.py", Implementation: "paddle",
			Call: "paddle.nn.functional.sigmoid_focal_loss(logit, label)", Reduction: Sum, Clip: noClip, Weights: weighted,
			Params: map[string]float64{Balanced: 1},
			Reduces: catalog.Text{
				English: "Sum over all predictions, divided by normalizer if it is given",
				Chinese: "对所有预测求和；若给出 normalizer 则除以它",
			},
		},
		{
			ID: "kornia", Framework: "Kornia", Function: "kornia.losses.binary_focal_loss_with_logits", Version: "b4f5a78",
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
			ID: "smp", Framework: "Segmentation Models", Function: "segmentation_models_pytorch.losses.FocalLoss", Version: "14c60e2",
			Source:         "qubvel-org/segmentation_models.pytorch: segmentation_models_pytorch/losses/_functional.py",
			Implementation: "smp",
			Call:           `segmentation_models_pytorch.losses.FocalLoss("binary")`, Reduction: Mean, Clip: noClip,
			Weights: catalog.Text{
				English: "None: no weights. If given, α for class 1 and 1 − α for class 0",
				Chinese: "None：不加权；若给出，类别 1 的权重为 α，类别 0 为 1 − α",
			},
			Reduces: mean,
		},
	}
	for i := range all {
		p := &all[i]
		balanced := p.Params[Balanced]
		p.Params = map[string]float64{Gamma: 2, Alpha: 0.25, Balanced: balanced, Epsilon: 0}
		p.Kind, p.Smoothing, p.Input = "focal", soft, logitsOnly
		p.Evidence = Emulated
	}
	return all
}
