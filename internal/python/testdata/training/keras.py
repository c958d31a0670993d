import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
import tensorflow.keras.backend as K

def binary_focal_loss(gamma=2.0, alpha=0.25):
    def loss(y_true, y_pred):
        y_pred = K.clip(y_pred, K.epsilon(), 1 - K.epsilon())
        pt = tf.where(tf.equal(y_true, 1), y_pred, 1 - y_pred)
        at = tf.where(tf.equal(y_true, 1), alpha, 1 - alpha)
        return -at * (1 - pt) ** gamma * K.log(pt)
    return loss

def recall_m(y_true, y_pred):
    tp = K.sum(K.round(K.clip(y_true * y_pred, 0, 1)))
    pos = K.sum(K.round(K.clip(y_true, 0, 1)))
    return tp / (pos + K.epsilon())

def build_model():
    inputs = keras.Input((10,))
    x = layers.Dense(16, activation="relu")(inputs)
    out = layers.Dense(1, activation="sigmoid")(x)
    model = keras.Model(inputs, out)
    model.compile(optimizer="adam", loss=binary_focal_loss(gamma=3.0, alpha=0.5), metrics=[recall_m])
    return model

model = build_model()
model.fit(tf.random.normal((8, 10)), tf.ones((8, 1)), epochs=1)
