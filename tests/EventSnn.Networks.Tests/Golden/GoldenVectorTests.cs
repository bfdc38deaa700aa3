using EventSnn.Networks.Compute.Reference;
using EventSnn.Networks.Compute.Simd;

namespace EventSnn.Networks.Tests.Golden;

public sealed class GoldenVectorTests
{
    public static TheoryData<string> Cases =>
    [
        "dense-lif-forward", "dense-decolle-sgd", "dense-decolle-adamax", "dense-decolle-normalised-fastsigmoid", "conv-lif-forward",
        "conv-decolle-adamax", "conv-dense-decolle-sgd-reg-dropout", "conv-dcll-variant-sigmoid-readout",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_reference_backend_agrees_with_the_golden_vectors_in_float(string name)
        => new GoldenRun<float>(new GoldenCase(name), p => new ReferenceLayerKernels<float>(p)).Check();

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_reference_backend_agrees_with_the_golden_vectors_in_double(string name)
        => new GoldenRun<double>(new GoldenCase(name), p => new ReferenceLayerKernels<double>(p)).Check();

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_simd_backend_agrees_trace_exact_on_every_width(string name)
    {
        foreach (SimdWidth width in Enum.GetValues<SimdWidth>())
        {
            using var backend = new SimdBackend(new SimdOptions { Forward = ForwardMode.TraceExact, Width = width, Threads = 2 });
            new GoldenRun<float>(new GoldenCase(name), backend.CreateLayer).Check();
        }
    }

    [Theory]
    [InlineData("dense-lif-forward")]
    [InlineData("conv-lif-forward")]
    public void The_simd_backend_agrees_event_driven_while_weights_are_fixed(string name)
    {
        foreach (float denseAbove in new[] { 0f, 1f })
        {
            using var backend = new SimdBackend(new SimdOptions { Forward = ForwardMode.EventDriven, DenseAbove = denseAbove, Threads = 2 });
            new GoldenRun<float>(new GoldenCase(name), backend.CreateLayer).Check();
        }
    }
}
