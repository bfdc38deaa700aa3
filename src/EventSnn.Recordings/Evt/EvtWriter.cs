using System.Text;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Evt;

/// <summary>What the writers of EVT 2 and 3 share: header, coordinates of 11 bits, the way from one high time to the next.</summary>
internal abstract class EvtWriter : RecordingWriter
{
    private const int MaximumCoordinate = 0x7FF;

    /// <summary>Three days: beyond it the words that tell of the silence outgrow any use.</summary>
    private const long MaximumSilence = 1L << 38;
    private HighTime time;

    private protected EvtWriter(RecordingTarget target, string version, HighTime time)
        : base(target)
    {
        this.time = time;
        StringBuilder header = new($"% evt {version}\n");
        string size = Options.Size is { } s ? $";height={s.Height};width={s.Width}" : string.Empty;
        header.Append($"% format EVT{version[0]}{size}\n");
        if (Options.Size is { } geometry)
        {
            header.Append($"% geometry {geometry}\n");
        }

        Sink.Write(Encoding.ASCII.GetBytes(header.Append("% end\n").ToString()));
    }

    /// <summary>Writes TIME_HIGH words until the high time is that of an event.</summary>
    /// <param name="t">The event's time.</param>
    /// <returns>Whether any was written.</returns>
    private protected bool ReachTime(long t)
    {
        if (time.Known && time.Holds(t))
        {
            return false;
        }

        long from = time.Known ? time.Base : 0;
        bool reaches = t >= 0 && t - from <= MaximumSilence;
        while (reaches && !(time.Known && time.Holds(t)))
        {
            reaches = time.Step(t, out uint payload);
            WriteTimeHigh(payload);
        }

        return reaches ? true : throw Target.Refuse(
            $"times that begin between 0 and {MaximumSilence} us, step back little and never pause longer than that, which is what {Format} can tell",
            time.Known ? $"{t} us behind {from} us" : $"{t} us at the beginning",
            "Shift the recording to begin at zero with --time-origin first; put a recording with large steps back in order with --sort.");
    }

    private protected void RequireCoordinates(EventBatch batch) => RequireCoordinates(batch, MaximumCoordinate, MaximumCoordinate);

    private protected abstract void WriteTimeHigh(uint payload);
}
