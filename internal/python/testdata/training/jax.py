import jax
import jax.numpy as jnp
import optax
from flax import linen as nn

class MLP(nn.Module):
    @nn.compact
    def __call__(self, x):
        x = nn.relu(nn.Dense(16)(x))
        return nn.Dense(1)(x)

def focal(logits, labels, gamma=2.0, alpha=0.25):
    p = jax.nn.sigmoid(logits)
    ce = optax.sigmoid_binary_cross_entropy(logits, labels)
    pt = p * labels + (1 - p) * (1 - labels)
    at = alpha * labels + (1 - alpha) * (1 - labels)
    return at * (1 - pt) ** gamma * ce

@jax.jit
def train_step(state, batch):
    def loss_fn(params):
        logits = state.apply_fn({"params": params}, batch["x"])
        return focal(logits[:, 0], batch["y"], gamma=1.0).mean()
    loss, grads = jax.value_and_grad(loss_fn)(state.params)
    return state.apply_gradients(grads=grads), loss
