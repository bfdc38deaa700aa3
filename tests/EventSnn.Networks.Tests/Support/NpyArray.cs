using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EventSnn.Networks.Tests.Support;

/// <summary>A NumPy array file, as doubles.</summary>
internal sealed record NpyArray(int[] Shape, double[] Values)
{
    public static NpyArray Load(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        string header = Encoding.ASCII.GetString(bytes, 10, length);
        string type = Regex.Match(header, "'descr': '([^']+)'").Groups[1].Value;
        int[] shape = [.. Regex.Match(header, @"'shape': \(([^)]*)\)").Groups[1].Value
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(s => int.Parse(s, CultureInfo.InvariantCulture))];
        ReadOnlySpan<byte> data = bytes.AsSpan(10 + length);
        var values = new double[shape.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = type switch
            {
                "<f8" => BinaryPrimitives.ReadDoubleLittleEndian(data[(8 * i)..]),
                "<f4" => BinaryPrimitives.ReadSingleLittleEndian(data[(4 * i)..]),
                "|u1" => data[i],
                _ => throw new NotSupportedException(type),
            };
        }

        return new(shape, values);
    }
}
