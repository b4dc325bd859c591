#!/usr/bin/env python3
"""The networks of `--bin nets` in NumPy (gradients by hand), JAX and PyTorch, on one thread.

usage: nets.py [ENGINE[,ENGINE...]] [NAME]     numpy, jax, torch; those that are not installed are left out
       nets.py --table FILE...                 one table of printed rows: the medians, and the ratios to ours

`benches/nets.sh [NAME]` runs this and the bench in Rust by turns on one core and prints the table. The numbers, the
names and the columns are those of `src/bin/nets`: milliseconds of processor time for the value, and for the value
with the gradient by every parameter; the median of 31 batches of at least 3 ms.
"""
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"
import statistics, sys, time

BATCHES, BATCH_SECONDS, RATE, ROWS = 31, 3e-3, 0.1, 32


def table(files):
    """Columns of engines: milliseconds of value and gradient, and how many times ours in brackets."""
    times, results = {}, {}
    for file in files:
        for line in open(file):
            if line.startswith("#") or not line.strip():
                continue
            if "WRONG" in line:
                print(line.strip())
            name, precision, engine, value, gradient, _, *result = line.replace("by hand", "by-hand").split()[:8]
            results.setdefault((name, precision), {}).setdefault(engine, [float(v) for v in result])
            for what, number in (("value", value), ("gradient", gradient)):
                if number != "-":
                    times.setdefault((name, precision, what), {}).setdefault(engine, []).append(float(number))
    engines = [e for e in ("chainrule", "by-hand", "numpy", "jax", "torch") if any(e in row for row in times.values())]
    print(f"{'milliseconds':<15}{'':<4}{'':<9}" + "".join(f"{e:>18}" for e in engines))
    for (name, precision, what), row in times.items():
        middle = {e: statistics.median(row[e]) for e in row}
        ours = middle.get("chainrule")
        cell = lambda e: "" if e not in middle else f"{middle[e]:.3f}" + (f" ({middle[e] / ours:5.2f})" if ours else "")
        print((f"{name:<15}{precision:<4}{what:<9}" + "".join(f"{cell(e):>18}" for e in engines)).rstrip())
    for (name, precision), row in results.items():
        tolerance = 1e-9 if precision == "f64" else 1e-3
        first = next(iter(row.values()))
        if any(abs(a - b) > tolerance * abs(b) for result in row.values() for a, b in zip(result, first)):
            print(f"WRONG: the losses or gradients of {name} {precision} differ: {row}")


if sys.argv[1:2] == ["--table"]:
    table(sys.argv[2:])
    sys.exit()

import numpy as np

ONLY = sys.argv[2] if len(sys.argv) > 2 else ""
DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../examples/data/digits.csv")


def milliseconds(f):
    def batch(calls):
        start = time.process_time()
        for _ in range(calls):
            f()
        return time.process_time() - start

    f()
    calls = 1
    while batch(calls) < BATCH_SECONDS:
        calls *= 2
    return statistics.median(batch(calls) / calls for _ in range(BATCHES)) * 1e3


def row(engine, name, precision, value, gradient):
    """`value` returns the loss, `gradient` the loss and the gradients."""
    loss, G = gradient()[:2]
    loss, length = float(loss), sum(float((g.astype(float) if hasattr(g, "astype") else g.double()).__pow__(2).sum()) for g in G) ** 0.5
    alone, both = milliseconds(value), milliseconds(gradient)
    print(f"{name:<14} {precision} {engine:<10} {alone:>10.4f} {both:>10.4f} {both / alone:>6.2f}  {loss:.12e} {length:.12e}", flush=True)


def numbers(scale, *shape):
    """Sines of multiples, which the bench in Rust computes alike."""
    return (scale * np.sin(np.arange(1, np.prod(shape, dtype=int) + 1) * 12.9898)).reshape(shape)


def layers(scale, i, h, o):
    # Weights as the formulas have them: a row for each output.
    return [numbers(scale, h, i), np.zeros(h), numbers(scale, o, h), np.zeros(o)]


