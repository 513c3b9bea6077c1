"""BlackJAX's SGLD: θ ← θ + η∇ + √(2η) ξ with its step size η, the library's own convention. Minibatches with replacement.

    python3 others/blackjax_sgld.py PREPARED DRAWS        needs blackjax (1.7.1 is known to work)
"""
import blackjax
import jax
import jax.numpy as jnp
from blackjax.sgmcmc.gradients import grad_estimator
from common import CHAINS, run_all
from jax import lax, random

jax.config.update("jax_enable_x64", True)


def sample(problem, epochs):
    x, y, count, batch = problem.x, problem.y, problem.count, problem.batch
    log_likelihood = lambda t, row: problem.log_likelihood(t, row[0], row[1])
    sgld = blackjax.sgld(grad_estimator(problem.log_prior, log_likelihood, count))

    def step(position, key):
        key, own = random.split(key)
        rows = random.randint(own, (batch,), 0, count)
        return sgld.step(key, position, (x[rows], y[rows]), problem.rate), None

    def epoch(position, key):
        position, _ = lax.scan(step, position, random.split(key, count // batch))
        return position, position

    chains = jax.jit(jax.vmap(lambda start, key: lax.scan(epoch, start, random.split(key, epochs))[1]))
    return lambda: jax.block_until_ready(chains(jnp.array(problem.starts), random.split(random.key(1), CHAINS)))


run_all("blackjax", "with-replacement/minibatch/euler-maruyama", jnp, jnp.array, sample)
