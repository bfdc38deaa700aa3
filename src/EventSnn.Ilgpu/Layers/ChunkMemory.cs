using System.Runtime.InteropServices;
using EventSnn.Ilgpu.Kernels;
using EventSnn.Networks.Compute;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.Learning;
using ILGPU;
using ILGPU.Runtime;

namespace EventSnn.Ilgpu.Layers;

/// <summary>The lists of a chunk of steps on the device: who takes part, what they see, who learns what, and what came of it.</summary>
internal sealed class ChunkMemory : IDisposable
{
    private readonly LayerMemory memory;
    private readonly DeviceBuffer<int> slots;
    private readonly DeviceBuffer<int> targets;
    private readonly DeviceBuffer<float> counts;
    private readonly DeviceBuffer<int> learnerSlots;
    private readonly DeviceBuffer<int> learnerStreams;
    private readonly DeviceBuffer<int> labels;
    private readonly DeviceBuffer<int> learns;
    private readonly DeviceBuffer<ulong> keys;
    private readonly DeviceBuffer<float> reports;
    private readonly List<StepPlace> places = [];
    private readonly List<int> slotList = [];
    private readonly List<int> targetList = [];
    private readonly List<float> countList = [];
    private readonly List<int> learnerSlotList = [];
    private readonly List<int> learnerStreamList = [];
    private readonly List<int> labelList = [];
    private readonly List<int> learnsList = [];
    private readonly List<ulong> keyList = [];
    private IReadOnlyList<ChunkStep> steps = [];
    private float[] shown = [];
    private float[] terms = [];
    private int[] skipped = [];

    public ChunkMemory(Accelerator accelerator, LayerMemory memory)
    {
        this.memory = memory;
        slots = new(accelerator);
        targets = new(accelerator);
        counts = new(accelerator);
        learnerSlots = new(accelerator);
        learnerStreams = new(accelerator);
        labels = new(accelerator);
        learns = new(accelerator);
        keys = new(accelerator);
        reports = new(accelerator);
    }

    /// <summary>Values in the report of a stream: classes, spikes, outputs, loss.</summary>
    public int ReportSize => memory.Shape.Classes + ReadoutKernels.ReportExtras;

    /// <summary>Where each step of the chunk lies.</summary>
    public IReadOnlyList<StepPlace> Places => places;

    public ArrayView<float> Reports => reports.View;

    /// <summary>Takes a chunk of one step, which the host runs.</summary>
    public StepPlace TakeStep(ChunkStep step)
    {
        Begin([step]);
        return places[0];
    }

    /// <summary>Takes the learners of a step that the host runs.</summary>
    public StepPlace TakeLearners(StepPlace place, ReadOnlySpan<LayerState<float>> states)
    {
        learnerSlotList.Clear();
        foreach (LayerState<float> state in states)
        {
            learnerSlotList.Add(((IlgpuLayerState)state).Slot);
        }

        Write(learnerSlots, learnerSlotList);
        return place with { FirstLearner = 0, Learners = states.Length };
    }

    /// <summary>Sends a chunk's lists to the device.</summary>
    public void Begin(IReadOnlyList<ChunkStep> newSteps)
    {
        steps = newSteps;
        Clear();
        for (int k = 0; k < steps.Count; k++)
        {
            ChunkStep step = steps[k];
            places.Add(new StepPlace(k, slotList.Count, step.States.Length, targetList.Count, step.Inputs.Sum(i => i.Inputs.Length), labelList.Count, step.Learners.Length));
            for (int b = 0; b < step.States.Length; b++)
            {
                slotList.Add(((IlgpuLayerState)step.States[b]).Slot);
                learnsList.Add(0);
                keyList.Add(0);
                if (step.Inputs.Length > 0)
                {
                    AddFrame(step.Inputs[b], slotList[^1]);
                }
            }

            for (int i = 0; i < step.Learners.Length; i++)
            {
                int at = places[k].FirstStream + step.Learners[i];
                learnerSlotList.Add(slotList[at]);
                learnerStreamList.Add(step.Learners[i]);
                labelList.Add(step.Labels[i]);
                if (step.DropoutKeys.Length > 0)
                {
                    learnsList[at] = 1;
                    keyList[at] = step.DropoutKeys[i];
                }
            }
        }

        Write(slots, slotList);
        Write(targets, targetList);
        Write(counts, countList);
        Write(learnerSlots, learnerSlotList);
        Write(learnerStreams, learnerStreamList);
        Write(labels, labelList);
        Write(learns, learnsList);
        Write(keys, keyList);
        reports.Ensure((long)slotList.Count * ReportSize);
        memory.Skip.Ensure(steps.Count);
        memory.Skip.Clear(0, steps.Count);
        memory.Terms.Ensure(steps.Count * 4);
        memory.Terms.Clear(0, steps.Count * 4);
    }

