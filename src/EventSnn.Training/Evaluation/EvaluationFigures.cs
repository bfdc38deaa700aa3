using EventSnn.Networks.Evaluation;

namespace EventSnn.Training.Evaluation;

/// <summary>The figures of an evaluation as they are printed and recorded.</summary>
public sealed record EvaluationFigures
{
    /// <summary>Collects the figures of a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="windowMicroseconds">The window that was seen; null for whole clips.</param>
    public EvaluationFigures(EvaluationResult result, long? windowMicroseconds)
    {
        ArgumentNullException.ThrowIfNull(result);
        Accuracy = result.Accuracy;
        Layers = result.LayerAccuracy;
        Samples = result.Confusion.Samples;
        Unknown = result.Predictions.Count - result.Confusion.Samples;
        Window = windowMicroseconds / 1e3;
        Classes = result.Confusion.ClassNames;
        Confusion = result.Confusion.ToRows();
        OverTime = result.OverTime;
        FirstDecision = result.FirstDecisionMilliseconds;
        Ece = result.Calibration?.ExpectedError;
        Auroc = result.Rejection?.Auroc;
        Fpr95 = result.Rejection?.FalsePositiveRateAt95;
        SpikeRates = result.SpikeRates;
        Seconds = result.WallSeconds;
        RealTimeFactor = result.WallSeconds > 0 ? result.EventSeconds / result.WallSeconds : null;
    }

    /// <summary>The share of clips that are right, 0 to 1.</summary>
    public double Accuracy { get; }

    /// <summary>The same for each layer's own vote.</summary>
    public IReadOnlyList<double> Layers { get; }

    /// <summary>Clips whose class the model knows.</summary>
    public int Samples { get; }

    /// <summary>Clips whose class it does not know.</summary>
    public int Unknown { get; }

    /// <summary>The part of a clip that was seen, in milliseconds; null for all of it.</summary>
    public double? Window { get; }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>One row per true class; the last column counts clips without a decision.</summary>
    public int[][] Confusion { get; }

    /// <summary>Accuracy by time since the clip's first event.</summary>
    public IReadOnlyList<AccuracyAt> OverTime { get; }

    /// <summary>The time in milliseconds at which accuracy first exceeds 90 % of its final value.</summary>
    public double? FirstDecision { get; }

    /// <summary>The expected calibration error; null without known clips.</summary>
    public double? Ece { get; }

    /// <summary>AUROC of known against unknown clips by confidence; null without unknown ones.</summary>
    public double? Auroc { get; }

    /// <summary>FPR@95 of the same.</summary>
    public double? Fpr95 { get; }

    /// <summary>Mean share of neurons that spike in a step, by layer.</summary>
    public IReadOnlyList<double> SpikeRates { get; }

    /// <summary>Wall seconds.</summary>
    public double Seconds { get; }

    /// <summary>Event time by wall time, all clips added up; null where it took no time.</summary>
    public double? RealTimeFactor { get; }
}
