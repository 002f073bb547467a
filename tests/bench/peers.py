"""Projects a head's points with a Python peer, and says what that cost.

python3 peers.py <points.f32> <d> <out folder> <job>…   e.g. sklearn-tsne-2-300, umap-learn-2, umap-spectral-2~4, sklearn-pca-2

The number behind a ~ is the seed, 0 without it.

Reads float32 [n, d]; writes <out folder>/<job>.f32, float32 [n, dim]; prints a line of JSON per job. CPU seconds are
user + system of the process around fit_transform alone: imports and numba's compilation (a first run on a few points) are
left out. One thread each: OMP_NUM_THREADS and NUMBA_NUM_THREADS are for the caller to set.
"""

import json
import resource
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")


def model(job):
    job, _, seed = job.partition("~")
    seed = int(seed or 0)
    name, *rest = job.rsplit("-", 2) if job.startswith("sklearn-tsne") else job.rsplit("-", 1)
    if name == "sklearn-tsne":
        from sklearn.manifold import TSNE

        dim, iterations = int(rest[0]), int(rest[1])
        perplexity = 50 if iterations == 300 else 30
        # AttentionViz: perplexity 50, 300 iterations, cosine, random start, no learning rate given.
        return TSNE(dim, perplexity=perplexity, n_iter=iterations, metric="cosine", init="random", random_state=seed)
    if name == "sklearn-pca":
        from sklearn.decomposition import PCA

        return PCA(int(rest[0]))
    if name in ("umap-learn", "umap-spectral"):
        import umap

        # AttentionViz starts at random; spectral is umap-learn's default.
        init = "random" if name == "umap-learn" else "spectral"
        return umap.UMAP(n_components=int(rest[0]), metric="cosine", init=init, random_state=seed)
    raise SystemExit(f"{job}: expected sklearn-tsne-<dim>-<iterations>, sklearn-pca-<dim>, umap-learn-<dim> or umap-spectral-<dim>")


points = np.fromfile(sys.argv[1], dtype=np.float32).reshape(-1, int(sys.argv[2]))
for job in sys.argv[4:]:
    if job.startswith("umap-"):
        model(job).fit_transform(points[:: max(1, len(points) // 300)])
        # Above 4,096 points another neighbor search is compiled.
        if len(points) > 4096:
            model(job).set_params(n_epochs=1).fit_transform(points[:4200])
    start = time.process_time()
    result = model(job).fit_transform(points)
    cpu = time.process_time() - start
    np.asarray(result, dtype=np.float32).tofile(f"{sys.argv[3]}/{job}.f32")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"job": job, "cpu": cpu, "peakMb": peak}), flush=True)
