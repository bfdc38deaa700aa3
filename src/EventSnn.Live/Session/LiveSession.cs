using System.Diagnostics;
using System.Reactive.Subjects;
using System.Text.Json.Nodes;
using EventSnn.Cameras.Contract;
using EventSnn.Events.Batches;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Live.Pipeline;
using EventSnn.Live.Webcam;

namespace EventSnn.Live.Session;

/// <summary>A pipeline with its source, and the browser's webcam as another one; what a page asks for and what it is told.</summary>
public sealed class LiveSession : IAsyncDisposable
{
    private const int KeptNotices = 6;
    private readonly EventStream<Endless>? source;
    private readonly string sourceName;
    private readonly Func<CameraCounters>? counters;
    private readonly Queue<StreamNotice> notices = new();
    private readonly Subject<StreamNotice> told = new();
    private readonly Lock gate = new();
    private readonly Lock noticeGate = new(); // its own: the pipeline tells while it is locked
    private readonly IDisposable pipelineNotices;
    private readonly Timer ticker;
    private readonly long began = Stopwatch.GetTimestamp();
    private IDisposable? subscription;
    private WebcamCamera? webcam;
    private bool useWebcam;
    private Action<Exception?>? onEnd;
    private int ended;
    private long ignored;
    private long webcamDroppedBefore;
    private (long At, long Events, double EventSeconds) before;
    private (double Rate, double RealTime) speed;

