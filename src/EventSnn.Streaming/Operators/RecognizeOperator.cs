using System.Reactive.Disposables;
using System.Reactive.Linq;
using EventSnn.Events.Streams;
using EventSnn.Networks;
using EventSnn.Streaming.Recognition;
using EventSnn.Streaming.Telemetry;

namespace EventSnn.Streaming.Operators;

/// <summary>From time steps to gestures.</summary>
public static class RecognizeOperator
{
    /// <summary>
    /// Runs a network over the steps; learns where a label is in force and the options allow it. Unlabelled steps infer only.
    /// </summary>
    /// <typeparam name="TLength">Finite or endless; unchanged.</typeparam>
    /// <param name="stream">Time steps of the network's shape and step length.</param>
    /// <param name="network">The network; borrowed, and changed where it learns.</param>
    /// <param name="labels">When which label is in force; null for none. For a recording's labels see <see cref="LabelMark.Known"/>.</param>
    /// <param name="options">Vote, interval, learning; null for the defaults.</param>
    /// <param name="metrics">Where steps are counted; null for the process's.</param>
    /// <param name="onStart">Given the recogniser of every subscription before its first step: to switch learning, or to mark classes as seen.</param>
    /// <returns>Classifications, outcomes and notices.</returns>
    /// <exception cref="ModelException">The network takes another shape or step length.</exception>
    public static DecisionStream<TLength> Recognize<TLength>(
        this StepStream<TLength> stream,
        SpikingNetwork network,
        IObservable<LabelMark>? labels = null,
        RecognitionOptions? options = null,
        StreamingMetrics? metrics = null,
        Action<Recognizer>? onStart = null)
        where TLength : IStreamLength
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(network);
        RecognitionOptions chosen = options ?? new RecognitionOptions();
        if (stream.Shape != network.Definition.Input || stream.StepMicroseconds != network.Definition.StepMicroseconds)
        {
            throw new ModelException(
                $"The network takes steps of {network.Definition.Input} and {network.Definition.StepMicroseconds} us; "
                + $"the stream has {stream.Shape} and {stream.StepMicroseconds} us. Bin the events as the network was made for.");
        }

        return new DecisionStream<TLength>(Observable.Create<StreamItem>(observer =>
        {
            var stage = new RecognizeStage(observer, network, chosen, metrics);
            onStart?.Invoke(stage.Recognizer);
            IDisposable marks = labels?.Subscribe(stage.Recognizer.Mark, stage.OnError) ?? Disposable.Empty;
            return StableCompositeDisposable.Create(marks, stream.Items.Subscribe(stage), stage);
        }));
    }
}
