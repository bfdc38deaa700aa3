using EventSnn.Networks.Compute;
using EventSnn.Networks.Compute.Reference;

namespace EventSnn.Live.Tests.CatchUp;

/// <summary>Plain arithmetic that calls out at every forward pass and at every update of its only layer: the caller lets time pass there.</summary>
internal sealed class SlowBackend(Action forward, Action update) : IComputeBackend
{
    private readonly ReferenceBackend plain = new();

    public string Name => "slow";

    public ILayerKernels<float> CreateLayer(LayerPlan plan) => new Kernels(plain.CreateLayer(plan), forward, update);

    public IComputeBackend CreateSibling() => new SlowBackend(forward, update);

    public void Dispose() => plain.Dispose();

    private sealed class Kernels(ILayerKernels<float> plain, Action forward, Action update) : ILayerKernels<float>
    {
        public LayerPlan Plan => plain.Plan;

        public LayerState<float> CreateState() => plain.CreateState();

        public void Integrate(ReadOnlySpan<LayerState<float>> states, ReadOnlySpan<StepInput> inputs)
        {
            forward();
            plain.Integrate(states, inputs);
        }

        public void Integrate(ReadOnlySpan<LayerState<float>> states, ReadOnlySpan<LayerState<float>> below) => plain.Integrate(states, below);

        public void Fire(ReadOnlySpan<LayerState<float>> states) => plain.Fire(states);

        public void Read(ReadOnlySpan<LayerState<float>> states) => plain.Read(states);

        public void MeasureRegularisers(ReadOnlySpan<LayerState<float>> states) => plain.MeasureRegularisers(states);

        public void Backward(ReadOnlySpan<LayerState<float>> states, RegulariserTerms<float> regularisers) => plain.Backward(states, regularisers);

        public void Accumulate() => plain.Accumulate();

        public void Update(in OptimiserStep step)
        {
            update();
            plain.Update(step);
        }

        public void CopyTo(LayerTensor tensor, Span<float> destination) => plain.CopyTo(tensor, destination);

        public void CopyFrom(LayerTensor tensor, ReadOnlySpan<float> source) => plain.CopyFrom(tensor, source);

        public void Dispose() => plain.Dispose();
    }
}
