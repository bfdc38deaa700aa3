using EventSnn.Events.Random;

namespace EventSnn.Networks.SuperSpike.Tasks;

/// <summary>
/// Spiking exclusive-or (experiment 3 of the paper): three disjoint groups of inputs, a time reference that always spikes and one
/// group per bit, their spikes inside 10 ms, over a noisy background. Of two outputs, that of the right class is to spike within 15 ms
/// after the stimulus and the other is not.
/// </summary>
/// <remarks>
/// A wrong spike is an error of -1 at once; a missing one is +1 at the end of the window. Times between stimuli, and how many spikes an input has in its
/// 10 ms, are ours: the paper gives neither.
/// </remarks>
public sealed class SpikingXorTask
{
    /// <summary>Presentations of the shorter look back of <see cref="LearnByMistakes"/>.</summary>
    public const int RecentPresentations = 200;

    /// <summary>Presentations of the longer one.</summary>
    public const int ManyPresentations = 5000;

    private const double StimulusMilliseconds = 10;
    private const double AnswerMilliseconds = 15;
    private readonly RandomStream random;
    private readonly int stimulusSteps;
    private readonly bool[] spikesAt; // [input, step of the stimulus]
    private readonly double perStep;
    private readonly double[] impulses = new double[2];
    private readonly int[] buffer;
    private readonly int presentationSteps;

    /// <summary>Creates the task.</summary>
    /// <param name="options">The network; its outputs must be 2.</param>
    /// <param name="backgroundHertz">Rate of the background per input.</param>
    /// <param name="presentationMilliseconds">Time from stimulus to stimulus.</param>
    /// <param name="spikesPerInput">Spikes of a stimulated input, at times drawn once, 1 or more. The more, the less the background matters.</param>
    public SpikingXorTask(SuperSpikeOptions options, double backgroundHertz = 4, double presentationMilliseconds = 200, int spikesPerInput = 1)
    {
        ArgumentNullException.ThrowIfNull(options);
        ModelException.Require(options.Outputs == 2, "exclusive-or", "2 outputs", options.Outputs);
        ModelException.Require(spikesPerInput >= 1, "exclusive-or", "at least 1 spike per input", spikesPerInput);
        Network = new SuperSpikeNetwork(options);
        random = RandomStream.Fork(options.Seed, 88);
        perStep = backgroundHertz * options.StepMilliseconds * 1e-3;
        buffer = new int[options.Inputs];
        stimulusSteps = options.Steps(StimulusMilliseconds);
        spikesAt = new bool[options.Inputs * stimulusSteps];
        for (int j = 0; j < options.Inputs; j++)
        {
            for (int spike = 0; spike < spikesPerInput; spike++)
            {
                spikesAt[(j * stimulusSteps) + random.NextInt32(stimulusSteps)] = true;
            }
        }

        presentationSteps = options.Steps(presentationMilliseconds);
    }

    /// <summary>The network.</summary>
    public SuperSpikeNetwork Network { get; }

    /// <summary>Whether each presentation so far was answered right.</summary>
    public List<bool> Answers { get; } = [];

    /// <summary>(neuron, time in milliseconds since the stimulus, class) of the last presentations' output spikes, newest last.</summary>
    public List<(int Output, double Time)> LastSpikes { get; } = [];

    /// <summary>The share of right answers among the last presentations.</summary>
    /// <param name="presentations">How many.</param>
    /// <returns>In [0, 1].</returns>
    public double Accuracy(int presentations = 200) => Answers.TakeLast(presentations).Average(a => a ? 1.0 : 0);

    /// <summary>Presents random stimuli and learns.</summary>
    /// <param name="presentations">How many.</param>
    /// <param name="cancellation">Stops between two presentations.</param>
    public void Learn(int presentations, CancellationToken cancellation = default)
    {
        for (int n = 0; n < presentations; n++)
        {
            cancellation.ThrowIfCancellationRequested();
            Answers.Add(Present(random.NextInt32(4)));
        }
    }

    /// <summary>
    /// The same with a learning rate that follows the mistakes: the given one times the root of their share among the last <see cref="RecentPresentations"/> or
    /// <see cref="ManyPresentations"/> presentations, whichever is less. What begins badly goes on looking; what has been right for long is not thrown over by one mistake, which
    /// RMaxProp would answer with a full step; and no mistake, no change.
    /// </summary>
    /// <param name="presentations">How many.</param>
    /// <param name="rate">r0 in millivolts where every answer is wrong.</param>
    /// <param name="cancellation">Stops between two presentations.</param>
    public void LearnByMistakes(int presentations, double rate, CancellationToken cancellation = default)
    {
        const int between = 50;
        for (int n = 0; n < presentations; n += between)
        {
            double mistakes = Answers.Count == 0 ? 1 : 1 - Math.Max(Accuracy(RecentPresentations), Accuracy(ManyPresentations));
            Network.LearningRate = rate * Math.Sqrt(mistakes);
            Learn(Math.Min(between, presentations - n), cancellation);
        }
    }

    private bool Present(int pattern)
    {
        SuperSpikeOptions options = Network.Options;
        int right = (pattern & 1) ^ (pattern >> 1);
        int end = options.Steps(StimulusMilliseconds + AnswerMilliseconds);
        bool answered = false;
        bool wrong = false;
        LastSpikes.Clear();
        for (int t = 0; t < presentationSteps; t++)
        {
            Network.Step(Inputs(t, pattern));
            Array.Clear(impulses);
            foreach (int k in Network.OutputSpikes)
            {
                LastSpikes.Add((k, t * options.StepMilliseconds));
                bool good = k == right && t < end;
                answered |= good;
                wrong |= !good && t < end;
                impulses[k] -= good ? 0 : 1;
            }

            if (t == end && !answered)
            {
                impulses[right]++;
            }

            Network.Learn(impulses);
        }

        return answered && !wrong;
    }

    private ReadOnlySpan<int> Inputs(int t, int pattern)
    {
        int n = 0;
        int third = buffer.Length / 3;
        for (int j = 0; j < buffer.Length; j++)
        {
            int group = Math.Min(2, j / third);
            bool stimulated = group == 0 || (pattern >> (group - 1) & 1) != 0;
            if ((stimulated && t < stimulusSteps && spikesAt[(j * stimulusSteps) + t]) || random.NextDouble() < perStep)
            {
                buffer[n++] = j;
            }
        }

        return buffer.AsSpan(0, n);
    }
}
