using EventSnn.Networks.Compute;
using EventSnn.Networks.Learning;

namespace EventSnn.Networks.Checkpoints;

/// <summary>The gradients that wait for a layer's next update, in a checkpoint: only where the update policy accumulates.</summary>
internal static class GradientSumEntries
{
    public static void Write(SpikingNetwork network, LayerPlan plan, SafetensorsFile file)
    {
        file.Add(Name(plan, "weight"), [plan.WeightCount], network.Tensor(plan.Index, LayerTensor.WeightGradientSum));
        file.Add(Name(plan, "bias"), [plan.Output.Channels], network.Tensor(plan.Index, LayerTensor.BiasGradientSum));
        if (network.LearnedReadouts[plan.Index] is { } readout)
        {
            float[] kept = readout.Kept;
            file.Add(Name(plan, "readout"), [kept.Length], kept);
        }
    }

    public static void Read(SpikingNetwork network, LayerPlan plan, SafetensorsFile file, string path)
    {
        network.SetTensor(plan.Index, LayerTensor.WeightGradientSum, file.Get(Name(plan, "weight"), plan.WeightCount, path));
        network.SetTensor(plan.Index, LayerTensor.BiasGradientSum, file.Get(Name(plan, "bias"), plan.Output.Channels, path));
        if (network.LearnedReadouts[plan.Index] is { } readout)
        {
            readout.Kept = network.UpdateControl.Waiting[plan.Index] == 0 ? [] : file.Get(Name(plan, "readout"), readout.KeptLength, path);
        }
    }

    private static string Name(LayerPlan plan, string of) => $"layers.{plan.Index}.{of}.gradient_sum";
}
