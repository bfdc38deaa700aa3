using EventSnn.Networks.Compute.Reference;
using EventSnn.Networks.Compute.Simd;
using EventSnn.TestKit;

namespace EventSnn.Networks.Tests.Golden;

/// <summary>The committed oracle: plain Python of our own, see Oracle/make_oracle.py. A clone alone checks parity with it.</summary>
public sealed class OracleTests
{
    public static TheoryData<string> Cases => ["conv-dense", "dense"];

    private static string Folder => Path.Combine(Repository.Root!, "tests", "EventSnn.Networks.Tests", "Oracle");

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_reference_backend_agrees_with_the_oracle(string name)
    {
        new GoldenRun<double>(new GoldenCase(name, Folder), p => new ReferenceLayerKernels<double>(p)).Check();
        new GoldenRun<float>(new GoldenCase(name, Folder), p => new ReferenceLayerKernels<float>(p)).Check();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_simd_backend_agrees_with_the_oracle(string name)
    {
        using var backend = new SimdBackend(new SimdOptions { Forward = ForwardMode.TraceExact, Threads = 2 });
        new GoldenRun<float>(new GoldenCase(name, Folder), backend.CreateLayer).Check();
    }
}
