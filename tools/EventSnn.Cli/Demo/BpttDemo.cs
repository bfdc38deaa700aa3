using EventSnn.Events.Binning;
using EventSnn.Networks.Bptt;
using EventSnn.Networks.Definitions;
using EventSnn.Networks.EndToEnd;
using EventSnn.Training.Pictures;
using EventSnn.Training.Rules;

namespace EventSnn.Cli.Demo;

/// <summary>The snnTorch-style baseline: 784-1000-10, decay .95, the picture shown in each of 25 steps, Adam 5e-4.</summary>
internal static class BpttDemo
{
    private const int Steps = 25;
    private const float Decay = .95f;

    public static DemoResult Run(DemoRun run)
    {
        (int train, double target) = run.Full ? (60_000, .96) : (10_000, .92);
        const int epochs = 3;
        DigitPictures digits = DigitPictures.Take(run, train, run.Data is null ? 1000 : 2000);
        LabelledClip[] clips = [.. digits.Train.Select(Still)];
        LabelledClip[] tests = [.. digits.Test.Select(Still)];
        List<DemoFigure> figures = [];
        List<ChartLine> lines = [];
        foreach (ulong seed in run.Each)
        {
            List<(double, double)> curve = [];
            using IRuleLearner learner = RuleNetworks.CreateBptt(Define(), seed, new BpttOptions { ScoreDecay = Decay });
            RuleFigures made = RuleRun.Run("bptt", learner, clips, tests, epochs, 128, seed, (epoch, accuracy) =>
            {
                run.Say($"seed {seed}, epoch {epoch}: {accuracy:P2}");
                curve.Add((epoch, accuracy));
            }, run.Cancellation);
            figures.Add(new($"784-1000-10, {epochs} epochs of {train} {digits.Name}, seed {seed}", $"{made.Accuracy:P2} of {tests.Length} others", $">= {target:P0}", made.Accuracy >= target));
            figures.Add(new($"processor time of learning, seed {seed}", $"{made.ProcessorSeconds:F0} s", run.Full ? null : "< 300 s", run.Full ? null : made.ProcessorSeconds < 300));
            lines.Add(new($"seed {seed}", curve));
        }

        return new(figures, SvgChart.Draw($"Back-propagation through time, {digits.Name}", "epoch", "test accuracy", lines, 1));
    }

    /// <summary>mem = decay mem + W x - S: raw gain 1, the threshold taken after a spike, and its trace decays like the membrane.</summary>
    private static NetworkDefinition Define() => new()
    {
        Preset = "bptt",
        Input = new InputShape(1, DigitPictures.Side, DigitPictures.Side),
        StepMicroseconds = 1000,
        ClassNames = [.. Enumerable.Range(0, 10).Select(d => $"{d}")],
        Layers =
        [
            new DenseLayer
            {
                Size = 1000,
                Neuron = new NeuronDefinition
                {
                    Alpha = Decay, Beta = 0, NewSynapse = true, AlphaRefractory = Decay, RefractoryGain = 1, Gains = GainRule.Normalised,
                    Gain = 1 / (255 * (1 - Decay)), // intensities are counts up to 255; the normalised gain 1 - decay is undone
                    Surrogate = SurrogateKind.FastSigmoid,
                },

                // torch.nn.Linear: uniform within 1 / sqrt(fan-in), here normal of the same deviation; the threshold of 1 is a bias of -1.
                Initialisation = new WeightInitialisation { Kind = WeightInitialisationKind.Normal, Scale = .577f, Bias = -1 },
                Readout = new ReadoutDefinition { Amplitude = 1 },
            },
        ],
        Loss = new LossDefinition(LossKind.SoftmaxCrossEntropy),
        Optimiser = new OptimiserDefinition { Kind = OptimiserKind.Adam, LearningRate = 5e-4, Beta1 = .9f, Beta2 = .999f },
    };

    private static LabelledClip Still((float[] Intensities, int Label) picture)
    {
        int[] inputs = [.. Enumerable.Range(0, picture.Intensities.Length).Where(i => picture.Intensities[i] >= .5f / 255)];
        ushort[] counts = [.. inputs.Select(i => (ushort)Math.Round(255 * picture.Intensities[i]))];
        var steps = new StepSequence(1000);
        for (int t = 0; t < Steps; t++)
        {
            steps.Append(inputs, counts);
        }

        return new(steps, picture.Label);
    }
}