_rows = np.loadtxt(DATA, delimiter=",", skiprows=1)
CLASSES = np.arange(1000) % 10
DIGITS = layers(0.5, 64, 32, 10), _rows[:, :64] / 16, _rows[:, 64].astype(int)
WIDE = layers(0.05, 784, 512, 10), numbers(1, 128, 784), CLASSES[:128]
RNN = (
    [numbers(0.2, 64, 16), numbers(0.2, 64, 64), np.zeros(64), numbers(0.2, 10, 64), np.zeros(10)],
    np.ascontiguousarray(numbers(1, ROWS, 100, 16).swapaxes(0, 1)),  # by steps, as recurrences here want it
    CLASSES[:ROWS],
)
CNN = (
    [numbers(0.2, 8, 3, 3), np.zeros(8), numbers(0.2, 10, 8 * 13 * 13), np.zeros(10)],
    numbers(1, ROWS, 28, 28),
    CLASSES[:ROWS],
)
MIXTURES = {
    f"gmm-{d}-{k}": ([numbers(0.3, k), numbers(0.3, k, d), numbers(0.3, k, d), numbers(0.3, k, d * (d - 1) // 2)], numbers(1, 1000, d))
    for d, k in ((10, 25), (64, 50))
}


def below(d):
    """Rows and columns of what is below the diagonal, column by column."""
    j, i = np.triu_indices(d, 1)
    return i, j


# NumPy, by hand


def np_sigmoid(z):
    np.negative(z, out=z)
    np.exp(z, out=z)
    z += 1
    return np.reciprocal(z, out=z)


def np_cross_entropy(z, t):
    """The loss, and the derivatives by `z` in its place."""
    n = np.arange(len(t))
    z -= z.max(1, keepdims=True)
    right = z[n, t].sum()
    np.exp(z, out=z)
    s = z.sum(1, keepdims=True)
    z /= s * len(t)
    z[n, t] -= z.dtype.type(1 / len(t))
    return (np.log(s).sum() - right) / len(t), z


def np_layers(P, x, t, ce, back=True):
    W1, b1, W2, b2 = P
    h = x @ W1.T
    h += b1
    np_sigmoid(h)
    z = h @ W2.T
    z += b2
    if ce:
        loss, d = np_cross_entropy(z, t)
    else:
        y = np_sigmoid(z)
        d = y.copy()
        d[np.arange(len(t)), t] -= 1
        loss = np.vdot(d, d) / (2 * len(t))
        if back:
            d *= y
            d *= 1 - y
            d *= x.dtype.type(1 / len(t))
    if not back:
        return loss
    dh = d @ W2
    dh *= h
    dh *= 1 - h
    return loss, [dh.T @ x, dh.sum(0), d.T @ h, d.sum(0)]


def np_rnn(P, x, t, back=True):
    U, W, b, V, c = P
    steps, n, _ = x.shape
    h = np.empty((steps + 1, n, len(b)), x.dtype)
    h[0] = 0
    np.matmul(x.reshape(steps * n, -1), U.T, out=h[1:].reshape(steps * n, -1))  # all steps in one product
    h[1:] += b
    Wt = np.ascontiguousarray(W.T)
    for s in range(1, steps + 1):
        h[s] += h[s - 1] @ Wt
        np.tanh(h[s], out=h[s])
    loss, d = np_cross_entropy(h[steps] @ V.T + c, t)
    if not back:
        return loss
    slope = 1 - h[1:] ** 2
    dz = np.empty_like(slope)
    dh = d @ V
    for s in range(steps - 1, -1, -1):
        np.multiply(dh, slope[s], out=dz[s])
        dh = dz[s] @ W
    flat = dz.reshape(steps * n, -1)
    return loss, [flat.T @ x.reshape(steps * n, -1), flat.T @ h[:-1].reshape(steps * n, -1), flat.sum(0), d.T @ h[steps], d.sum(0)]


def np_cnn(P, x, t, back=True):
    K, kb, D, db = P
    n = len(x)
    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3), (1, 2)).reshape(n * 676, 9)
    a = windows @ K.reshape(8, 9).T
    a += kb
    np.maximum(a, 0, out=a)
    tiles = a.reshape(n, 13, 2, 13, 2, 8)
    m = tiles.max((2, 4))
    flat = np.ascontiguousarray(m.transpose(0, 3, 1, 2)).reshape(n, -1)
    loss, d = np_cross_entropy(flat @ D.T + db, t)
    if not back:
        return loss
    dm = (d @ D).reshape(n, 8, 13, 13).transpose(0, 2, 3, 1)
    da = (tiles == m[:, :, None, :, None]) * (dm * (m > 0))[:, :, None, :, None]  # no ties but at 0, where the slope is 0
    da = da.reshape(n * 676, 8)
    return loss, [(da.T @ windows).reshape(8, 3, 3), da.sum(0), d.T @ flat, d.sum(0)]


def np_gmm(P, x, back=True):
    alpha, mu, q, low = P
    (k, d), n = mu.shape, len(x)
    i, j = below(d)
    L = np.zeros((k, d, d), x.dtype)
    e = np.exp(q)
    L[:, range(d), range(d)] = e
    L[:, i, j] = low
    c = x - mu[:, None]
    y = c @ L.swapaxes(1, 2)
    s = (alpha + q.sum(1))[:, None] - 0.5 * np.einsum("kni,kni->kn", y, y)
    most = s.max(0)
    s -= most
    np.exp(s, out=s)
    total = s.sum(0)
    a = np.exp(alpha - alpha.max())
    loss = np.log(total).sum() + most.sum() - n * (np.log(a.sum()) + alpha.max()) + 0.5 * ((e * e).sum() + np.vdot(low, low))
    if not back:
        return loss
    s /= total
    y *= -s[:, :, None]
    dL = y.swapaxes(1, 2) @ c
    weight = s.sum(1)
    dmu = -np.einsum("ki,kij->kj", y.sum(1), L)
    return loss, [weight - n * a / a.sum(), dmu, weight[:, None] + e * dL[:, range(d), range(d)] + e * e, dL[:, i, j] + low]


def np_epoch(gradient, P, x, t, rate):
    P, total = [p.copy() for p in P], 0
    for s in range(0, len(x), ROWS):
        loss, G = gradient(P, x[s : s + ROWS], t[s : s + ROWS])
        total += loss
        for p, g in zip(P, G):
            p -= rate * g
    return total, G


def run_numpy(precision, want):
    dtype = {"f64": np.float64, "f32": np.float32}[precision]
    cast = lambda P, *rest: ([p.astype(dtype) for p in P], *(r.astype(dtype) if r.dtype == float else r for r in rest))
    both = lambda name, f, *a: want(name) and row("numpy", name, precision, lambda: f(*a, back=False), lambda: f(*a))
    digits = lambda P, x, t, back=True: np_layers(P, x, t, False, back)
    P, x, t = cast(*DIGITS)
    both("digits-full", digits, P, x, t)
    if want("digits-epoch"):
        values = lambda: sum(digits(P, x[s : s + ROWS], t[s : s + ROWS], False) for s in range(0, len(x), ROWS))
        row("numpy", "digits-epoch", precision, values, lambda: np_epoch(digits, P, x, t, dtype(RATE)))
    both("784-512-10", lambda P, x, t, back=True: np_layers(P, x, t, True, back), *cast(*WIDE))
    both("rnn", np_rnn, *cast(*RNN))
    both("cnn", np_cnn, *cast(*CNN))
    for name, data in MIXTURES.items():
        both(name, np_gmm, *cast(*data))


def run_jax(precision, want):
    import jax, jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    dtype = {"f64": jnp.float64, "f32": jnp.float32}[precision]
    cast = lambda P, *rest: ([jnp.asarray(p, dtype) for p in P], *(jnp.asarray(r, dtype if r.dtype == float else None) for r in rest))

    def both(name, f, *a):
        if want(name):
            value, gradient = jax.jit(f), jax.jit(jax.value_and_grad(f))
            row("jax", name, precision, lambda: value(*a).block_until_ready(), lambda: jax.block_until_ready(gradient(*a)))

    def cross_entropy(z, t):
        return -jnp.take_along_axis(jax.nn.log_softmax(z), t[:, None], 1).mean()

    def digits(P, x, t):
        y = jax.nn.sigmoid(jax.nn.sigmoid(x @ P[0].T + P[1]) @ P[2].T + P[3])
        return ((y - jax.nn.one_hot(t, 10, dtype=dtype)) ** 2).sum(1).mean() / 2

    def wide(P, x, t):
        return cross_entropy(jax.nn.sigmoid(x @ P[0].T + P[1]) @ P[2].T + P[3], t)

    def rnn(P, x, t):
        # The products with the inputs are outside of the scan, where they are one.
        h, _ = jax.lax.scan(lambda h, u: (jnp.tanh(u + h @ P[1].T), None), jnp.zeros((ROWS, 64), dtype), x @ P[0].T + P[2])
        return cross_entropy(h @ P[3].T + P[4], t)

    def cnn(P, x, t):
        a = jax.lax.conv_general_dilated(x[:, None], P[0][:, None], (1, 1), "VALID") + P[1][:, None, None]
        m = jax.lax.reduce_window(jax.nn.relu(a), -jnp.inf, jax.lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")
        return cross_entropy(m.reshape(ROWS, -1) @ P[2].T + P[3], t)

    def gmm(P, x):
        alpha, mu, q, low = P
        k, d = mu.shape
        i, j = below(d)
        L = jnp.zeros((k, d, d), dtype).at[:, i, j].set(low).at[:, jnp.arange(d), jnp.arange(d)].set(jnp.exp(q))
        y = jnp.einsum("kij,knj->kni", L, x - mu[:, None])
        s = (alpha + q.sum(1))[:, None] - 0.5 * (y * y).sum(2)
        data = (jax.nn.logsumexp(s, axis=0) - jax.nn.logsumexp(alpha)).sum()
        return data + ((jnp.exp(q) ** 2).sum() + (low**2).sum()) / 2

    P, x, t = cast(*DIGITS)
    both("digits-full", digits, P, x, t)
    if want("digits-epoch"):
        # Steps in a scan: called one by one from Python, each costs its dispatch besides.
        whole = len(x) // ROWS * ROWS
        batches = x[:whole].reshape(-1, ROWS, 64), t[:whole].reshape(-1, ROWS)

        def step(P, batch):
            loss, G = jax.value_and_grad(digits)(P, *batch)
            return [p - dtype(RATE) * g for p, g in zip(P, G)], loss, G

        @jax.jit
        def epoch(P, batches, x, t):
            P, losses = jax.lax.scan(lambda P, batch: step(P, batch)[:2], P, batches)
            P, loss, G = step(P, (x, t))
            return losses.sum() + loss, G, P

        @jax.jit
        def values(P, batches, x, t):
            return jax.lax.map(lambda b: digits(P, *b), batches).sum() + digits(P, x, t)

        a = P, batches, x[whole:], t[whole:]
        row("jax", "digits-epoch", precision, lambda: values(*a).block_until_ready(), lambda: jax.block_until_ready(epoch(*a)))
    both("784-512-10", wide, *cast(*WIDE))
    both("rnn", rnn, *cast(*RNN))
    both("cnn", cnn, *cast(*CNN))
    for name, data in MIXTURES.items():
        both(name, gmm, *cast(*data))


def run_torch(precision, want):
    import torch, torch.nn.functional as F

    torch.set_num_threads(1)
    dtype = {"f64": torch.float64, "f32": torch.float32}[precision]
    cast = lambda P, *rest: (
        [torch.tensor(p, dtype=dtype, requires_grad=True) for p in P],
        *(torch.tensor(r, dtype=dtype if r.dtype == float else torch.int64) for r in rest),
    )

    def value(f, *a):
        with torch.no_grad():
            return f(*a)

    def gradient(f, P, *a):
        loss = f(P, *a)
        return loss.detach(), torch.autograd.grad(loss, P)

    both = lambda name, f, *a: want(name) and row("torch", name, precision, lambda: value(f, *a), lambda: gradient(f, *a))

    def digits(P, x, t):
        y = torch.sigmoid(F.linear(torch.sigmoid(F.linear(x, P[0], P[1])), P[2], P[3]))
        return ((y - F.one_hot(t, 10)) ** 2).sum(1).mean() / 2

    def wide(P, x, t):
        return F.cross_entropy(F.linear(torch.sigmoid(F.linear(x, P[0], P[1])), P[2], P[3]), t)

    def rnn(P, x, t):
        h = torch.zeros(ROWS, 64, dtype=dtype)
        for u in F.linear(x, P[0], P[2]):
            h = torch.tanh(torch.addmm(u, h, P[1].T))
        return F.cross_entropy(F.linear(h, P[3], P[4]), t)

    def cnn(P, x, t):
        m = F.max_pool2d(F.relu(F.conv2d(x[:, None], P[0][:, None], P[1])), 2)
        return F.cross_entropy(F.linear(m.reshape(ROWS, -1), P[2], P[3]), t)

    def gmm(P, x):
        alpha, mu, q, low = P
        i, j = below(mu.shape[1])
        L = torch.diag_embed(torch.exp(q))
        L = L.index_put((torch.arange(len(mu))[:, None], torch.tensor(i)[None], torch.tensor(j)[None]), low)
        y = torch.bmm(x - mu[:, None], L.mT)
        s = (alpha + q.sum(1))[:, None] - 0.5 * (y * y).sum(2)
        data = (torch.logsumexp(s, 0) - torch.logsumexp(alpha, 0)).sum()
        return data + ((torch.exp(q) ** 2).sum() + (low**2).sum()) / 2

    P, x, t = cast(*DIGITS)
    both("digits-full", digits, P, x, t)
    if want("digits-epoch"):
        batches = list(zip(x.split(ROWS), t.split(ROWS)))

        def epoch():
            Q, total = [p.detach().clone().requires_grad_() for p in P], 0
            for b in batches:
                loss, G = gradient(digits, Q, *b)
                total += loss
                with torch.no_grad():
                    torch._foreach_add_(Q, G, alpha=-RATE)
            return total, G

        row("torch", "digits-epoch", precision, lambda: sum(value(digits, P, *b) for b in batches), epoch)
    both("784-512-10", wide, *cast(*WIDE))
    both("rnn", rnn, *cast(*RNN))
    both("cnn", cnn, *cast(*CNN))
    for name, data in MIXTURES.items():
        both(name, gmm, *cast(*data))


RUNS = {"numpy": run_numpy, "jax": run_jax, "torch": run_torch}
for engine in sys.argv[1].split(",") if len(sys.argv) > 1 and sys.argv[1] else RUNS:
    for precision in ("f64", "f32"):
        try:
            RUNS[engine](precision, lambda name: ONLY in name)
        except ImportError as e:
            print(f"# {engine} is left out: {e}")
            break
