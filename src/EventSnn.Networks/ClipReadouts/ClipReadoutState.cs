using EventSnn.Events.Binning;
using EventSnn.Networks.Continual;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.ClipReadouts;

/// <summary>
/// What a <see cref="ClipReadout"/> remembers of one stream: the spike counts and the layers' mean probabilities of the last window, in at most 16
/// pieces, of which the oldest leaves as a whole. Memory does not depend on the length of the stream.
/// </summary>
internal sealed class ClipReadoutState
{
    private const int MostPieces = 16;
    private const int Header = 5;
    private readonly SpikeCountEncoder encoder;
    private readonly int stepsPerPiece;
    private readonly Piece[] pieces; // a ring
    private readonly float[] sum; // counts of all pieces in the ring
    private int newest;
    private int held = 1;

    public ClipReadoutState(NetworkDefinition definition, ulong seed)
    {
        ClipReadoutDefinition readout = definition.ClipReadout!;
        encoder = new SpikeCountEncoder(definition.Input, readout.Layer with { Seed = seed });
        WindowSteps = (int)Math.Clamp(readout.WindowMicroseconds / definition.StepMicroseconds, 1, int.MaxValue / 2);
        stepsPerPiece = (WindowSteps + MostPieces - 1) / MostPieces;
        pieces = [.. Enumerable.Range(0, (WindowSteps + stepsPerPiece - 1) / stepsPerPiece).Select(_ => new Piece(encoder.Counts.Length, definition.Classes))];
        sum = new float[encoder.Counts.Length];
    }

    /// <summary>Steps in a window.</summary>
    public int WindowSteps { get; }

    /// <summary>Length of a vector.</summary>
    public int Size => encoder.Size;

    /// <summary>The class that the stream is learned as; -1 for none.</summary>
    public int Label { get; private set; } = -1;

    /// <summary>Steps since the stream is learned as <see cref="Label"/>, or since that was learned last.</summary>
    public int LabelledSteps { get; private set; }

    /// <summary>Steps pushed since the last reset; stops counting at a million.</summary>
    public int StepsSeen { get; private set; }

    /// <summary>Writes the mean of the layers' probabilities over the window.</summary>
    /// <param name="mean">One per class; all equal where the burn-in is not over.</param>
    public void MeanProbabilities(Span<double> mean)
    {
        // Added up anew every time: a running sum would not be the same after a restore.
        mean.Clear();
        int votes = 0;
        foreach (Piece piece in pieces)
        {
            votes += piece.Votes;
            for (int c = 0; c < mean.Length; c++)
            {
                mean[c] += piece.Probabilities[c];
            }
        }

        for (int c = 0; c < mean.Length; c++)
        {
            mean[c] = votes == 0 ? 1.0 / mean.Length : mean[c] / votes;
        }
    }

    /// <summary>Takes the events of a step.</summary>
    /// <param name="inputs">The inputs that are not zero.</param>
    /// <param name="events">Events at each of them.</param>
    public void Push(ReadOnlySpan<int> inputs, ReadOnlySpan<ushort> events)
    {
        if (pieces[newest].Steps == stepsPerPiece)
        {
            newest = (newest + 1) % pieces.Length;
            held = Math.Min(held + 1, pieces.Length);
            Add(sum, pieces[newest].Counts, -1);
            pieces[newest].Clear();
        }

        StepsSeen = Math.Min(StepsSeen + 1, 1_000_000);
        encoder.Push(inputs, events);
        pieces[newest].Count(encoder.Counts);
        Add(sum, encoder.Counts, 1);
        encoder.ClearCounts();
    }

    /// <summary>Takes the layers' probabilities of the step that was pushed last.</summary>
    /// <param name="probabilities">One per class.</param>
    public void Hear(ReadOnlySpan<float> probabilities) => pieces[newest].Hear(probabilities);

    /// <summary>Says what the stream showed in the step that was pushed last.</summary>
    /// <param name="label">The class; -1 where it is not to be learned from.</param>
    public void Mark(int label)
    {
        LabelledSteps = label < 0 ? 0 : label == Label ? LabelledSteps + 1 : 1;
        Label = label;
    }

    /// <summary>What was labelled until now has been learned.</summary>
    public void Learned() => LabelledSteps = 0;

    /// <summary>Writes the vector of the window.</summary>
    /// <param name="vector"><see cref="Size"/> entries.</param>
    public void CopyTo(Span<float> vector) => encoder.Normalise(sum, vector);

