using BenchmarkDotNet.Running;
using EventSnn.Benchmarks.Kernels;

BenchmarkSwitcher.FromAssembly(typeof(SpikeKernels).Assembly).Run(args);