    /// <summary>Creates a session.</summary>
    /// <param name="pipeline">What the events go through; the session owns it.</param>
    /// <param name="source">The source; null for the browser's webcam only.</param>
    /// <param name="sourceName">Its name, for the page.</param>
    /// <param name="counters">The source's counters; null where it has none.</param>
    public LiveSession(LivePipeline pipeline, EventStream<Endless>? source, string sourceName, Func<CameraCounters>? counters = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        Pipeline = pipeline;
        this.source = source;
        this.sourceName = sourceName;
        this.counters = counters;
        useWebcam = source is null;
        before = (began, 0, 0);
        pipelineNotices = pipeline.Notices.Subscribe(Tell);
        ticker = new Timer(_ => Tick(), null, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50));
    }

    /// <summary>What the events go through.</summary>
    public LivePipeline Pipeline { get; }

    /// <summary>Every notice of the source and of the pipeline.</summary>
    public IObservable<StreamNotice> Notices => told;

    /// <summary>Begins to take events from the source.</summary>
    /// <param name="onEnd">Told once, when the source ends, with its error, or that of whoever took its events, or null.</param>
    public void Start(Action<Exception?>? onEnd = null)
    {
        this.onEnd = onEnd;
        subscription = source?.Items.Subscribe(new Receiver(this));
        if (Volatile.Read(ref ended) != 0)
        {
            subscription?.Dispose(); // it failed before there was a subscription to dispose of
        }
    }

    /// <summary>Takes a frame of a browser's webcam; the first one makes the webcam the source where there is no other.</summary>
    /// <param name="size">Columns and rows.</param>
    /// <param name="brightness">0 to 255, row by row.</param>
    /// <param name="milliseconds">By the browser's clock.</param>
    public void Frame(SensorSize size, ReadOnlySpan<byte> brightness, double milliseconds)
    {
        WebcamCamera? old = null;
        WebcamCamera camera;
        lock (gate)
        {
            if (!useWebcam)
            {
                return;
            }

            if (webcam is null || webcam.Size != size)
            {
                old = webcam;
                webcamDroppedBefore += old?.Dropped ?? 0;
                webcam = new WebcamCamera(size, PushWebcam);
                Pipeline.UseSensor(size);
            }

            camera = webcam;
        }

        if (old is not null)
        {
            _ = old.DisposeAsync().AsTask();
        }

        camera.Show(brightness, milliseconds);
    }

    /// <summary>Does what a page asks for.</summary>
    /// <param name="command">An object with <c>do</c>: teach, undo, snapshot, restore, pause, learn, webcam.</param>
    /// <returns>Null where it was done, else a sentence that says why not.</returns>
    public string? Execute(JsonNode? command)
    {
        string? what = Text(command, "do");
        bool on = command?["on"] is JsonValue value && value.TryGetValue(out bool flag) && flag;
        switch (what)
        {
            case "teach" when on && Text(command, "name") is { Length: > 0 and <= 40 } name && !string.IsNullOrWhiteSpace(name):
                Pipeline.Teach(name);
                return null;
            case "teach" when on:
                return "A gesture needs a name of 1 to 40 characters.";
            case "teach":
                Pipeline.Teach(null);
                return null;
            case "undo":
                return Pipeline.Undo() ? null : "There is nothing to undo.";
            case "snapshot":
                Pipeline.KeepSnapshot();
                return null;
            case "restore":
                return Pipeline.RestoreSnapshot() ? null : "There is no snapshot to go back to.";
            case "pause":
                Pipeline.Pause(on);
                return null;
            case "learn":
                Pipeline.Learn(on);
                return null;
            case "webcam":
                UseWebcam(on);
                return null;
            default:
                return $"There is no command '{what}'.";
        }
    }

    /// <summary>What a page is told ten times a second.</summary>
    /// <returns>An object that becomes JSON.</returns>
    public object Status()
    {
        PipelineStatus p = Pipeline.Status();
        CameraCounters? c = counters?.Invoke();
        lock (gate)
        {
            SensorSize shown = Pipeline.Surface.Size;
            return new
            {
                Type = "status",
                Source = new { Name = useWebcam ? "webcam" : sourceName, Webcam = useWebcam, HasOther = source is not null, Width = shown.Width, Height = shown.Height },
                Rate = speed.Rate,
                speed.RealTime,
                p.Classes,
                p.Layers,
                Teach = p.Teaching is null ? null : new { Name = p.Teaching, Seconds = p.TeachingSeconds },
                Undo = p.UndoDepth,
                p.Learning,
                p.Paused,
                Latency = p.Sent.Count > 0 ? p.Sent : p.Decided,
                Drops = new
                {
                    Queue = c?.Queue.Dropped ?? 0,
                    Frames = webcamDroppedBefore + (webcam?.Dropped ?? 0),
                    p.Late,
                    Outside = p.OutOfRange + (c?.Arrived.Skipped ?? 0),
                    Datagrams = (c?.Arrived.Lost ?? 0) + (c?.Arrived.Damaged ?? 0) + (c?.Arrived.KernelDrops ?? 0),
                    Ignored = ignored,
                },
                p.Events,
                p.RecordedEvents,
                p.RecordingFull,
                Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds,
                Skipped = new { Share = p.SkippedShare, Seconds = p.Model?.SkippedSeconds ?? p.SkippedSeconds, Unlearned = p.Model?.SparedSteps ?? 0 },
                Notices = KeptOnPage(),
            };
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ticker.DisposeAsync();
        subscription?.Dispose();
        pipelineNotices.Dispose();
        WebcamCamera? last;
        lock (gate)
        {
            useWebcam = false;
            last = webcam;
            webcam = null;
        }

        if (last is not null)
        {
            await last.DisposeAsync();
        }

        told.Dispose();
        Pipeline.Dispose();
    }

    private static string? Text(JsonNode? command, string name) =>
        (command as JsonObject)?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private void UseWebcam(bool on)
    {
        lock (gate)
        {
            if (source is null || useWebcam == on)
            {
                return;
            }

            useWebcam = on;
            Pipeline.Push(new StreamNotice(NoticeKind.TimestampReset, null, 0, "Another source."));
            Pipeline.UseSensor(on && webcam is not null ? webcam.Size : source.Size);
        }
    }

    private void PushWebcam(EventBatch batch)
    {
        if (!useWebcam)
        {
            return;
        }

        try
        {
            Pipeline.Push(batch);
        }
        catch (Exception e) when (onEnd is not null && Volatile.Read(ref ended) == 0) // else nobody would hear of it
        {
            End(e);
        }
    }

    /// <summary>Ends the session, once. An error on a source's thread, memory that is not there for one, has no other way out.</summary>
    private void End(Exception? error)
    {
        if (Interlocked.Exchange(ref ended, 1) == 0)
        {
            subscription?.Dispose();
            onEnd?.Invoke(error);
        }
    }

    private void Tick()
    {
        Pipeline.Tick();
        PipelineStatus p = Pipeline.Status();
        lock (gate)
        {
            double seconds = Stopwatch.GetElapsedTime(before.At).TotalSeconds;
            if (seconds > .5)
            {
                speed = ((p.Events - before.Events) / seconds, (p.EventSeconds - before.EventSeconds) / seconds);
                before = (Stopwatch.GetTimestamp(), p.Events, p.EventSeconds);
            }
        }
    }

    private void Take(StreamItem item)
    {
        if (item is StreamNotice notice)
        {
            Tell(notice);
        }

        if (!useWebcam)
        {
            Pipeline.Push(item);
        }
        else if (item is EventBatch batch)
        {
            Interlocked.Add(ref ignored, batch.Count);
        }
    }

    private void Tell(StreamNotice notice)
    {
        lock (noticeGate)
        {
            notices.Enqueue(notice);
            if (notices.Count > KeptNotices)
            {
                notices.Dequeue();
            }
        }

        told.OnNext(notice);
    }

    private object[] KeptOnPage()
    {
        lock (noticeGate)
        {
            return [.. notices.Select(n => new { Kind = n.Kind.ToString(), n.Detail })];
        }
    }

    private sealed class Receiver(LiveSession session) : IObserver<StreamItem>
    {
        public void OnNext(StreamItem value)
        {
            if (Volatile.Read(ref session.ended) != 0)
            {
                return;
            }

            try
            {
                session.Take(value);
            }
            catch (Exception e) when (session.onEnd is not null)
            {
                session.End(e);
            }
        }

        public void OnError(Exception error) => session.End(error);

        public void OnCompleted() => session.End(null);
    }
}
