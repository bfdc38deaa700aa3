using System.Buffers.Binary;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Evt;

/// <summary>
/// Writes EVT 3. Events of one time, row and polarity whose columns ascend within 32 pixels become vector words where that is
/// shorter. The bytes do not depend on how the events were split into batches.
/// </summary>
internal sealed class Evt3Writer(RecordingTarget target) : EvtWriter(target, "3.0", new HighTime(12, 12))
{
    private const int RunSpan = 32;
    private readonly int[] run = new int[RunSpan];
    private int runLength;
    private long runTime;
    private int runRow;
    private int runPolarity;
    private int row = -1;
    private int low = -1;

    /// <inheritdoc/>
    public override string Format => "evt3";

    /// <inheritdoc/>
    private protected override void Encode(EventBatch batch)
    {
        RequireCoordinates(batch);
        for (int i = 0; i < batch.Count; i++)
        {
            long t = batch.Timestamps[i];
            int x = batch.X[i];
            int y = batch.Y[i];
            int p = batch.Polarities[i];
            bool continues = runLength > 0 && t == runTime && y == runRow && p == runPolarity && x > run[runLength - 1] && x - run[0] < RunSpan;
            if (!continues)
            {
                Flush();
                (runTime, runRow, runPolarity) = (t, y, p);
            }

            run[runLength++] = x;
        }
    }

    /// <inheritdoc/>
    private protected override void EndPacket() => Flush();

    /// <inheritdoc/>
    private protected override void End() => Flush();

    /// <inheritdoc/>
    private protected override void WriteTimeHigh(uint payload) => WriteWord(8, payload);

    private void Flush()
    {
        if (runLength == 0)
        {
            return;
        }

        bool newHigh = ReachTime(runTime);
        int newLow = (int)(runTime & 0xFFF);
        if (newHigh || newLow != low)
        {
            low = newLow;
            WriteWord(6, (uint)low);
        }

        if (runRow != row)
        {
            row = runRow;
            WriteWord(0, (uint)row);
        }

        int span = run[runLength - 1] - run[0] + 1;
        int vectorWords = 1 + (span <= 12 ? 1 : span <= 24 ? 2 : 3);
        if (vectorWords < runLength)
        {
            WriteVectors(span);
        }
        else
        {
            for (int i = 0; i < runLength; i++)
            {
                WriteWord(2, (uint)(run[i] | (runPolarity << 11)));
            }
        }

        runLength = 0;
    }

    private void WriteVectors(int span)
    {
        uint mask = 0;
        for (int i = 0; i < runLength; i++)
        {
            mask |= 1u << (run[i] - run[0]);
        }

        WriteWord(3, (uint)(run[0] | (runPolarity << 11)));
        WriteWord(4, mask & 0xFFF);
        if (span > 12)
        {
            WriteWord(4, (mask >> 12) & 0xFFF);
        }

        if (span > 24)
        {
            WriteWord(5, mask >> 24);
        }
    }

    private void WriteWord(uint type, uint payload)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Sink.GetSpan(2), (ushort)((type << 12) | payload));
        Sink.Advance(2);
    }
}
