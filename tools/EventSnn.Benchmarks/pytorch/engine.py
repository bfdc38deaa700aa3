"""The published DECOLLE network as plain PyTorch, step by step, for `eventsnn bench engine` to compare with.

Equations from Kaiser, Mostafa, Neftci, arXiv 1811.10766: 2x32x32, conv 7x7 64/128/128, padding 3, pool 2-1-2, 11 classes, 1-ms step,
raw gains, boxcar surrogate, smooth-L1 on a fixed readout with dropout, Adamax (0, .95). The cost does not depend on the spikes.

Arguments: THREADS [DEVICE]. Reads lines "infer|learn STEPS BATCH [graph]" and answers each with the milliseconds per step, 10th percentile
and least, or with "-" where it cannot. With "graph" a step is captured once as a CUDA graph and replayed.
"""
import sys
import time

import torch
import torch.nn.functional as F

DEVICE = sys.argv[2] if len(sys.argv) > 2 else "cpu"
ALPHA, BETA, ALPHARP, WRP = 0.97, 0.92, 0.65, 1.0
LAYERS = [(2, 64, 2, 32), (64, 128, 1, 16), (128, 128, 2, 16)]  # in, out, pool, side
CLASSES = 11


class Boxcar(torch.autograd.Function):
    @staticmethod
    def forward(ctx, u):
        ctx.save_for_backward(u)
        return (u >= 0).float()

    @staticmethod
    def backward(ctx, grad):
        (u,) = ctx.saved_tensors
        return grad * ((u > -0.5) & (u <= 0.5)).float()


class Layer:
    def __init__(self, cin, cout, pool, side, batch):
        self.pool = pool
        scale = 1 / (cin * 49) ** 0.5 / 250
        self.w = ((torch.rand(cout, cin, 7, 7) * 2 - 1) * scale / 100).requires_grad_()
        self.b = ((torch.rand(cout) * 2 - 1) * scale).requires_grad_()
        features = cout * (side // pool) ** 2
        limit = 0.5 / features ** 0.5
        self.g = (torch.rand(CLASSES, features) * 2 - 1) * limit
        self.c = (torch.rand(CLASSES) * 2 - 1) * limit
        self.q = torch.zeros(batch, cin, side, side)
        self.p = torch.zeros(batch, cin, side, side)
        self.r = torch.zeros(batch, cout, side, side)
        self.s = torch.zeros(batch, cout, side, side)

    def step(self, x, learn):
        with torch.no_grad():
            self.p = ALPHA * self.p + self.q / (1 - ALPHA)
            self.q = BETA * self.q + x / (1 - BETA)
            self.r = ALPHARP * self.r - WRP * self.s
        u = F.conv2d(self.p, self.w, self.b, padding=3) + self.r
        self.s = (u.detach() >= 0).float()
        up = F.max_pool2d(u, self.pool) if self.pool > 1 else u
        s = Boxcar.apply(up)
        r = F.linear(F.dropout(s.flatten(1), 0.5, learn), self.g, self.c)
        return s.detach(), r


class Network:
    def __init__(self, batch):
        torch.manual_seed(1)
        self.layers = [Layer(*shape, batch) for shape in LAYERS]
        capturable = {"capturable": True} if DEVICE != "cpu" else {}
        self.optimiser = torch.optim.Adamax([t for l in self.layers for t in (l.w, l.b)], lr=1e-9, betas=(0.0, 0.95), **capturable)
        self.graph = {}
        self.x = (torch.rand(8, batch, 2, 32, 32) < 0.03).float()
        self.y = F.one_hot(torch.arange(batch) % CLASSES, CLASSES).float()
        self.t = 0

    def step(self, learn):
        x = self.x[self.t % 8]
        self.t += 1
        self.run(x, learn)

    def run(self, x, learn):
        if not learn:
            with torch.no_grad():
                for layer in self.layers:
                    x, _ = layer.step(x, False)
            return
        loss = 0
        for layer in self.layers:
            x, r = layer.step(x, True)
            loss = loss + F.smooth_l1_loss(r, self.y)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.optimiser.step()


    def replay(self, learn):
        """One step of a captured graph; the state tensors are copied back in place, because a graph always writes to the same memory."""
        if learn not in self.graph:
            self.still = self.x[0].clone()
            side = torch.cuda.Stream()
            side.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(side):
                for _ in range(3):
                    self.run(self.still, learn)
            torch.cuda.current_stream().wait_stream(side)
            kept = [{k: getattr(l, k) for k in "qprs"} for l in self.layers]
            graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(graph):
                self.run(self.still, learn)
                for layer, before in zip(self.layers, kept):
                    for name, tensor in before.items():
                        tensor.copy_(getattr(layer, name))
                        setattr(layer, name, tensor)
            self.graph[learn] = graph
        self.still.copy_(self.x[self.t % 8])
        self.t += 1
        self.graph[learn].replay()


def synchronise():
    if DEVICE != "cpu":
        torch.cuda.synchronize()


def main():
    torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
    if DEVICE != "cpu":
        torch.set_default_device(DEVICE)
    networks = {}
    print("torch " + torch.__version__, flush=True)
    for line in sys.stdin:
        kind, steps, batch, *how = line.split()
        network = networks.setdefault(batch, None)
        if network is None:
            network = networks[batch] = Network(int(batch))
            network.step(kind == "learn")
            network.step(kind == "learn")
        step = network.replay if how else network.step
        times = []
        try:
            for _ in range(int(steps)):
                synchronise()
                start = time.perf_counter()
                step(kind == "learn")
                synchronise()
                times.append(time.perf_counter() - start)
        except (RuntimeError, TypeError, AssertionError) as problem:
            sys.stderr.write(f"{problem}\n")
            print("-", flush=True)
            continue
        times.sort()
        print(f"{1000 * times[len(times) // 10]:.4f} {1000 * times[0]:.4f}", flush=True)


main()
