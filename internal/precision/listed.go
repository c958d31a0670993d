package precision

// implementations are written from the sources that they name, operation by
// operation.
var implementations = [...]Implementation{
	{
		ID: "naive", Name: "log(p) as written", Code: "-(1 - p_t)^γ · log(p_t)", Autocasts: true,
		Source: "the formula, typed in",
		build: func(b *builder) Value {
			pt := b.trueClass(b.Sigmoid(b.z))
			return b.weighted(b.Mul(b.Neg(b.Pow(b.not(pt), b.Gamma)), b.Log(pt)))
		},
	},
	{
		ID: "log-epsilon", Name: "log(p + ε)", Code: "-(1 - p_t)^γ · log(p_t + ε)", Autocasts: true,
		Epsilon: true,
		Source:  "the formula with ε in the logarithm",
		build: func(b *builder) Value {
			pt := b.trueClass(b.Sigmoid(b.z))
			log := b.Log(b.Add(pt, b.Number(b.Epsilon)))
			return b.weighted(b.Mul(b.Neg(b.Pow(b.not(pt), b.Gamma)), log))
		},
	},
	{
		ID: "clip", Name: "p clipped to [ε, 1 − ε]",
		Code:      "p = clip(p, ε, 1 - ε);  -(1 - p_t)^γ · log(p_t)",
		Autocasts: true, Epsilon: true,
		Source: "tutorials on Keras, and this page's code from probabilities",
		build: func(b *builder) Value {
			pt := b.trueClass(b.Clamp(b.Sigmoid(b.z), b.Epsilon, 1-b.Epsilon))
			return b.weighted(b.Mul(b.Neg(b.Pow(b.not(pt), b.Gamma)), b.Log(pt)))
		},
	},
	{
		ID: "logits", Name: "from logits, not upcast",
		Code:      "exp(γ · logsigmoid(-z_t)) · -logsigmoid(z_t)",
		Autocasts: true,
		Source:    "the form of this page's code, in the precision of the logit",
		build: func(b *builder) Value {
			zt := b.Mul(b.z, b.Sub(b.Mul(b.Number(2), b.y), b.Number(1)))
			weight := b.Exp(b.Mul(b.Number(b.Gamma), b.LogSigmoid(b.Neg(zt))))
			return b.weighted(b.Mul(weight, b.Neg(b.LogSigmoid(zt))))
		},
	},
	{
		ID: "page", Name: "this page's code",
		Code: "y · exp(γ · logsigmoid(-z)) · -logsigmoid(z) + (1 - y) · …", Upcasts: true,
		Source: "package code of this project, PyTorch from logits",
		build: func(b *builder) Value {
			yes, no := b.LogSigmoid(b.z), b.LogSigmoid(b.Neg(b.z))
			positive := b.Mul(b.Neg(b.Exp(b.Mul(b.Number(b.Gamma), no))), yes)
			negative := b.Mul(b.Neg(b.Exp(b.Mul(b.Number(b.Gamma), yes))), no)
			weight, other := b.y, b.not(b.y)
			if b.Balanced {
				weight = b.Mul(b.Number(b.Alpha), b.y)
				other = b.Mul(b.Number(1-b.Alpha), other)
			}
			return b.Add(b.Mul(weight, positive), b.Mul(other, negative))
		},
	},
	{
		ID: "torchvision", Name: "torchvision", Code: "bce(z, y) · (1 - p_t)^γ", Autocasts: true,
		Source: "pytorch/vision torchvision/ops/focal_loss.py, 0.14.1 and 148ddaa",
		build:  torchvision,
	},
	{
		ID: "fvcore", Name: "fvcore, Detectron2", Code: "bce(float(z), y) · (1 - p_t)^γ",
		Upcasts: true, Float32: true,
		Source: "facebookresearch/fvcore fvcore/nn/focal_loss.py, 3378afe",
		build:  torchvision,
	},
	{
		ID: "keras-torch", Name: "Keras on PyTorch", Code: "(1 - p_t)^γ · bce(clip(p, ε, 1 - ε))",
		Epsilon: true,
		Source:  "keras-team/keras keras/src/losses/losses.py, binary_focal_crossentropy, keras/src/backend/torch/nn.py, 3422977",
		build: func(b *builder) Value {
			p := b.Sigmoid(b.z)
			bce := b.BCE(b.Clamp(p, b.Epsilon, 1-b.Epsilon), b.label, b.Torch1)
			return b.weighted(b.Mul(b.Pow(b.not(b.trueClass(p)), b.Gamma), bce))
		},
	},
	{
		ID: "keras-jax", Name: "Keras on JAX",
		Code:  "(1 - p_t)^γ · -(y log q + (1 - y) log(1 - q)), q = clip(p, ε, 1 - ε)",
		Style: JAX, Epsilon: true,
		Source: "keras-team/keras keras/src/losses/losses.py, binary_focal_crossentropy, keras/src/backend/jax/nn.py, 3422977",
		build: func(b *builder) Value {
			p := b.Sigmoid(b.z)
			q := b.Clamp(p, b.Epsilon, 1-b.Epsilon)
			bce := b.Neg(b.Add(b.Mul(b.y, b.Log(q)), b.Mul(b.not(b.y), b.Log(b.not(q)))))
			return b.weighted(b.Mul(b.Pow(b.not(b.trueClass(p)), b.Gamma), bce))
		},
	},
	{
		ID: "keras-tensorflow", Name: "Keras on TensorFlow",
		Code:   "(1 - p_t)^γ · bce(z, y), from the cached logits",
		Style:  TensorFlow,
		Source: "keras-team/keras keras/src/losses/losses.py, binary_focal_crossentropy, keras/src/backend/tensorflow/nn.py, 3422977",
		build: func(b *builder) Value {
			p := b.Sigmoid(b.z)
			return b.weighted(b.Mul(b.Pow(b.not(b.trueClass(p)), b.Gamma), b.whereBCE()))
		},
	},
	{
		ID: "optax", Name: "Optax 0.2.9.dev", Code: "bce(z, y) · exp(γ · log_sigmoid(-z_t))",
		Style:  JAX,
		Source: "google-deepmind/optax optax/losses/_classification.py, 2edbcbe",
		build: func(b *builder) Value {
			ce := b.optaxBCE()
			x := b.z
			if b.label == 1 {
				x = b.Neg(b.z)
			}
			// For labels of 0 and 1 y' is 1: log(y') is 0 and log1p(-y') -inf.
			inf := b.Log1p(b.Number(-1))
			soft := b.Softplus(b.Add(b.Neg(x), inf))
			log := b.Add(b.LogSigmoid(x), soft)
			return b.weighted(b.Mul(ce, b.Exp(b.Mul(b.Number(b.Gamma), log))))
		},
	},
	{
		ID: "optax-0.2.4", Name: "Optax up to 0.2.5", Code: "bce(z, y) · (1 - p_t)^γ", Style: JAX,
		Source: "google-deepmind/optax optax/losses/_classification.py at v0.2.4, issue 1267",
		build: func(b *builder) Value {
			ce := b.optaxBCE()
			pt := b.trueClass(b.Sigmoid(b.z))
			return b.weighted(b.Mul(ce, b.Pow(b.not(pt), b.Gamma)))
		},
	},
	{
		ID: "monai", Name: "MONAI", Code: "exp(γ · logsigmoid(-z_t)) · (z - z·y - logsigmoid(z))",
		Upcasts: true, Float32: true,
		Source: "Project-MONAI/MONAI monai/losses/focal_loss.py, d388d1c (1.5.0)",
		build: func(b *builder) Value {
			ce := b.Sub(b.Sub(b.z, b.Mul(b.z, b.y)), b.LogSigmoid(b.z))
			sign := b.Sub(b.Mul(b.y, b.Number(2)), b.Number(1))
			log := b.LogSigmoid(b.Mul(b.Neg(b.z), sign))
			return b.weighted(b.Mul(b.Exp(b.Mul(log, b.Number(b.Gamma))), ce))
		},
	},
	{
		ID: "kornia", Name: "kornia", Code: "-exp(logsigmoid(-z))^γ · y · logsigmoid(z) - …",
		Autocasts: true,
		Source:    "kornia/kornia kornia/losses/focal.py, b4f5a78",
		build: func(b *builder) Value {
			yes, no := b.LogSigmoid(b.z), b.LogSigmoid(b.Neg(b.z))
			positive := b.Mul(b.Mul(b.Neg(b.Pow(b.Exp(no), b.Gamma)), b.y), yes)
			negative := b.Mul(b.Mul(b.Neg(b.Pow(b.Exp(yes), b.Gamma)), b.not(b.y)), no)
			if b.Balanced {
				positive = b.Mul(b.Number(b.Alpha), positive)
				negative = b.Mul(b.Number(1-b.Alpha), negative)
			}
			return b.Add(positive, negative)
		},
	},
	{
		ID: "kornia-0.5.0", Name: "kornia 0.5.0", Code: "-α (1 - p)^γ · y · log(p + 1e-8) - …",
		Autocasts: true,
		Source:    "kornia/kornia kornia/losses/focal.py at v0.5.0, issue 918",
		build: func(b *builder) Value {
			p, eps := b.Sigmoid(b.z), b.Number(1e-8)
			alpha, other := b.Alpha, 1-b.Alpha
			if !b.Balanced {
				alpha, other = 1, 1
			}
			positive := b.Mul(b.Mul(b.Mul(b.Number(-alpha), b.Pow(b.not(p), b.Gamma)), b.y),
				b.Log(b.Add(p, eps)))
			negative := b.Mul(b.Mul(b.Mul(b.Number(other), b.Pow(p, b.Gamma)), b.not(b.y)),
				b.Log(b.Add(b.not(p), eps)))
			return b.Sub(positive, negative)
		},
	},
	{
		ID: "smp", Name: "segmentation_models.pytorch", Code: "(1 - exp(-bce))^γ · bce",
		Autocasts: true,
		Source:    "qubvel-org/segmentation_models.pytorch segmentation_models_pytorch/losses/_functional.py, 5006616",
		build: func(b *builder) Value {
			ce := b.torchBCE(b.z)
			pt := b.Exp(b.Neg(ce))
			return b.weighted(b.Mul(b.Pow(b.not(pt), b.Gamma), ce))
		},
	},
	{
		ID: "mmdet", Name: "mmdetection, in Python", Code: "bce(z, y) · α_t (1 - p_t)^γ",
		Autocasts: true,
		Source:    "open-mmlab/mmdetection mmdet/models/losses/focal_loss.py, py_sigmoid_focal_loss, d898526",
		build: func(b *builder) Value {
			p := b.Sigmoid(b.z)
			wrong := b.Add(b.Mul(b.not(p), b.y), b.Mul(p, b.not(b.y)))
			weight := b.weighted(b.Pow(wrong, b.Gamma))
			return b.Mul(b.torchBCE(b.z), weight)
		},
	},
	{
		ID: "mmcv", Name: "mmcv, CUDA kernel", Code: "-(1 - p)^γ · log(max(p, 1.2e-38))",
		Source: "open-mmlab/mmcv mmcv/ops/csrc/common/cuda/sigmoid_focal_loss_cuda_kernel.cuh, 469a21c",
		build:  mmcv,
	},
	{
		ID: "paddle", Name: "Paddle", Code: "bce(z, y) · α_t (1 - p_t)^γ",
		Source: "PaddlePaddle/Paddle python/paddle/nn/functional/loss.py, sigmoid_focal_loss",
		build: func(b *builder) Value {
			pt := b.trueClass(b.Sigmoid(b.z))
			return b.Mul(b.weighted(b.paddleBCE()), b.Pow(b.not(pt), b.Gamma))
		},
	},
	{
		ID: "keras-retinanet", Name: "keras-retinanet",
		Code: "α_t (1 - p_t)^γ · bce(clip(p, 1e-7, 1 - 1e-7))", Style: TensorFlow,
		Source: "fizyr/keras-retinanet keras_retinanet/losses.py, issue 706; Keras 2 on TensorFlow 1",
		build: func(b *builder) Value {
			p := b.Sigmoid(b.z)
			weight := b.weighted(b.Pow(b.not(b.trueClass(p)), b.Gamma))
			// Keras 2 turned the clipped probability into a logit.
			q := b.Clamp(p, 1e-7, 1-1e-7)
			b.z = b.Log(b.Div(q, b.not(q)))
			return b.Mul(weight, b.whereBCE())
		},
	},
	{
		ID: "artemmavrin", Name: "focal-loss (artemmavrin)",
		Code: "-max(1 - p, 1e-7)^γ · log(max(p, 1e-7))", Style: TensorFlow,
		Source: "artemmavrin/focal-loss src/focal_loss/_binary_focal_loss.py, 7a1810a (0.0.8), from probabilities",
		build: func(b *builder) Value {
			p := b.Sigmoid(b.z)
			q := b.not(p)
			p, q = b.Max(p, b.Number(1e-7)), b.Max(q, b.Number(1e-7))
			positive := b.Mul(b.Neg(b.Pow(q, b.Gamma)), b.Log(p))
			negative := b.Mul(b.Neg(b.Pow(p, b.Gamma)), b.Log(q))
			return b.weighted(b.Where(b.y, positive, negative))
		},
	},
	{
		ID: "sam3", Name: "SAM 3, Triton kernel", Code: "α_t (1 - p_t)^γ · bce(z, y)",
		Upcasts: true, Float32: true,
		Source: "facebookresearch/sam3 sam3/train/loss/sigmoid_focal_loss.py, 4acd37c",
		build:  sam3,
	},
}