    /// <summary>Reads back what the chunk showed.</summary>
    public void End()
    {
        shown = new float[slotList.Count * ReportSize];
        reports.Read(shown);
        skipped = new int[steps.Count];
        memory.Skip.Read(skipped);
        terms = new float[steps.Count * 4];
        memory.Terms.Read(terms);
    }

    /// <summary>Reads the reports of a step.</summary>
    public float[] ReadReports(StepPlace place)
    {
        var values = new float[place.Streams * ReportSize];
        reports.Read(values, (long)place.FirstStream * ReportSize);
        return values;
    }

    /// <summary>Puts a stream's report into its state.</summary>
    public void Show(ReadOnlySpan<float> report, IlgpuLayerState state)
    {
        int classes = memory.Shape.Classes;
        report[..classes].CopyTo(state.Readout);
        state.Spikes = (int)report[classes];
        state.Outputs = (int)report[classes + 1];
    }

    /// <summary>Puts a step of the ended chunk into its states.</summary>
    public bool Show(int step, RegulariserDefinition regulariser, out LayerLoss<float> loss)
    {
        StepPlace place = places[step];
        for (int b = 0; b < place.Streams; b++)
        {
            Show(shown.AsSpan((place.FirstStream + b) * ReportSize, ReportSize), (IlgpuLayerState)steps[step].States[b]);
        }

        float data = 0;
        foreach (int b in steps[step].Learners)
        {
            data += shown[((place.FirstStream + b + 1) * ReportSize) - 1];
        }

        float n = (float)place.Streams * memory.Shape.Features;
        loss = new LayerLoss<float>(
            data, regulariser.High * terms[(step * 4) + 2] / n, regulariser.Low * Math.Max(0, terms[(step * 4) + 3]) / n);
        return skipped[step] != 0;
    }

    public FrameArguments Frame(StepPlace place) => new()
    {
        Shape = memory.Shape,
        Slots = Slots(place),
        X = memory.X.View,
        Targets = targets.View,
        Counts = counts.View,
        FirstEntry = place.FirstEntry,
    };

    public MaskArguments Masks(StepPlace place, float dropout) => new()
    {
        Slots = Slots(place),
        Keys = keys.View.SubView(place.FirstStream, place.Streams),
        Learns = learns.View.SubView(place.FirstStream, place.Streams),
        Keep = memory.Keep.View,
        Dropping = memory.Dropping.View,
        KeepWords = memory.KeepWords,
        Threshold = (int)MathF.Round(dropout * 65536),
    };

    public ArrayView<int> Slots(StepPlace place) => slots.View.SubView(place.FirstStream, place.Streams);

    public ArrayView<int> LearnerSlots(StepPlace place) => Part(learnerSlots, place);

    public ArrayView<int> LearnerStreams(StepPlace place) => Part(learnerStreams, place);

    public ArrayView<int> Labels(StepPlace place) => Part(labels, place);

    public ArrayView<int> Skip(StepPlace place) => memory.Skip.View.SubView(place.Step, 1);

    public ArrayView<float> Terms(StepPlace place) => memory.Terms.View.SubView(place.Step * 4, 4);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable buffer in (IDisposable[])[slots, targets, counts, learnerSlots, learnerStreams, labels, learns, keys, reports])
        {
            buffer.Dispose();
        }
    }

    // A view of nothing is no argument: where there are no learners the whole buffer stands in.
    private static ArrayView<int> Part(DeviceBuffer<int> buffer, StepPlace place)
    {
        ArrayView<int> all = buffer.View;
        return place.Learners == 0 || place.FirstLearner + place.Learners > all.Length ? all : all.SubView(place.FirstLearner, place.Learners);
    }

    private static void Write<T>(DeviceBuffer<T> buffer, List<T> list)
        where T : unmanaged => buffer.Write(CollectionsMarshal.AsSpan(list));

    private void AddFrame(StepInput input, int slot)
    {
        ReadOnlySpan<int> inputs = input.Inputs.Span;
        ReadOnlySpan<ushort> events = input.Counts.Span;
        int plane = memory.Shape.InputHeight * memory.Shape.InputWidth;
        for (int i = 0; i < inputs.Length; i++)
        {
            targetList.Add((slot * memory.Shape.InputSize) + (inputs[i] % plane * memory.Shape.InputChannels) + (inputs[i] / plane));
            countList.Add(events[i]);
        }
    }

    private void Clear()
    {
        places.Clear();
        slotList.Clear();
        targetList.Clear();
        countList.Clear();
        learnerSlotList.Clear();
        learnerStreamList.Clear();
        labelList.Clear();
        learnsList.Clear();
        keyList.Clear();
    }
}
