using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventSnn.Networks.Checkpoints;

/// <summary>
/// A safetensors file with float32 and float64 tensors and text metadata: 8 bytes header length, JSON header, then the tensors, little endian.
/// Readable from Python with <c>safetensors.numpy.load_file</c>.
/// </summary>
internal sealed class SafetensorsFile
{
    // The format's own limit; also keeps a random file from asking for gigabytes.
    private const int MaximumHeader = 100_000_000;
    private readonly SortedDictionary<string, (int[] Shape, Array Values)> tensors = new(StringComparer.Ordinal);

    /// <summary>Text by name.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>The names of the tensors.</summary>
    public IEnumerable<string> Names => tensors.Keys;

    /// <summary>Adds a tensor.</summary>
    public void Add(string name, int[] shape, float[] values) => tensors.Add(name, (shape, values));

    /// <summary>Adds a tensor of double precision.</summary>
    public void Add(string name, int[] shape, double[] values) => tensors.Add(name, (shape, values));

    /// <summary>Whether there is a tensor of a name.</summary>
    public bool Contains(string name) => tensors.ContainsKey(name);

    /// <summary>A tensor's values.</summary>
    /// <exception cref="ModelException">It is missing, or has another size or precision.</exception>
    public float[] Get(string name, int count, string path) => Get<float>(name, count, path);

    /// <summary>A tensor's values in double precision.</summary>
    /// <exception cref="ModelException">It is missing, or has another size or precision.</exception>
    public double[] GetDouble(string name, int count, string path) => Get<double>(name, count, path);

    private T[] Get<T>(string name, int count, string path)
    {
        if (!tensors.TryGetValue(name, out (int[] Shape, Array Values) tensor))
        {
            throw new ModelException($"{path}: the tensor \"{name}\" is missing. The file was not written by EventSnn, or by another version; train again or use another file.") { File = path };
        }

        if (tensor.Values is not T[] values)
        {
            throw new ModelException($"{path}: the tensor \"{name}\" should have dtype {Type(typeof(T) == typeof(double))}, found {Type(tensor.Values is double[])}. Convert it.") { File = path };
        }

        if (values.Length != count)
        {
            throw new ModelException(
                $"{path}: the tensor \"{name}\" should have {count} values, found {values.Length} ({string.Join('x', tensor.Shape)}). The file does not fit its own description; use another file.") { File = path };
        }

        return values;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelException">It cannot be read, or is no safetensors file.</exception>
    public static SafetensorsFile Load(string path)
    {
        byte[] bytes;
        try
        {
            if (Directory.Exists(path))
            {
                throw new ModelException($"{path}: expected a model file, found a directory. Give the path of a .safetensors file.") { File = path };
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string reason = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message;
            throw new ModelException($"{path}: the model cannot be read: {reason}. Check the path and its permissions.", e) { File = path };
        }

        return Parse(bytes, path);
    }

    /// <summary>Writes the file.</summary>
    public void Write(Stream stream)
    {
        var header = new JsonObject();
        if (Metadata.Count > 0)
        {
            var texts = new JsonObject();
            foreach ((string key, string value) in Metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
            {
                texts[key] = value;
            }

            header["__metadata__"] = texts;
        }

        long offset = 0;
        foreach ((string name, (int[] shape, Array values)) in tensors)
        {
            long end = offset + Buffer.ByteLength(values);
            header[name] = new JsonObject
            {
                ["dtype"] = Type(values is double[]),
                ["shape"] = new JsonArray([.. shape.Select(s => (JsonNode)s)]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }

        byte[] text = JsonSerializer.SerializeToUtf8Bytes(header);
        int padding = (8 - (text.Length % 8)) % 8;
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length + padding);
        stream.Write(length);
        stream.Write(text);
        stream.Write("        "u8[..padding]);
        foreach ((int[] _, Array values) in tensors.Values)
        {
            // The file is little endian, as is every machine that .NET 10 runs on except s390x.
            stream.Write(values is double[] doubles ? MemoryMarshal.AsBytes(doubles.AsSpan()) : MemoryMarshal.AsBytes(((float[])values).AsSpan()));
        }
    }

    private static SafetensorsFile Parse(byte[] bytes, string path)
    {
        if (bytes.Length < 8)
        {
            throw Bad(path, 0, "a safetensors header of at least 8 bytes", $"{bytes.Length} bytes");
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        if (length is < 2 or > MaximumHeader)
        {
            bool isText = !bytes.AsSpan(0, 8).ContainsAnyExceptInRange((byte)' ', (byte)'~');
            throw Bad(path, 0, "a model (safetensors)", isText ? $"a text that begins with '{Encoding.ASCII.GetString(bytes, 0, 8)}'" : $"something else that begins with the bytes {Convert.ToHexString(bytes, 0, 8)}");
        }

        if (length > bytes.Length - 8)
        {
            throw Bad(path, 8, $"a header of {length} bytes", $"{bytes.Length - 8} bytes to the end of the file; it is cut or no safetensors file");
        }

        try
        {
            using JsonDocument header = JsonDocument.Parse(bytes.AsMemory(8, (int)length));
            var file = new SafetensorsFile();
            foreach (JsonProperty entry in header.RootElement.EnumerateObject())
            {
                if (entry.NameEquals("__metadata__"))
                {
                    foreach (JsonProperty text in entry.Value.EnumerateObject())
                    {
                        file.Metadata[text.Name] = text.Value.GetString() ?? "";
                    }
                }
                else
                {
                    file.tensors[entry.Name] = Tensor(entry, bytes, 8 + length, path);
                }
            }

            return file;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ModelException($"{path}: at byte 8, expected the JSON header of a safetensors file, found something else ({e.Message}). Use a model that EventSnn saved.", e) { File = path };
        }
    }

    private static string Type(bool isDouble) => isDouble ? "F64" : "F32";

    private static (int[] Shape, Array Values) Tensor(JsonProperty entry, byte[] bytes, long start, string path)
    {
        string type = entry.Value.GetProperty("dtype").GetString() ?? "";
        if (type is not ("F32" or "F64"))
        {
            throw new ModelException($"{path}: the tensor \"{entry.Name}\" should have dtype F32 or F64, found {type}. Convert it to float32.") { File = path };
        }

        int width = type == "F32" ? 4 : 8;

        int[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt32())];
        JsonElement offsets = entry.Value.GetProperty("data_offsets");
        long from = offsets[0].GetInt64();
        long to = offsets[1].GetInt64();
        long count = shape.Aggregate(1L, (a, b) => a * b);
        if (from < 0 || count < 0 || to - from != width * count)
        {
            throw new ModelException($"{path}: the tensor \"{entry.Name}\" should have {width * count} bytes for its shape, found {to - from}. The file is damaged; use another copy.") { File = path };
        }

        if (to > bytes.Length - start)
        {
            throw Bad(path, start + from, $"{to - from} bytes of the tensor \"{entry.Name}\"", $"the end of the file at byte {bytes.Length}; the file is cut");
        }

        ReadOnlySpan<byte> source = bytes.AsSpan((int)(start + from), (int)(to - from));
        return (shape, width == 4 ? MemoryMarshal.Cast<byte, float>(source).ToArray() : MemoryMarshal.Cast<byte, double>(source).ToArray());
    }

    private static ModelException Bad(string path, long offset, string expected, string found)
        => new($"{path}: at byte {offset}, expected {expected}, found {found}. Use a model that EventSnn saved.") { File = path };
}
