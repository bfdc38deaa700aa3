using System.Diagnostics;
using EventSnn.Events.Streams;
using EventSnn.Networks;
using EventSnn.Streaming.Faults;
using EventSnn.Streaming.Recognition;
using EventSnn.Streaming.Telemetry;

namespace EventSnn.Streaming.Operators;

/// <summary>A recogniser for one subscriber, and the activity that spans its work.</summary>
internal sealed class RecognizeStage : Stage, IDisposable
{
    private readonly Activity? activity = StreamingMetrics.Activities.StartActivity("eventsnn.recognize");

    public RecognizeStage(IObserver<StreamItem> subscriber, SpikingNetwork network, RecognitionOptions options, StreamingMetrics? metrics)
        : base(subscriber)
    {
        activity?.SetTag("eventsnn.preset", network.Definition.Preset);
        activity?.SetTag("eventsnn.learn", options.Learn);
        Recognizer = new Recognizer(network, options, metrics);
    }

    public Recognizer Recognizer { get; }

    public void Dispose()
    {
        activity?.SetTag("eventsnn.steps", Recognizer.Steps);
        activity?.Dispose();
    }

    protected override void Take(StreamItem item) => Recognizer.Push(item, Emit);

    protected override void Finish() => Recognizer.Complete(Emit);

    protected override void Close(Exception? error)
    {
        if (error is not null)
        {
            activity?.SetStatus(ActivityStatusCode.Error, error.Message);
        }

        Dispose();
    }
}
