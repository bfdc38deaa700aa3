using System.Reactive.Linq;
using EventSnn.Events.Geometry;
using EventSnn.Events.Streams;
using EventSnn.Live.Pipeline;
using EventSnn.Live.Session;
using EventSnn.Streaming.Sources;

namespace EventSnn.Live.Tests.Session;

public sealed class LiveSessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_error_on_the_thread_of_the_source_ends_the_session_with_it()
    {
        var ended = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LiveSession session = Session(new StreamNotice(NoticeKind.Overflow, null, 1, "first"));
        using IDisposable broken = session.Notices.Subscribe(_ => throw new InvalidDataException("whoever listens"));
        session.Start(ended.SetResult);
        Exception? error = await ended.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        error.ShouldBeOfType<InvalidDataException>().Message.ShouldBe("whoever listens");
    }

    [Fact]
    public async Task A_source_that_is_over_ends_the_session_without_an_error()
    {
        var ended = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = new List<string>();
        await using LiveSession session = Session(new StreamNotice(NoticeKind.Overflow, null, 1, "first"), new StreamNotice(NoticeKind.Overflow, null, 1, "second"));
        using IDisposable listening = session.Notices.Subscribe(n => told.Add(n.Detail));
        session.Start(ended.SetResult);
        (await ended.Task.WaitAsync(Patience, TestContext.Current.CancellationToken)).ShouldBeNull();
        told.ShouldBe(["first", "second"]);
    }

    private static LiveSession Session(params StreamItem[] items)
    {
        IObservable<StreamItem> source = SourceThread.Run("test", (observer, _) => Array.ForEach(items, observer.OnNext));
        return new LiveSession(new LivePipeline(SensorSize.Dvs128), new EventStream<Endless>(SensorSize.Dvs128, source), "test");
    }
}
