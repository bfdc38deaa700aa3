using EventSnn.Networks.Compute.Reference;

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
}
