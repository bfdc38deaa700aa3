using System.Reactive.Disposables;
using System.Reactive.Linq;
using EventSnn.Events.Streams;
using EventSnn.Streaming.Faults;

namespace EventSnn.Streaming.Sources;

/// <summary>Sources that pump on a thread of their own.</summary>
public static class SourceThread
{
    /// <summary>
    /// A stream that runs a loop anew for every subscriber, on a thread of its own. What the source throws is the subscriber's
    /// <c>onError</c>. What the subscriber throws, and an error that it has no <c>onError</c> for, is unhandled on that thread
    /// and ends the process with its stack, as on every thread of Rx: an error that nobody sees would be worse.
    /// </summary>
    /// <param name="name">The thread's name, for debuggers.</param>
    /// <param name="pump">Hands items to the subscriber until the token is cancelled, then returns or throws <see cref="OperationCanceledException"/>. Returning before that ends the stream.</param>
    /// <returns>The stream; unsubscribing cancels the token.</returns>
    public static IObservable<StreamItem> Run(string name, Action<IObserver<StreamItem>, CancellationToken> pump)
    {
        ArgumentNullException.ThrowIfNull(pump);
        return Observable.Create<StreamItem>(observer =>
        {
            var stop = new CancellationTokenSource();
            new Thread(() => Pump(observer, pump, stop.Token)) { IsBackground = true, Name = name }.Start();
            return Disposable.Create(stop, s => s.Cancel()); // not disposed: the thread still looks at its token
        });
    }

    private static void Pump(IObserver<StreamItem> observer, Action<IObserver<StreamItem>, CancellationToken> pump, CancellationToken stop)
    {
        var subscriber = new Downstream(observer);
        try
        {
            pump(subscriber, stop);
            if (!stop.IsCancellationRequested)
            {
                subscriber.OnCompleted();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The subscriber left.
        }
        catch (Exception e) when (!subscriber.Failed)
        {
            subscriber.OnError(e);
        }
    }
}
