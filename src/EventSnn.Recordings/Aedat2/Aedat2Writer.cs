using System.Buffers.Binary;
using System.Text;
using EventSnn.Events.Batches;
using EventSnn.Recordings.Records;
using EventSnn.Recordings.Writing;

namespace EventSnn.Recordings.Aedat2;

/// <summary>
/// Writes AEDAT 2.0 for the chip whose sensor has the size that was given. Where the first record would begin with '#', which
/// readers take for a header line, a trigger word that every reader passes over stands before it.
/// </summary>
internal sealed class Aedat2Writer : RecordingWriter
{
    private const uint TriggerWord = 1u << 10;
    private readonly JaerChip chip;
    private TimeUnwrapper unwrapper;
    private bool started;

    public Aedat2Writer(RecordingTarget target)
        : base(target)
    {
        JaerChip? asked = Options.Camera is { } camera ? JaerChip.In(camera) : null;
        chip = (asked ?? JaerChip.All.FirstOrDefault(c => c.Size == Options.Size)) ?? throw target.Refuse(
            $"a sensor that AEDAT 2.0 has a chip for ({string.Join(", ", JaerChip.All.Select(c => $"{c.Name} {c.Size}"))})",
            Options.Size is { } size ? $"a sensor of {size}" : "no size",
            "Name a chip whose sensor holds all events, as --camera DVS640; of a larger sensor cut out a part with --crop X,Y,W,H, or join pixels with --downsample.");
        Sink.Write(Encoding.ASCII.GetBytes(
            "#!AER-DAT2.0\r\n# This is a raw AE data file - do not edit\r\n"
            + "# Data format is int32 address, int32 timestamp (8 bytes total), repeated for each event\r\n"
            + $"# Timestamps tick is 1 us\r\n# AEChip: {chip.JavaClass}\r\n"));
    }

    /// <inheritdoc/>
    public override string Format => "aedat2.0";

    /// <inheritdoc/>
    private protected override void Encode(EventBatch batch)
    {
        int right = chip.Size.Width - 1;
        int bottom = chip.Size.Height - 1;
        RequireCoordinates(batch, right, bottom);
        for (int i = 0; i < batch.Count; i++)
        {
            long t = batch.Timestamps[i];
            if (unwrapper.ReadBack(t) != t)
            {
                throw Target.Refuse(
                    "times that begin below 2^32 us and step by less than 2^31 us, which is what 32-bit times can tell", $"{t} us",
                    "Shift the recording to begin at zero with --time-origin first; put a recording with large steps back in order with --sort.");
            }

            uint address = Address(right - batch.X[i], bottom - batch.Y[i], batch.Polarities[i]);
            if (!started && address >> 24 == '#')
            {
                WriteRecord(TriggerWord, (uint)t);
            }

            started = true;
            WriteRecord(address, (uint)t);
        }
    }

    private uint Address(int x, int y, int polarity) => chip.Layout switch
    {
        JaerLayout.Dvs128 => (uint)((y << 8) | (x << 1) | (polarity ^ 1)),
        JaerLayout.Davis => ((uint)y << 22) | ((uint)x << 12) | ((uint)polarity << 11),
        _ => (uint)((y << 11) | (x << 1) | polarity),
    };

    private void WriteRecord(uint address, uint time)
    {
        Span<byte> record = Sink.GetSpan(8);
        BinaryPrimitives.WriteUInt32BigEndian(record, address);
        BinaryPrimitives.WriteUInt32BigEndian(record[4..], time);
        Sink.Advance(8);
    }
}
