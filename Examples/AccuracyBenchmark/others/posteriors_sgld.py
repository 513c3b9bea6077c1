"""posteriors' SGLD: θ ← θ + η∇ + √(2η) ξ with its lr η, on N times a minibatch's mean. A fresh subset at every step.

    python3 others/posteriors_sgld.py PREPARED DRAWS --epochs 1250     needs posteriors (0.1.3) and torch
"""
import warnings

warnings.simplefilter("ignore", FutureWarning)  # Of tensordict, at the import.
import posteriors
import torch
from common import CHAINS, run_all

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def sample(problem, epochs):
    def log_posterior(position, rows):
        likelihood = problem.log_likelihood(position, *rows)
        return problem.log_prior(position) + problem.count * likelihood.mean(), torch.tensor([])

    sgld = posteriors.sgmcmc.sgld.build(log_posterior, lr=problem.rate)
    step = torch.func.vmap(
        lambda position, x, y: sgld.update(sgld.init(position), (x, y))[0].params, randomness="different")

    def chains():
        torch.manual_seed(1)
        position, draws = torch.tensor(problem.starts), []
        for _ in range(epochs):
            for _ in range(problem.count // problem.batch):
                rows = torch.rand(CHAINS, problem.count).argsort(dim=1)[:, :problem.batch]
                position = step(position, problem.x[rows], problem.y[rows])
            draws.append(position)
        return torch.stack(draws, dim=1).detach().numpy()
    return chains


run_all("posteriors", "sgld", torch, torch.tensor, sample)
