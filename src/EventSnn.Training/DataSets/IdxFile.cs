using System.Buffers.Binary;
using System.IO.Compression;

namespace EventSnn.Training.DataSets;

/// <summary>An IDX file of unsigned bytes (MNIST), plain or gzip.</summary>
/// <param name="Sizes">The sizes of its dimensions.</param>
/// <param name="Values">Its values in row-major order.</param>
internal sealed record IdxFile(int[] Sizes, byte[] Values)
{
    private const long Limit = 1L << 30;

    public static IdxFile Load(string path, int dimensions)
    {
        byte[] bytes;
        try
        {
            using FileStream file = File.OpenRead(path);
            using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var memory = new MemoryStream();
            content.CopyTo(memory);
            bytes = memory.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new TrainingException($"{path}: the file cannot be read: {e.Message} Check the copy.", e);
        }

        int header = 4 + (4 * dimensions);
        if (bytes.Length < header || bytes[0] != 0 || bytes[1] != 0 || bytes[2] != 8 || bytes[3] != dimensions)
        {
            throw new TrainingException(
                $"{path}, byte 0: expected an IDX file of bytes with {dimensions} dimensions (00 00 08 {dimensions:X2}), "
                + $"found {Convert.ToHexString(bytes.AsSpan(0, Math.Min(4, bytes.Length)))}. Check that this is the right file.");
        }

        var sizes = new int[dimensions];
        long count = 1;
        for (int i = 0; i < dimensions; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4 + (4 * i)));
            count = size is 0 or > int.MaxValue || count > Limit / size ? Limit + 1 : count * size;
            sizes[i] = (int)Math.Min(size, int.MaxValue);
        }

        return count == bytes.Length - header
            ? new IdxFile(sizes, bytes[header..])
            : throw new TrainingException(
                $"{path}, byte {header}: expected {(count > Limit ? "a sensible number of" : count)} values ({string.Join('x', sizes)}), found {bytes.Length - header}. The file is damaged or cut; get it again.");
    }
}
