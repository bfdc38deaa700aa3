using EventSnn.Events.Batches;

namespace EventSnn.Recordings.Tests.Seeking;

/// <summary>Many events in columns, which compare faster than tuples.</summary>
internal sealed class Events
{
    public List<long> T { get; } = [];

    private List<(ushort X, ushort Y, byte P)> Rest { get; } = [];

    public void Add(EventBatch batch)
    {
        T.AddRange(batch.Timestamps);
        for (int i = 0; i < batch.Count; i++)
        {
            Rest.Add((batch.X[i], batch.Y[i], batch.Polarities[i]));
        }
    }

    /// <summary>The oracle: from <paramref name="from"/> to before <paramref name="to"/> microseconds behind the first event.</summary>
    public Events Within(long? from, long? to) => Where(i => (from is null || T[i] - T[0] >= from) && (to is null || T[i] - T[0] < to));

    public Events Inside(int width, int height) => Where(i => Rest[i].X < width && Rest[i].Y < height);

    public void ShouldBeSame(Events expected, string what)
    {
        T.Count.ShouldBe(expected.T.Count, what);
        for (int i = 0; i < T.Count; i++)
        {
            if (T[i] != expected.T[i] || Rest[i] != expected.Rest[i])
            {
                (T[i], Rest[i]).ShouldBe((expected.T[i], expected.Rest[i]), $"{what}, event {i}");
            }
        }
    }

    private Events Where(Func<int, bool> wanted)
    {
        Events some = new();
        for (int i = 0; i < T.Count; i++)
        {
            if (wanted(i))
            {
                some.T.Add(T[i]);
                some.Rest.Add(Rest[i]);
            }
        }

        return some;
    }
}
