using EventSnn.Ilgpu.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace EventSnn.Ilgpu.Layers;

/// <summary>The kernels of a device, each compiled when it is first wanted.</summary>
/// <param name="accelerator">The device.</param>
internal sealed class KernelSet(Accelerator accelerator)
{
    private readonly Dictionary<string, Delegate> loaded = [];

    public void ClearFrame(int count, FrameArguments a) => Launch<FrameArguments>(nameof(ClearFrame), StreamKernels.ClearFrame, count, a);

    public void PlaceFrame(int count, FrameArguments a) => Launch<FrameArguments>(nameof(PlaceFrame), StreamKernels.PlaceFrame, count, a);

    public void Trace(int count, TraceArguments a) => Launch<TraceArguments>(nameof(Trace), StreamKernels.Trace, count, a);

    public void FireEventDriven(int count, FireArguments a) => Launch<FireArguments>(nameof(FireEventDriven), NeuronKernels.FireEventDriven, count, a);

    public void FireTraceExact(int count, FireArguments a) => Launch<FireArguments>(nameof(FireTraceExact), NeuronKernels.FireTraceExact, count, a);

    public void Pool(int count, ReadArguments a) => Launch<ReadArguments>(nameof(Pool), ReadoutKernels.Pool, count, a);

    public void ReadLane(int count, ReadArguments a) => Launch<ReadArguments>(nameof(ReadLane), ReadoutKernels.ReadLane, count, a);

    public void Read(int count, ReadArguments a) => Launch<ReadArguments>(nameof(Read), ReadoutKernels.Read, count, a);

    public void CountLane(int count, ReadArguments a) => Launch<ReadArguments>(nameof(CountLane), ReadoutKernels.CountLane, count, a);

    public void Count(int count, ReadArguments a) => Launch<ReadArguments>(nameof(Count), ReadoutKernels.Count, count, a);

    public void Draw(int count, MaskArguments a) => Launch<MaskArguments>(nameof(Draw), MaskKernels.Draw, count, a);

    public void Evaluate(int count, LossArguments a) => Launch<LossArguments>(nameof(Evaluate), LossKernels.Evaluate, count, a);

    public void Decide(LossArguments a) => Launch<LossArguments>(nameof(Decide), LossKernels.Decide, 1, a);

    public void RegulariserLane(int count, LossArguments a) => Launch<LossArguments>(nameof(RegulariserLane), LossKernels.RegulariserLane, count, a);

    public void Regularise(LossArguments a) => Launch<LossArguments>(nameof(Regularise), LossKernels.Regularise, 1, a);

    public void Delta(int count, LearnArguments a) => Launch<LearnArguments>(nameof(Delta), LearningKernels.Delta, count, a);

    public void List(int count, LearnArguments a) => Launch<LearnArguments>(nameof(List), LearningKernels.List, count, a);

    public void Gradient(int count, LearnArguments a) => Launch<LearnArguments>(nameof(Gradient), LearningKernels.Gradient, count, a);

    public void BiasGradient(int count, LearnArguments a) => Launch<LearnArguments>(nameof(BiasGradient), LearningKernels.BiasGradient, count, a);

    public void Update(int count, LearnArguments a) => Launch<LearnArguments>(nameof(Update), LearningKernels.Update, count, a);

    public void Mean(int count, LearnedReadoutArguments a) => Launch<LearnedReadoutArguments>(nameof(Mean), LearnedReadoutKernels.Mean, count, a);

    public void LearnReadout(int count, LearnedReadoutArguments a) => Launch<LearnedReadoutArguments>(nameof(LearnReadout), LearnedReadoutKernels.Learn, count, a);

    private void Launch<T>(string name, Action<Index1D, T> kernel, int count, T arguments)
        where T : struct
    {
        try
        {
            if (!loaded.TryGetValue(name, out Delegate? launcher))
            {
                launcher = accelerator.LoadAutoGroupedStreamKernel<Index1D, T>(kernel);
                loaded[name] = launcher;
            }

            if (count > 0)
            {
                ((Action<Index1D, T>)launcher)(new Index1D(count), arguments);
            }
        }
        catch (Exception e) when (DeviceFault.Is(e))
        {
            throw DeviceFault.Kernel(accelerator, name, e);
        }
    }
}
