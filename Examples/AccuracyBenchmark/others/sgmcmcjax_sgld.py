"""SGMCMCJax's SGLD: θ ← θ + η∇ + √(2η) ξ with its dt η, the library's own convention. Minibatches with replacement.

    python3 others/sgmcmcjax_sgld.py PREPARED DRAWS       needs sgmcmcjax 0.2.13 and JAX 0.4.34
"""
import os

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_use_thunk_runtime=false")  # The older runtime is faster here.
import jax
import jax.numpy as jnp
from common import CHAINS, run_all
from sgmcmcjax.kernels import build_sgld_kernel

jax.config.update("jax_enable_x64", True)


def sample(problem, epochs):
    init, kernel, get = build_sgld_kernel(
        problem.rate, problem.log_likelihood, problem.log_prior, (problem.x, problem.y), problem.batch)
    steps = problem.count // problem.batch

    def epoch(carry, key):
        def step(state, inputs):
            number, own = inputs
            return kernel(number, own, state), None
        state, first = carry
        state, _ = jax.lax.scan(step, state, (first + jnp.arange(steps), jax.random.split(key, steps)))
        return (state, first + steps), get(state)

    def chain(start, key):
        own, key = jax.random.split(key)
        return jax.lax.scan(epoch, (init(own, start), 0), jax.random.split(key, epochs))[1]

    chains, keys = jax.jit(jax.vmap(chain)), jax.random.split(jax.random.PRNGKey(1), CHAINS)
    return lambda: jax.block_until_ready(chains(jnp.array(problem.starts), keys))


run_all("sgmcmcjax", "with-replacement/minibatch/euler-maruyama", jnp, jnp.array, sample)
