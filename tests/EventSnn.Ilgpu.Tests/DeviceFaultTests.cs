#if !USE_ILGPU
using EventSnn.Networks;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Tests.Support;
using EventSnn.TestKit;
using ILGPU.Runtime;

namespace EventSnn.Ilgpu.Tests;

/// <summary>Devices fail on demand only in the stand-in.</summary>
public sealed class DeviceFaultTests
{
    [Fact]
    public void A_full_device_says_so_and_how_to_go_on()
    {
        using var accelerator = new Accelerator { Capacity = 200_000 };
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 1, new IlgpuBackend(accelerator));
        ComputeDeviceException error = Should.Throw<ComputeDeviceException>(() => Enumerable.Range(0, 1000).Select(_ => network.CreateState()).ToList());
        error.Message.ShouldContain("stand-in");
        error.Message.ShouldContain("smaller batch");
        error.Message.ShouldContain("--device cpu");
    }

    [Fact]
    public void A_lost_device_says_so_and_leaves_the_checkpoint_whole()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("m.safetensors");
        using var accelerator = new Accelerator();
        using SpikingNetwork network = SpikingNetwork.Create(Synthetic.Network(), 1, new IlgpuBackend(accelerator));
        NetworkState state = network.CreateState();
        Synthetic.Run(network, state, 0, 5);
        network.Save(path);
        accelerator.IsLost = true;
        Should.Throw<ComputeDeviceException>(() => Synthetic.Run(network, state, 5, 6)).Message.ShouldContain("--device cpu");
        using SpikingNetwork again = SpikingNetwork.Load(path);
        again.UpdateCount.ShouldBeGreaterThan(0);
    }
}
#endif
