"""The models of `bench written` in plain JAX: counts by group, log rate a[group] + b x with a ~ normal(mu, tau). SGLD as in
peer_jax.py, and the gradient of all examples, many in one program. Modes:
  autodiff  the log density written down, differentiated by JAX
  by-hand   the gradient in closed form: one exponential an example, one sum by group
"""
import time as clock

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax, random

from common import *
from peer_jax import rows

GROUPS, N = 50, 10_000


def data():
    rng = np.random.default_rng(5)
    x, y = rng.standard_normal(N), np.round(np.abs(2 * rng.standard_normal(N)))
    return jnp.array(x), jnp.array(y), jnp.array(rng.integers(0, GROUPS, N), jnp.int32)


def log_density(t, x, y, group, scale):
    """t is mu, u = ln tau, the a, and b."""
    mu, u, a, b = t[0], t[1], t[2:2 + GROUPS], t[-1]
    tau, eta = jnp.exp(u), rows(a, group) + b * x
    prior = (-mu**2 / 8 - tau**2 / 2 + u - jnp.sum((a - mu)**2) / (2 * tau**2) - GROUPS * u - b**2 / 2)
    return prior + scale * jnp.sum(y * eta - jnp.exp(eta))


def by_hand(t, x, y, group, scale):
    mu, u, a, b = t[0], t[1], t[2:2 + GROUPS], t[-1]
    score = scale * (y - jnp.exp(rows(a, group) + b * x))
    z, precision = a - mu, jnp.exp(-2 * u)
    return jnp.concatenate([
        jnp.array([precision * jnp.sum(z) - mu / 4, precision * jnp.sum(z * z) - GROUPS + 1 - jnp.exp(2 * u)]),
        jax.ops.segment_sum(score, group, GROUPS, mode="promise_in_bounds") - precision * z, jnp.array([score @ x - b])])


GRADIENTS = {"autodiff": jax.grad(log_density), "by-hand": by_hand}


def steps_of(gradient, batch, count, chunk):
    """SGLD with replacement, every position kept: indices and noise in bulk, once a chunk of steps."""
    x, y, group = data()
    rate = 1e-6

    def step(t, xs):
        i, noise = xs
        t = t + rate * gradient(t, rows(x, i), rows(y, i), rows(group, i), N / batch) + np.sqrt(2 * rate) * noise
        return t, t

    def some(t, key):
        k1, k2 = random.split(key)
        return lax.scan(step, t, (random.randint(k1, (chunk, batch), 0, N), random.normal(k2, (chunk, len(t)))))
    return jax.jit(lambda t, key: lax.scan(some, t, random.split(key, count // chunk))[1])


def gradients_of(gradient, count):
    """The gradient of all examples, `count` times, each at a position that depends on the one before."""
    x, y, group = data()
    return jax.jit(lambda t, key: lax.fori_loop(0, count, lambda k, t: t + 1e-12 * gradient(t, x, y, group, 1), t))


def time(what, mode, batch, count, run):
    if not is_wanted("jax", mode):
        return
    start, cpu = jnp.full(GROUPS + 3, 0.1), []
    for repeat in range(REPEATS + 1):
        begin = clock.process_time()
        jax.block_until_ready(run(start, random.key(repeat)))
        if repeat > 0:
            cpu.append(1e6 * (clock.process_time() - begin) / count)
    print(json.dumps({"peer": f"jax {mode}", "model": "counts by group", "what": what, "batch": batch,
                      "us_cpu": float(np.median(cpu)), "all_us_cpu": cpu}), flush=True)


if __name__ == "__main__":
    for mode, gradient in GRADIENTS.items():
        for batch in 100, 10:
            count = scaled(5_000_000 // batch, 1000)
            time("SGLD", mode, batch, count, steps_of(gradient, batch, count, 1000))
        count = scaled(2000)
        time("full gradient", mode, N, count, gradients_of(gradient, count))
