using EventSnn.Networks.Continual;
using EventSnn.Networks.Definitions;

namespace EventSnn.Networks.ClipReadouts;

/// <summary>
/// A readout of whole clips: a linear discriminant (<see cref="RecursiveDiscriminant"/>) on the spike counts of a fixed layer
/// (<see cref="SpikeCountEncoder"/>). One rank-1 step per clip; no clip is kept; the result does not depend on the order. Its probabilities may be multiplied by
/// a power of the mean probability that the layers gave over the same window.
/// </summary>
/// <remarks>
/// <para>Probabilities: <c>softmax(e^u (n + 1) score)</c> with n the vectors that tell of the spread within classes, so that score times n is that of
/// the normal distribution with the covariance of the vectors. Many dimensions make that far too sure, therefore u, learned from the prediction of every
/// clip before it is learned from: AdaGrad on the negative log-likelihood (temperature scaling, Guo et al. 2017, online).</para>
/// <para>Confidence: variations of one showing say nothing of the next person. So a class that was shown k times, rehearsals and beginnings not counted,
/// keeps the doubt 1 / (k + 2) of Laplace's rule of succession (1814), spread over all classes: one showing earns at most about 70 %, seventy 99 %. The
/// decision does not change by it.</para>
/// <para>What is local: no error passes from here to the layers, nor between layers. Within the discriminant a step needs all counts of the clip, as
/// in recursive least squares (FORCE, Sussillo and Abbott 2009); it is not a rule of single synapses.</para>
/// </remarks>
internal sealed class ClipReadout
{
    /// <summary>What a class that was never shown, or that is excluded, keeps.</summary>
    private const double Doubt = .01;

    private const double TemperatureRate = .5;
    private const double GoldenRatio = .6180339887498949;
    private readonly RecursiveDiscriminant discriminant;
    private readonly float[] vector;
    private readonly float[] scratch;
    private readonly double[] scores;
    private readonly double[] layers; // probabilities, of classes
    private readonly double layersShare;
    private readonly double[] shown; // clips of each class, each once
    private double logScale; // u
    private double squares; // of its gradients

    public ClipReadout(NetworkDefinition definition, ulong seed)
    {
        var probe = new SpikeCountEncoder(definition.Input, definition.ClipReadout!.Layer with { Seed = seed });
        discriminant = new RecursiveDiscriminant(probe.Size, definition.ClipReadout.Ridge);
        for (int c = 0; c < definition.Classes; c++)
        {
            discriminant.AddClass();
        }

        vector = new float[probe.Size];
        scratch = new float[probe.Counts.Length];
        scores = new double[definition.Classes];
        layers = new double[definition.Classes];
        shown = new double[definition.Classes];
        layersShare = definition.ClipReadout.LayersShare;
    }

    /// <summary>Clips learned, parts of clips included.</summary>
    public long Learned => discriminant.Learned;

    /// <summary>The numbers that a checkpoint keeps.</summary>
    /// <returns>u and its squares; then those of the discriminant.</returns>
    public double[] Save() => [logScale, squares, .. discriminant.Save()];

    /// <summary>How many numbers <see cref="Save"/> makes.</summary>
    public int SavedLength => 2 + discriminant.SavedLength;

    /// <summary>Takes over what <see cref="Save"/> made.</summary>
    /// <param name="values">The numbers.</param>
    public void Restore(ReadOnlySpan<double> values)
    {
        logScale = values[0];
        squares = values[1];
        discriminant.Restore(values[2..]);
    }

    /// <summary>How many clips of each class were shown, each counted once; one entry per class.</summary>
    public Span<double> Shown => shown;

    /// <summary>Counts every clip that was learned as one that was shown: for checkpoints that do not tell.</summary>
    public void ShownIsLearned()
    {
        for (int c = 0; c < shown.Length; c++)
        {
            shown[c] = discriminant.Seen(c);
        }
    }

    /// <summary>Takes over what another one believes; not what it would need to learn on.</summary>
    /// <param name="other">Of the same definition.</param>
    public void CopyBeliefsFrom(ClipReadout other)
    {
        logScale = other.logScale;
        other.shown.CopyTo(shown, 0);
        discriminant.CopyBeliefsFrom(other.discriminant);
    }

    /// <summary>Learns what a stream has shown since its label began, or since that was learned last, but no more than the window.</summary>
    /// <param name="state">The stream.</param>
    /// <param name="beginnings">
    /// How many beginnings of it are learned too, as clips of their own, of lengths that spread evenly from clip to clip. They make decisions early
    /// where a class shows from its first moment on.
    /// </param>
    /// <param name="isNew">Whether the clip is shown for the first time, not rehearsed.</param>
    /// <param name="cancellation">Checked before every beginning.</param>
    public void Learn(ClipReadoutState state, int beginnings, bool isNew, CancellationToken cancellation = default)
    {
        if (state.Label < 0 || state.LabelledSteps == 0)
        {
            return;
        }

        for (int i = 0; i < beginnings; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            double place = (Learned + 1) * GoldenRatio;
            state.CopyLabelledTo(scratch, 1 - (place - Math.Floor(place)), vector);
            discriminant.Learn(vector, state.Label);
        }

        state.CopyLabelledTo(scratch, 1, vector);
        discriminant.Classify(vector, scores);
        LearnScale(state.Label);
        shown[state.Label] += isNew ? 1 : 0;
        discriminant.Learn(vector, state.Label);
    }

    /// <summary>Writes the decision scores of a stream.</summary>
    /// <param name="state">The stream.</param>
    /// <param name="target">Probabilities, one per class, of sum 1.</param>
    public void Score(ClipReadoutState state, Span<float> target)
    {
        state.CopyTo(vector);
        discriminant.Classify(vector, scores);
        Probabilities();
        state.MeanProbabilities(layers);
        double sum = 0;
        double doubt = 0;
        for (int c = 0; c < target.Length; c++)
        {
            layers[c] = scores[c] * Math.Pow(layers[c], layersShare);
            sum += layers[c];
            doubt += Learned == 0 ? 0 : layers[c] / (shown[c] + 2);
        }

        // Where nothing was learned the layers alone speak, and know their own confidence.
        for (int c = 0; c < target.Length; c++)
        {
            target[c] = sum > 0 ? (float)((((sum - doubt) * layers[c] / sum) + (doubt / target.Length)) / sum) : 1f / target.Length;
        }
    }

    /// <summary>Makes probabilities of the scores; a little doubt is left for classes that were never shown.</summary>
    private void Probabilities()
    {
        Scale();
        TemperatureFit.Softmax(scores, 1, scores);
        for (int c = 0; c < scores.Length; c++)
        {
            scores[c] = ((1 - Doubt) * scores[c]) + (Doubt / scores.Length);
        }
    }

    private void Scale()
    {
        double scale = Math.Exp(logScale) * (discriminant.Spread + 1);
        for (int c = 0; c < scores.Length; c++)
        {
            scores[c] *= scale;
        }
    }

    /// <summary>One step on the negative log-likelihood of a class that came.</summary>
    private void LearnScale(int label)
    {
        if (double.IsNegativeInfinity(scores[label]) || discriminant.Spread == 0)
        {
            return;
        }

        Scale();
        TemperatureFit.Softmax(scores, 1, layers);
        double gradient = -scores[label];
        for (int c = 0; c < scores.Length; c++)
        {
            gradient += layers[c] == 0 ? 0 : layers[c] * scores[c]; // 0 times minus infinity is none
        }

        squares += gradient * gradient;
        logScale -= squares > 0 ? TemperatureRate * gradient / Math.Sqrt(squares) : 0;
    }
}
