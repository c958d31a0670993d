import jax
from flax import linen as nn
from flax import nnx

def entropy(logits, labels):
    return -(labels * nn.log_sigmoid(logits) + (1 - labels) * nnx.log_sigmoid(-logits)).mean()

def hits(logits, labels):
    return ((logits > 0) == labels).mean()

def train_step(state, x, y):
    def loss_fn(params):
        return entropy(state.apply_fn(params, x), y)
    grads = jax.grad(loss_fn)(state.params)
    return state.apply_gradients(grads=grads)