    /// <summary>Writes the vector of the labelled steps, whole pieces of them.</summary>
    /// <param name="scratch">As long as a piece's counts; overwritten.</param>
    /// <param name="share">The share of them that is wanted, from the first on; above 0, at most 1.</param>
    /// <param name="vector"><see cref="Size"/> entries.</param>
    public void CopyLabelledTo(Span<float> scratch, double share, Span<float> vector)
    {
        int first = 0;
        for (int steps = 0; first < held && steps < LabelledSteps; first++)
        {
            steps += pieces[Before(first)].Steps;
        }

        scratch.Clear();
        int wanted = Math.Max(1, (int)Math.Ceiling(share * first));
        for (int i = first - 1; i >= first - wanted; i--)
        {
            ReadOnlySpan<float> counts = pieces[Before(i)].Counts;
            for (int j = 0; j < scratch.Length; j++)
            {
                scratch[j] += counts[j];
            }
        }

        encoder.Normalise(scratch, vector);
    }

    /// <summary>Forgets the stream.</summary>
    public void Reset()
    {
        encoder.Reset();
        Array.Clear(sum);
        foreach (Piece piece in pieces)
        {
            piece.Clear();
        }

        newest = 0;
        held = 1;
        Label = -1;
        LabelledSteps = 0;
        StepsSeen = 0;
    }

    /// <summary>Goes on from where another stream is.</summary>
    /// <param name="other">A state of a network of the same definition.</param>
    public void CopyFrom(ClipReadoutState other) => Restore(other.Save());

    /// <summary>Everything, as numbers: a header, the fixed layer's charge, and the pieces.</summary>
    public float[] Save()
    {
        List<float> values = [newest, held, Label, LabelledSteps, StepsSeen, .. encoder.Potential];
        foreach (Piece piece in pieces)
        {
            piece.Save(values);
        }

        return [.. values];
    }

    /// <summary>How many numbers <see cref="Save"/> makes.</summary>
    public int SavedLength => Header + encoder.Potential.Length + (pieces.Length * pieces[0].SavedLength);

    /// <summary>Takes everything over.</summary>
    /// <param name="values">What <see cref="Save"/> made.</param>
    public void Restore(ReadOnlySpan<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, SavedLength);
        Reset();
        newest = Math.Clamp((int)values[0], 0, pieces.Length - 1);
        held = Math.Clamp((int)values[1], 1, pieces.Length);
        Label = (int)values[2];
        LabelledSteps = (int)values[3];
        StepsSeen = (int)values[4];
        values.Slice(Header, encoder.Potential.Length).CopyTo(encoder.Potential);
        int at = Header + encoder.Potential.Length;
        foreach (Piece piece in pieces)
        {
            piece.Restore(values.Slice(at, piece.SavedLength));
            Add(sum, piece.Counts, 1);
            at += piece.SavedLength;
        }
    }

    private int Before(int steps) => (newest - steps + pieces.Length) % pieces.Length;

    /// <summary>Some neighbouring steps. Counts are whole numbers, so that sums of pieces are exact.</summary>
    private sealed class Piece(int counts, int classes)
    {
        public float[] Counts { get; } = new float[counts];

        public float[] Probabilities { get; } = new float[classes];

        public int Steps { get; private set; }

        public int Votes { get; private set; }

        public int SavedLength => counts + classes + 2;

        public void Count(ReadOnlySpan<float> spikes)
        {
            Add(Counts, spikes, 1);
            Steps++;
        }

        public void Hear(ReadOnlySpan<float> probabilities)
        {
            Add(Probabilities, probabilities, 1);
            Votes++;
        }

        public void Clear()
        {
            Array.Clear(Counts);
            Array.Clear(Probabilities);
            Steps = 0;
            Votes = 0;
        }

        public void Save(List<float> values)
        {
            values.Add(Steps);
            values.Add(Votes);
            values.AddRange(Counts);
            values.AddRange(Probabilities);
        }

        public void Restore(ReadOnlySpan<float> values)
        {
            Steps = (int)values[0];
            Votes = (int)values[1];
            values.Slice(2, counts).CopyTo(Counts);
            values.Slice(2 + counts, classes).CopyTo(Probabilities);
        }
    }

    private static void Add(float[] target, ReadOnlySpan<float> values, float factor)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] += factor * values[i];
        }
    }
}
